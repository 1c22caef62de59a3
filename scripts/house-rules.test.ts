import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { documents } from '@signet/contracts/policy/documents';
import { apps, unfenced } from '../oxlint.config.ts';
import { trackedFiles } from './tracked-files.ts';

const root = path.resolve(import.meta.dirname, '..');
const files = trackedFiles(root);

type Manifest = {
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
};

describe('ARCHITECTURE.md says who depends on whom, and it is so', () => {
  const table =
    readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8')
      .split('## Who depends on whom')[1]
      ?.split('\n## ')[0]
      ?.split('\n')
      .filter((line) => line.startsWith('| `')) ?? [];

  // The manifest of the root is the one of scripts/.
  const workspaces = files
    .filter((file) => path.basename(file) === 'package.json')
    .map((file) => (file === 'package.json' ? 'scripts' : path.dirname(file)));

  test('the table names every workspace', () => {
    expect(table.map((line) => line.split('`')[1] ?? '').toSorted()).toEqual(workspaces.toSorted());
  });

  test.each(table)('%s', (line) => {
    const [, quoted = '', cell = ''] = line.split('|').map((part) => part.trim());
    const workspace = quoted.replaceAll('`', '');
    const [byName = '', byPath = ''] = cell.split('by path');
    const namesIn = (text: string) =>
      [...text.matchAll(/`([a-z0-9]+)`/g)].map(([, name = '']) => name);
    const allowed = namesIn(byName).map((name) => `@signet/${name}`);
    const folder = workspace === 'scripts' ? '.' : workspace;
    const manifest = JSON.parse(
      readFileSync(path.join(root, folder, 'package.json'), 'utf8'),
    ) as Manifest;
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      (name) => name.startsWith('@signet/'),
    );
    expect(declared.toSorted()).toEqual(allowed.toSorted());

    const reached = files
      .filter((file) => file.startsWith(`${workspace}/`) && /\.(ts|tsx|mjs)$/.test(file))
      .flatMap((file) =>
        [...readFileSync(path.join(root, file), 'utf8').matchAll(/\bfrom '(\.[^']+)'/g)].map(
          ([, target = '']) => path.join(path.dirname(file), target),
        ),
      )
      .flatMap((target) => workspaces.filter((other) => target.startsWith(`${other}/`)))
      .filter((other) => other !== workspace)
      .map((other) => path.basename(other));
    expect([...new Set(reached)].toSorted()).toEqual(namesIn(byPath).toSorted());
  });
});

describe('decisions', () => {
  const decisions = files.filter((file) => file.startsWith('docs/decisions/'));

  test('no two have one number', () => {
    const numbers = decisions.map((file) => path.basename(file).slice(0, 4));
    expect(numbers).toEqual([...new Set(numbers)]);
  });

  test('every dependency has a row, and every row a dependency', () => {
    const rows = readFileSync(path.join(root, 'docs/decisions/0007-dependencies.md'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| Dependency'))
      .flatMap((line) => line.split('|')[1]?.trim().split(', ') ?? []);
    const declared = files
      .filter((file) => path.basename(file) === 'package.json')
      .map((file) => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Manifest)
      .flatMap((manifest) => Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }))
      .filter((name) => !name.startsWith('@signet/'));
    expect(rows.toSorted()).toEqual([...new Set(declared)].toSorted());
  });
});

test('ARCHITECTURE.md says which features may meet, as the fences have it', () => {
  const said = readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, app, folder, cell = ''] = /^\| (\w+): `([a-z-]+)`[^|]*\|(.*)\|$/.exec(line) ?? [];
      const others = [...cell.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name);
      return app === undefined ? [] : [`${app}/${folder}: ${others.toSorted().join(' ')}`];
    });
  const fenced = Object.entries(apps).flatMap(([app, { features, ground }]) =>
    Object.entries<readonly string[]>({ ...features, ...ground })
      .filter(([, others]) => others.length > 0)
      .map(([folder, others]) => `${app.split('/')[1]}/${folder}: ${others.toSorted().join(' ')}`),
  );
  expect(said.toSorted()).toEqual(fenced.toSorted());
});

test('every folder of an app is a feature, what features stand on, or exempt by name', () => {
  const folders = new Set(
    files.flatMap((file) => /^apps\/[^/]+\/src\/[^/]+(?=\/)/.exec(file)?.[0] ?? []),
  );
  const fenced = Object.entries(apps).flatMap(([app, { features, ground }]) =>
    Object.keys({ ...features, ...ground }).map((folder) => `${app}/${folder}`),
  );
  const known = [...fenced, ...Object.keys(unfenced)];
  expect(known).toEqual([...new Set(known)]);
  expect([...folders].filter((folder) => !folder.endsWith('/testing')).toSorted()).toEqual(
    known.toSorted(),
  );
});

/** A dependency is chosen, not caught: each app and package has a budget (docs/decisions). */
const dependencyBudget = {
  'apps/web': 12,
  'apps/bff': 14,
  'apps/proofing': 10,
  'packages/vault': 3,
  'packages/evidence': 3,
  'packages/contracts': 1,
};

test.each(Object.entries(dependencyBudget))(
  '%s keeps to %i run-time dependencies',
  (workspace, budget) => {
    const manifest = JSON.parse(
      readFileSync(path.join(root, workspace, 'package.json'), 'utf8'),
    ) as { dependencies: object };
    const outside = Object.keys(manifest.dependencies).filter(
      (name) => !name.startsWith('@signet/'),
    );
    expect(outside.length).toBeLessThanOrEqual(budget);
  },
);

test('no file or folder of ours is named for nothing', () => {
  const banned =
    /^(util|utils|helper|helpers|common|misc|manager|service|handler|data|info|process)$/;
  const named = files
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file))
    .filter((file) =>
      file.split(/[/.]/).some((part) => part.split('-').some((word) => banned.test(word))),
    );
  expect(named).toEqual([]);
});

