import { defineConfig } from 'oxlint';

/** The import law of the zones: who may not import what, and the reason a newcomer is shown. */
const fences = [
  {
    files: ['apps/bff/**'],
    refuse: {
      '^@signet/vault$':
        'The bff never opens a vault: it may know the shapes in @signet/vault/sealed only.',
      '^@signet/evidence': 'The bff never reads evidence.',
      '^@signet/contracts/(person|proofing-wire)$': null,
    },
  },
  {
    files: ['apps/web/**'],
    refuse: {
      '^node:': 'The browser has no Node.',
      '^(hono|drizzle-orm|better-sqlite3)': 'That belongs to the bff.',
    },
  },
  {
    files: ['apps/web/src/ui/**'],
    refuse: {
      '^@signet/': 'The controls in ui/ know nothing of Signet.',
      '^(react-router|@tanstack/react-query)':
        'The controls in ui/ know nothing of routing or requests.',
      '^\\.\\./(app|sign-in|sign-up|proofing|vault|consent|account|connected-agencies)/':
        'ui/ imports React and its own files only.',
    },
  },
  {
    files: ['apps/proofing/**'],
    refuse: {
      '^@signet/vault': 'Proofing has nothing to do with vaults: it cannot remember.',
      '^node:(sqlite|fs/promises|fs)$':
        'Proofing remembers nothing. Keys and configuration are read in keys/ and config.ts only.',
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

/** Feature folders never import each other; they meet in app.ts, main.ts or routes.tsx. */
const features = {
  'apps/bff/src': ['sign-up', 'sign-in', 'proofing', 'vault', 'consent', 'oidc'],
  'apps/web/src': ['sign-up', 'sign-in', 'proofing', 'consent', 'account'],
  'apps/proofing/src': ['examine', 'check', 'confirm', 'issue'],
} as const;

/** Features that are two halves of one thing. */
const pairs: Record<string, readonly string[]> = {
  'apps/bff/src/oidc': ['consent'],
  'apps/bff/src/consent': ['oidc'],
};

function patterns(refuse: Readonly<Record<string, string | null>>) {
  return Object.entries(refuse).flatMap(([regex, message]) =>
    message === null ? [] : [{ regex, message }],
  );
}

const zoneOverrides = fences.map(({ files, refuse }) => ({
  files: [...files],
  excludeFiles: [
    'apps/proofing/src/keys/**',
    'apps/proofing/src/config.ts',
    'apps/web/vite.config.ts',
    'apps/web/*.config.ts',
    'apps/web/build/**',
    '**/*.test.ts',
    '**/*.test.tsx',
    '**/testing/**',
  ],
  rules: {
    'no-restricted-imports': ['error' as const, { patterns: patterns(refuse) }] satisfies [
      string,
      unknown,
    ],
  },
}));

const featureOverrides = Object.entries(features).flatMap(([app, folders]) =>
  folders.map((folder) => {
    const others = folders.filter(
      (other) => other !== folder && !pairs[`${app}/${folder}`]?.includes(other),
    );
    const zone = fences.find(
      ({ files }) =>
        files[0].startsWith(app.replace('/src', '')) &&
        files[0].endsWith(`${app.split('/')[1]}/**`),
    );
    return {
      files: [`${app}/${folder}/**`],
      excludeFiles: ['**/*.test.ts', '**/*.test.tsx', '**/testing/**'],
      rules: {
        'no-restricted-imports': [
          'error' as const,
          {
            patterns: [
              ...patterns(zone?.refuse ?? {}),
              {
                regex: `^\\.\\./(${others.join('|')})/`,
                message:
                  'A feature never imports another feature: move what both need down, or let them meet in app.ts.',
              },
            ],
          },
        ] satisfies [string, unknown],
      },
    };
  }),
);

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
  overrides: [...zoneOverrides, ...featureOverrides],
});
