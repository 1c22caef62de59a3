import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
let copy: string;

/** A copy of the tree in which faults are planted, each in a place of its own; it shares what npm installed. */
beforeAll(() => {
  copy = mkdtempSync(path.join(os.tmpdir(), 'signet-fences-'));
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  }).split('\n');
  for (const file of files) {
    if (file === '' || !existsSync(path.join(root, file))) continue;
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(copy, file));
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'), 'junction');
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

function check(tool: string, ...args: string[]): { failed: boolean; words: string } {
  const result = spawnSync(process.execPath, [path.join(root, 'node_modules', tool), ...args], {
    cwd: copy,
    encoding: 'utf8',
  });
  return { failed: result.status !== 0, words: result.stdout + result.stderr };
}

const planted = [
  [
    'the bff opens a vault (ZONE-1)',
    'apps/bff/src/vault/planted.ts',
    "import { openVault } from '@signet/vault';\nexport const opened = openVault;\n",
  ],
  [
    'proofing writes a file (ZONE-2)',
    'apps/proofing/src/examine/planted.ts',
    "import { writeFileSync } from 'node:fs';\nexport const kept = writeFileSync;\n",
  ],
  [
    'the agency uses code of ours (ZONE-4)',
    'apps/agency/src/planted.ts',
    "import { claims } from '@signet/contracts/claims';\nexport const known = claims;\n",
  ],
  [
    'one feature imports another',
    'apps/bff/src/sign-in/planted.ts',
    "import { relay } from '../proofing/relay.ts';\nexport const sideways = relay;\n",
  ],
  [
    'a control knows the product',
    'apps/web/src/ui/planted.ts',
    "import { claims } from '@signet/contracts/claims';\nexport const known = claims;\n",
  ],
] as const;

describe('the fences hold', () => {
  describe('lint', () => {
    let refused: Set<string>;
    beforeAll(() => {
      for (const [, file, text] of planted) {
        mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
        writeFileSync(path.join(copy, file), text);
      }
      const { words } = check('oxlint/bin/oxlint', '--format=json');
      const { diagnostics } = JSON.parse(words) as {
        diagnostics: readonly { readonly filename: string; readonly severity: string }[];
      };
      refused = new Set(
        diagnostics
          .filter(({ severity }) => severity === 'error')
          .map(({ filename }) => filename.replaceAll('\\', '/')),
      );
      for (const [, file] of planted) rmSync(path.join(copy, file));
    }, 120_000);

    test.each(planted)('refuses it when %s', (_what, file) => {
      expect([...refused]).toContain(file);
    });

    test('refuses nothing else', () => {
      expect(refused.size).toBe(planted.length);
    });
  });

  test('knip refuses an import of a workspace that is not declared (ZONE-1)', () => {
    const main = path.join(copy, 'apps/proofing/src/main.ts');
    writeFileSync(main, `import '@signet/vault/sealed';\n${readFileSync(main, 'utf8')}`);
    const { failed, words } = check(
      'knip/bin/knip.js',
      '--strict',
      '--no-progress',
      '--workspace',
      'apps/proofing',
      '--include',
      'unlisted',
    );
    expect(failed).toBe(true);
    expect(words).toContain('@signet/vault');
  });

  test('the catalogue holds every text of the pages, as the pages say it', () => {
    const catalogue = path.join(copy, 'apps/web/src/locales/en/messages.po');
    const texts = () =>
      Object.fromEntries(
        readFileSync(catalogue, 'utf8')
          .split('\n\n')
          .map((entry) =>
            entry
              .split('\n')
              .filter((line) => /^(msg|")/.test(line))
              .join(' '),
          )
          .map((entry) => [entry.split(' msgstr ')[0], entry]),
      );
    const committed = texts();
    spawnSync(
      process.execPath,
      [
        path.join(root, 'node_modules/@lingui/cli/dist/lingui.js'),
        'extract',
        '--clean',
        '--overwrite',
      ],
      { cwd: path.join(copy, 'apps/web') },
    );
    delete committed['msgid ""'];
    expect(texts()).toMatchObject(committed);
    expect(Object.keys(texts()).length - 1).toBe(Object.keys(committed).length);
  });

  test('the compiler refuses a plain string in a sealed column (ZONE-1)', () => {
    appendFileSync(
      path.join(copy, 'apps/bff/src/db/schema.ts'),
      "\nexport const planted: typeof vaultRecords.$inferInsert['sealed'] = 'Quillon Vantreight';\n",
    );
    const { failed, words } = check('typescript/bin/tsc', '--noEmit', '-p', 'apps/bff');
    expect(failed).toBe(true);
    expect(words).toMatch(/schema\.ts.*not assignable/);
  });
});
