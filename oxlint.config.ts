import { defineConfig } from 'oxlint';

/** Nobody reaches into another workspace by a path, nor hides where a path leads. */
const paths = {
  '^(\\./)?(\\.\\./)+((apps|packages|e2e|scripts|registry|docs|node_modules)/|(bff|web|proofing|agency|simulator|standins|vault|evidence|contracts)/(src/|package\\.json))':
    'Another workspace is imported by its name, if at all: then the fences see it.',
  '^(/|file:)|^\\./\\.\\./|[^./]/\\.\\.?/': 'Write the shortest relative path: the fences read it.',
} as const;

/** `testing/` and tests stand outside the fences, so nobody inside may go through them. */
const doors = {
  '(^|/)(testing|hostile-server)(/|$)|\\.(test|spec|bench)(\\.[a-z]+)?$':
    'What only tests use may import what the product must not: the product never imports it.',
} as const;

const web = {
  '^(node:|(assert|buffer|child_process|crypto|fs|http|https|net|os|path|stream|util|worker_threads|zlib)(/|$))':
    'The browser has no Node.',
  '^(hono|drizzle-orm|better-sqlite3)': 'That belongs to the bff.',
} as const;

const threading = '^(node:)?worker_threads(/|$)';

/** The import law of the zones: who may not import what, and the reason a newcomer is shown. */
const fences = [
  {
    files: ['apps/bff/**'],
    refuse: {
      '^@signet/vault$':
        'The bff never opens a vault: it may know the shapes in @signet/vault/sealed only.',
      '^@signet/evidence': 'The bff never reads evidence.',
      '^@signet/contracts/(person|proofing-wire)$':
        'The bff knows not even the shape of a value of a person; what it relays is in relay-wire.',
    },
  },
  { files: ['apps/web/**'], refuse: web },
  {
    files: ['apps/web/src/ui/**'],
    refuse: {
      ...web,
      '^@signet/': 'The controls in ui/ know nothing of Signet.',
      '^(react-router|@tanstack/react-query)':
        'The controls in ui/ know nothing of routing or requests.',
      '^(\\.\\./)+(app|sign-in|sign-up|proofing|vault|consent|account|reset|credential|second-steps)/':
        'ui/ imports React and its own files only.',
    },
  },
  {
    files: ['apps/proofing/**'],
    refuse: {
      '^@signet/vault': 'Proofing has nothing to do with vaults: it cannot remember.',
      '^(node:)?(sqlite|fs|child_process|cluster|inspector|module|v8)(/|$)':
        'Proofing remembers nothing. Keys and configuration are read in keys/ and config.ts only.',
      [threading]: 'Threads are where photographs are read, and nowhere else.',
      '^(drizzle-orm|better-sqlite3)': 'Proofing has no database.',
    },
  },
  {
    files: ['apps/proofing/src/keys/**', 'apps/proofing/src/config.ts'],
    refuse: {
      '^@signet/vault': 'Proofing has nothing to do with vaults: it cannot remember.',
      '^(drizzle-orm|better-sqlite3)': 'Proofing has no database.',
    },
  },
  {
    files: ['apps/agency/**', 'apps/standins/**'],
    refuse: {
      '^@signet/': 'An outsider imports nothing of ours; a real agency could not either (ZONE-4).',
    },
  },
  {
    files: ['apps/simulator/**'],
    refuse: {
      '^@signet/(evidence|web|bff|proofing|agency|standins)':
        'The simulator plays a browser: it knows the wire and the envelope, and no more (AGENCY-46).',
      '^(drizzle-orm|better-sqlite3)': 'The simulator comes in by the front door.',
    },
  },
  {
    files: ['packages/evidence/**'],
    refuse: { '^@signet/': 'evidence implements outside standards and imports nothing of ours.' },
  },
  {
    files: ['packages/vault/**'],
    refuse: { '^@signet/': 'The vault imports nothing of ours.' },
  },
  {
    files: ['packages/contracts/**'],
    refuse: { '^@signet/vault$': 'contracts know the shapes in @signet/vault/sealed only.' },
  },
] as const;

/**
 * What a person does is a folder. Features never import each other, nor does what they stand on import them; they meet in app.ts,
 * main.ts or routes.tsx. Where a feature says something to another is written here and in ARCHITECTURE.md.
 */
export const apps = {
  'apps/bff/src': {
    features: {
      'sign-up': ['oidc'],
      'sign-in': ['session', 'signals', 'waits'],
      proofing: ['credential-status', 'identity', 'oidc', 'signals'],
      vault: ['session', 'signals'],
      consent: ['credential-status', 'identity', 'oidc', 'signals'],
      oidc: ['consent', 'session', 'signals'],
      account: ['credential-status', 'identity', 'oidc', 'session', 'signals', 'waits'],
      waits: ['credential-status', 'oidc', 'session', 'sign-in', 'signals'],
      session: ['credential-status', 'identity', 'oidc', 'signals', 'waits'],
      signals: ['credential-status', 'oidc', 'session'],
      identity: [],
      'credential-status': ['oidc', 'signals'],
      backup: ['credential-status'],
    },
    ground: {
      db: [
        'account',
        'consent',
        'credential-status',
        'identity',
        'oidc',
        'proofing',
        'session',
        'signals',
        'waits',
      ],
      mail: ['waits'],
      agencies: [],
      audit: [],
      http: [],
      keys: [],
      limits: [],
      texts: [],
    },
  },
  'apps/web/src': {
    features: {
      'sign-up': [],
      'sign-in': [],
      proofing: [],
      consent: [],
      account: [],
      reset: [],
    },
    ground: { credential: ['proofing'], 'second-steps': [], vault: [] },
  },
  'apps/proofing/src': {
    features: { examine: [], check: [], confirm: [], issue: [] },
    ground: { letter: [], sources: [], wire: [] },
  },
} as const;

