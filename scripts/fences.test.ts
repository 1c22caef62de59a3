import { spawnSync } from 'node:child_process';
import {
  cpSync,
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
import { trackedFiles } from './tracked-files.ts';

const root = path.resolve(import.meta.dirname, '..');
let copy: string;

/** A copy of the tree in which faults are planted, each in a place of its own; it shares what npm installed. */
beforeAll(() => {
  copy = mkdtempSync(path.join(os.tmpdir(), 'signet-fences-'));
  for (const file of trackedFiles(root)) {
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
  [
    'the bff reaches for the vault by a path (ZONE-1)',
    'apps/bff/src/vault/planted-path.ts',
    "import { openVault } from '../../../../packages/vault/src/open-vault.ts';\nexport const opened = openVault;\n",
  ],
  [
    'the bff opens a vault as late as it runs (ZONE-1)',
    'apps/bff/src/vault/planted-late.ts',
    "export const opened = () => import('@signet/vault');\n",
  ],
  [
    'the bff knows what a person looks like (ZONE-1)',
    'apps/bff/src/consent/planted.ts',
    "import { usPhoneNumber } from '@signet/contracts/person';\nexport const shape = usPhoneNumber;\n",
  ],
  [
    'the bff knows what a person tells proofing (ZONE-1)',
    'apps/bff/src/proofing/planted.ts',
    "import { stepInputs } from '@signet/contracts/proofing-wire';\nexport const shapes = stepInputs;\n",
  ],
  [
    'the bff opens a vault by the door of its tests (ZONE-1)',
    'apps/bff/src/vault/planted-door.ts',
    "import { createCitizen } from '../testing/citizen.ts';\nexport const opened = createCitizen;\n",
  ],
  [
    'the bff opens a vault by that door outside every feature (ZONE-1)',
    'apps/bff/src/planted-door.ts',
    "export const opened = () => import('./testing/citizen.ts');\n",
  ],
  [
    'the bff takes something from a test',
    'apps/bff/src/account/planted.ts',
    "export * from '../who-may-change.test.ts';\n",
  ],
  [
    'the pages bring an attack along',
    'apps/web/src/vault/planted.ts',
    "import type { World } from '../hostile-server/world.ts';\nexport type Planted = World;\n",
  ],
  [
    'proofing remembers by the door of its tests (ZONE-2)',
    'apps/proofing/src/issue/planted.ts',
    "import { openHouse } from '../testing/house.ts';\nexport const kept = openHouse;\n",
  ],
  [
    'proofing opens a vault where it may read files (ZONE-2)',
    'apps/proofing/src/keys/planted.ts',
    "import { openVault } from '@signet/vault';\nexport const opened = openVault;\n",
  ],
  [
    'a package takes something from what only tests use',
    'packages/vault/src/planted.ts',
    "export * from './testing/vectors/freeze-vectors.ts';\n",
  ],
  [
    'the launcher takes something from what only tests use',
    'scripts/launch/planted.ts',
    "export * from '../../apps/bff/src/testing/citizen.ts';\n",
  ],
  [
    'the simulator knows more than a browser (AGENCY-46)',
    'apps/simulator/src/planted.ts',
    "import { decodeBarcode } from '@signet/evidence/barcode';\nexport const read = decodeBarcode;\n",
  ],
  [
    'the agency reaches for code of ours by a path (ZONE-4)',
    'apps/agency/src/planted-path.ts',
    "import { claims } from '../../../packages/contracts/src/claims.ts';\nexport const known = claims;\n",
  ],
  [
    'proofing writes a file by the other name (ZONE-2)',
    'apps/proofing/src/examine/planted-bare.ts',
    "import { writeFileSync } from 'fs';\nexport const kept = writeFileSync;\n",
  ],
  [
    'proofing lets another program remember (ZONE-2)',
    'apps/proofing/src/examine/planted-program.ts',
    "import { execFileSync } from 'node:child_process';\nexport const kept = execFileSync;\n",
  ],
  [
    'a nested folder imports another feature',
    'apps/bff/src/proofing/post/planted.ts',
    "import { listConnections } from '../../consent/connections.ts';\nexport const sideways = listConnections;\n",
  ],
  [
    'what features stand on imports one',
    'apps/bff/src/http/planted.ts',
    "import { listConnections } from '../consent/connections.ts';\nexport const upwards = listConnections;\n",
  ],
  [
    'a path winds around a fence',
    'apps/bff/src/vault/planted-winding.ts',
    "import { listConnections } from '../vault/../consent/connections.ts';\nexport const sideways = listConnections;\n",
  ],
] as const;

const schemas = {
  db: 'db',
  identity: 'identity',
  oidc: 'oidc',
  proofing: 'proofing',
  signals: 'signals',
  status: 'credential-status',
} as const;

/** Ciphertext, keyed digests, and what others signed: what the bff keeps and cannot read. */
const sealedColumns = [
  'db.accounts.opaqueRecord',
  'db.emails.emailIndex',
  'db.emails.emailSealed',
  'db.signUps.emailIndex',
  'db.signUps.emailSealed',
  'db.loginAttempts.stateSealed',
  'db.authenticators.secretSealed',
  'db.authenticators.phoneSealed',
  'db.textCodes.codeDigest',
  'db.textCodes.phoneSealed',
  'db.backupCodes.codeDigest',
  'db.challenges.valueSealed',
  'db.vaults.manifest',
  'db.vaultSlots.sealed',
  'db.vaultRecords.sealed',
  'db.pendingChanges.registrationRecord',
  'db.applications.codeHash',
  'db.applications.ssnIndex',
  'db.identities.ssnIndex',
  'db.identityNotices.personSealed',
  'identity.disownedPeople.ssnIndex',
  'identity.orphanedLetters.letterSealed',
  'identity.orphanedNotices.personSealed',
  'db.postalLetters.letterSealed',
  'proofing.stepReplies.reply',
  'db.postalLetters.codeHash',
  'db.facts.signed',
  'proofing.handOffPhotographs.sealed',
  'db.mailQueue.letterSealed',
  'db.mailQueue.addressee',
  'oidc.oidcRows.payloadSealed',
  'oidc.oidcRows.ownerDigest',
  'oidc.releases.termsSealed',
  'oidc.releases.releaseSealed',
  'oidc.logouts.logoutSealed',
  'signals.agencySubjects.subjectDigest',
  'signals.signals.signalSealed',
  'status.credentialStatus.ownerDigest',
  'status.identitySuspensions.ownerDigest',
];

/** The columns of such a type, as the schemas have them: a new one belongs on the list, and one that lost its type is missed. */
function brandedInSchemas(): string[] {
  const column = /(\w+): text\([^)]*\)\s*\.\$type<(?:Sealed|Keyed|Signed|Opaque)\w+>/g;
  return Object.entries(schemas).flatMap(([schema, folder]) =>
    readFileSync(path.join(copy, 'apps/bff/src', folder, 'schema.ts'), 'utf8')
      .split('export const ')
      .flatMap((table) =>
        [...table.matchAll(column)].map(
          ([, name]) => `${schema}.${/^\w+/.exec(table)?.[0]}.${name}`,
        ),
      ),
  );
}

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

  test('the compiler refuses a plain string in every column of what the bff cannot read (ZONE-1)', () => {
    expect(brandedInSchemas().toSorted()).toEqual(sealedColumns.toSorted());
    const lines = sealedColumns.map((name, at) => {
      const [schema, table, column] = name.split('.');
      return `export const planted${at}: (typeof ${schema}.${table}.$inferInsert)['${column}'] = 'Quillon Vantreight';`;
    });
    const imports = Object.entries(schemas).map(
      ([name, folder]) => `import type * as ${name} from '../${folder}/schema.ts';`,
    );
    writeFileSync(path.join(copy, 'apps/bff/src/db/planted.ts'), [...imports, ...lines].join('\n'));
    const { words } = check('typescript/bin/tsc', '--noEmit', '-p', 'apps/bff');
    const refused = [...words.matchAll(/planted\.ts\((\d+),\d+\): error TS2322/g)];
    expect(refused.map(([, line]) => sealedColumns[Number(line) - imports.length - 1])).toEqual(
      sealedColumns,
    );
    // Anything else that the compiler said would be about something else than a plain string.
    expect([...words.matchAll(/error TS/g)]).toHaveLength(sealedColumns.length);
  }, 120_000);
});