test('a kind of document stands by its name in tables alone (PROOF-40)', () => {
  const tables = [
    'packages/contracts/src/policy/documents.ts',
    // A word of OpenID Identity Assurance that happens to be the same.
    'packages/contracts/src/verification.ts',
  ];
  const named = new RegExp(`(['"\`])(${Object.keys(documents).join('|')})\\1`);
  const product = files.filter(
    (file) => /^(apps|packages)\/.*\.tsx?$/.test(file) && !/\.test\.|\/testing\//.test(file),
  );
  const naming = product.filter((file) => named.test(readFileSync(path.join(root, file), 'utf8')));
  expect(naming).toEqual(tables);
});

test('no style sheet is longer than a file of code may be', () => {
  const sheets = files.filter((file) => file.endsWith('.scss'));
  const lines = (file: string) =>
    readFileSync(path.join(root, file), 'utf8').split('\n').length - 1;
  expect(sheets).not.toEqual([]);
  expect(sheets.filter((file) => lines(file) > 400)).toEqual([]);
});

test('no test is skipped, focused or left to do', () => {
  const marker = new RegExp(
    String.raw`\b(test|it|describe)\.(only|todo|fixme|fails)\b|\b(TODO|FIXME|XXX)\b`,
  );
  const marked = files
    .filter(
      (file) => /\.(ts|tsx|mjs|scss|md)$/.test(file) && file !== 'scripts/house-rules.test.ts',
    )
    .filter((file) => marker.test(readFileSync(path.join(root, file), 'utf8')));
  expect(marked).toEqual([]);
});

/** The first arguments of `test('…', `, `describe('…', `, `test.each(…)('…', `; a comment proves nothing. */
function titlesIn(text: string): string[] {
  const code = text.replaceAll(/^\s*(\/\/|\/?\*).*$/gm, '');
  const title =
    /(?:\b(?:test|it|describe|base)(?:\.\w+)*|\))\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1\s*,/g;
  return [...code.matchAll(title)].map(([, , words = '']) => words);
}

test('a title proves, a comment or a value does not', () => {
  const text = [
    "// test('A-1', x)",
    "test('A-2', () => expect(x('A-3')));",
    "test.each([\n  ['A-4'],\n] as const)('%s (A-5)', () => {});",
    'describe.skipIf(x)(\n  `A-6`,\n  () => {});',
  ].join('\n');
  expect(titlesIn(text)).toEqual(['A-2', '%s (A-5)', 'A-6']);
});

test('agencies and stand-ins import nothing of ours (ZONE-4)', () => {
  const outsiders = files.filter((file) => /^apps\/(agency|standins)\/.*\.tsx?$/.test(file));
  const ours = outsiders.flatMap((file) =>
    [
      ...readFileSync(path.join(root, file), 'utf8').matchAll(
        /(?:from|import|import\()\s*'([^']+)'/g,
      ),
    ]
      .map(([, target = '']) => target)
      .filter(
        (target) =>
          target.startsWith('@signet/') ||
          (target.startsWith('.') &&
            !path
              .join(path.dirname(file), target)
              .replaceAll('\\', '/')
              .startsWith(file.split('/').slice(0, 2).join('/'))),
      )
      .map((target) => `${file}: ${target}`),
  );
  expect(outsiders.length).toBeGreaterThan(20);
  expect(ours).toEqual([]);
});

test('every requirement is cited by code and proved by a test', () => {
  const requirements = [
    ...readFileSync(path.join(root, 'docs/security/requirements.md'), 'utf8').matchAll(
      /^\| ([A-Z]+-\d+) \|/gm,
    ),
  ].map(([, number = '']) => number);
  const sources = files
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file))
    .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
  const isTest = (file: string) => /\.(test|spec)\.tsx?$/.test(file);
  // What runs in production or launches it, and the fences themselves; not what tests only: their tools, houses and attacks.
  const isProduct = (file: string) =>
    /^((apps|packages)\/[^/]+\/src\/|scripts\/|oxlint\.config)/.test(file) &&
    !/\.(test|spec|bench)\.|\/testing\/|\/hostile-server\//.test(file);
  const cites = (text: string, number: string) => new RegExp(`\\b${number}\\b`).test(text);
  const titles = sources.filter(({ file }) => isTest(file)).flatMap(({ text }) => titlesIn(text));
  const unproved = requirements.filter((number) => !titles.some((title) => cites(title, number)));
  const unkept = requirements.filter(
    (number) => !sources.some(({ file, text }) => isProduct(file) && cites(text, number)),
  );
  expect({ unproved, unkept }).toEqual({ unproved: [], unkept: [] });
});

describe('the bff serves the page of every route of the app, and of no other', () => {
  const routesIn = (file: string) =>
    [...readFileSync(path.join(root, file), 'utf8').matchAll(/\bpath: '([a-z][^']*)'/g)].flatMap(
      ([, route = '']) => route,
    );
  const routes = [
    ...routesIn('apps/web/src/app/routes.tsx'),
    ...routesIn('apps/web/src/proofing/routes.tsx'),
  ];
  const served = readFileSync(path.join(root, 'apps/bff/src/http/serve-web.ts'), 'utf8');
  const firstSegments =
    /interaction\\\/\[\\w-\]\+\|([a-z|-]+)\)/.exec(served)?.[1]?.split('|') ?? [];

  test('the two lists are found, and name the same first segments', () => {
    expect(routes.length).toBeGreaterThan(50);
    const wanted = new Set(routes.map((route) => route.split('/')[0]));
    expect(new Set(firstSegments)).toEqual(wanted);
  });
});