/** The folders of apps that are neither, and why. `testing/` is what only tests use. */
export const unfenced = {
  'apps/web/src/app': 'where features meet',
  'apps/web/src/ui': 'has a fence of its own',
  'apps/web/src/hostile-server': 'attacks, which only tests use',
  'apps/web/src/locales': 'catalogues of texts',
  'apps/web/src/styles': 'no code',
  'apps/proofing/src/keys': 'may read files, as its fence says',
  'apps/agency/src/pages': 'an outsider, who imports nothing of ours',
  'apps/standins/src/population': 'an outsider, who imports nothing of ours',
  'apps/standins/src/print-shop': 'an outsider, who imports nothing of ours',
} as const;

function patterns(refuse: Readonly<Record<string, string>>) {
  return Object.entries({ ...paths, ...doors, ...refuse }).map(([regex, message]) => ({
    regex,
    message,
  }));
}

const zoneOverrides = fences.map(({ files, refuse }) => ({
  files: [...files],
  excludeFiles: [
    'apps/web/vite.config.ts',
    'apps/web/*.config.ts',
    'apps/web/build/**',
    '**/*.test.ts',
    '**/*.test.tsx',
    '**/testing/**',
    '**/hostile-server/**',
  ],
  rules: {
    'no-restricted-imports': ['error' as const, { patterns: patterns(refuse) }] satisfies [
      string,
      unknown,
    ],
  },
}));

const launchOverride = {
  files: ['scripts/**'],
  excludeFiles: ['**/*.test.ts'],
  rules: {
    'no-restricted-imports': [
      'error' as const,
      { patterns: Object.entries(doors).map(([regex, message]) => ({ regex, message })) },
    ] satisfies [string, unknown],
  },
};

const zoneOf = (app: string): Readonly<Record<string, string>> =>
  fences.find(({ files }) => files[0] === app.replace('/src', '/**'))?.refuse ?? {};

/** What a zone refuses, and the other features. */
const lawOf = (refuse: Readonly<Record<string, string>>, others: readonly string[]) => ({
  'no-restricted-imports': [
    'error' as const,
    {
      patterns: [
        ...patterns(refuse),
        {
          regex: `^(\\.\\./)+(${others.join('|')})/`,
          message:
            'A feature never imports another feature: move what both need down, or let them meet in app.ts.',
        },
      ],
    },
  ] satisfies [string, unknown],
});

/** Where proofing looks at pixels: threads, which are handed two pictures and hand back what was read. */
const threads = [
  'apps/proofing/src/examine/reading-room.ts',
  'apps/proofing/src/examine/pixel-worker.ts',
];

const featureOverrides = Object.entries(apps).flatMap(([app, { features, ground }]) =>
  Object.entries<readonly string[]>({ ...features, ...ground }).map(([folder, meets]) => ({
    files: [`${app}/${folder}/**`],
    excludeFiles: ['**/*.test.ts', '**/*.test.tsx', '**/testing/**', ...threads],
    rules: lawOf(
      zoneOf(app),
      Object.keys(features).filter((other) => other !== folder && !meets.includes(other)),
    ),
  })),
);

const { [threading]: _allowed, ...elseRefused } = zoneOf('apps/proofing/src');
const threadsOverride = {
  files: threads,
  rules: lawOf(elseRefused, ['check', 'confirm', 'issue']),
};

export default defineConfig({
  plugins: ['typescript', 'import', 'react', 'jsx-a11y', 'unicorn', 'oxc', 'promise'],
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['**/dist/**', '.signet/**', 'node_modules/**'],
  rules: {
    'import/no-cycle': 'error',
    'import/no-unassigned-import': 'off',
    'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    'typescript/no-explicit-any': 'error',
    'eslint/no-eval': 'error',
    'react/no-danger': 'error',
    'react/react-in-jsx-scope': 'off',
    'jsx-a11y/prefer-tag-over-role': 'off',
    'eslint/no-underscore-dangle': 'off',
    'unicorn/no-array-sort': 'off',
    'unicorn/no-array-reverse': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'eslint/no-await-in-loop': 'off',
    'eslint/no-shadow': 'off',
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/consistent-return': 'off',
    'typescript/no-misused-spread': 'off',
    'eslint/no-control-regex': 'off',
    'promise/no-callback-in-promise': 'off',
    'promise/always-return': 'off',
    'typescript/no-unnecessary-type-assertion': 'off',
  },
  overrides: [...zoneOverrides, launchOverride, ...featureOverrides, threadsOverride],
});
