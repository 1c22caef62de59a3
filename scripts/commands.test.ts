import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { trackedFiles } from './tracked-files.ts';

// Whoever runs an installation has commands and settings. Each is here with the most it can do to an account (AUTH-20).

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const files = trackedFiles(root);
const code = files.filter((file) => /\.(ts|tsx|mjs|js)$/.test(file));
const inProduct = (file: string) => !/\.test\.tsx?$|\/testing\/|^e2e\//.test(file);

/** An npm script, by its name and what it runs. */
// prettier-ignore
const npmScripts: Readonly<Record<string, string>> = {
  'start: node scripts/start.mjs':                       'serves the accounts, as their owners ask',
  'dev: node scripts/start.mjs --dev':                   'serves the accounts, as their owners ask',
  'reset: node scripts/reset.mjs':                       'forgets the installation with all accounts alike; it opens and spares none',
  'identity: node scripts/run.mjs scripts/identity.ts': 'takes a verified identity out of use and back, and tells its owner; it reads none and changes nothing that signs in or opens (AGENCY-21)',
  'signing-keys: node scripts/run.mjs scripts/signing-keys.ts': 'changes what tokens to agencies are signed with; it changes nothing that signs in or opens',
  'test: node scripts/test.mjs':                         'nothing: its installations are its own',
  'test:every: npm test -- every':                        'nothing: its installations are its own',
  'test:leaks: node scripts/long-test.mjs SIGNET_LOGINS=100 apps/bff/src/oidc/many-logins.test.ts': 'nothing: its installation is its own',
  'test:timing: node scripts/long-test.mjs SIGNET_PER_ARM=1000 apps/bff/src/sign-in/known-and-unknown.test.ts': 'nothing: its installation is its own',
  'bench:oidc: node scripts/long-test.mjs SIGNET_BENCH_LOGINS=100 apps/bff/src/testing/bench/oidc.bench.test.ts': 'nothing: its installation is its own',
  'test:faults: node scripts/run.mjs apps/proofing/src/testing/faults/main.ts && node scripts/long-test.mjs SIGNET_LETTER_FAULTS=every apps/bff/src/testing/letter-faults/letter-faults.test.ts': 'nothing: its installation is its own',
  'stand-ins-table: node scripts/run.mjs apps/standins/src/tables-page.ts': 'nothing: writes a page of invented people',
  'test:crash: node scripts/run.mjs apps/bff/src/testing/crash/main.ts': 'nothing: its installations are its own',
  'test:heap: node scripts/run.mjs apps/bff/src/testing/heap/main.ts': 'nothing: its installation is its own',
  'bench:unlock: node scripts/bench-unlock.mjs':         'nothing: its installation is its own',
  'registry: node scripts/run.mjs scripts/registry/main.ts': 'nothing: decides which agencies may ask, and signs that',
  'agency-log: node scripts/run.mjs apps/bff/src/agencies/print-agency-log.ts': 'nothing: reads what is recorded about an agency’s requests, and about nobody',
  'password-blocklist: node scripts/run.mjs scripts/password-blocklist/create-blocklist.ts': 'nothing: writes the list of passwords',
  'fix: oxfmt && oxlint --type-aware --fix':             'nothing',
  'deviations: node scripts/run.mjs scripts/policy/write-deviations.ts': 'nothing: writes a page of the documents',
  'review: node scripts/run.mjs apps/bff/src/proofing/review/main.ts': 'two operators together pass or refuse an application that a risk source parked; it opens nothing',
  'backup: node scripts/run.mjs apps/bff/src/backup/main.ts': 'copies the database sealed, and makes one of a copy where there is none: all accounts as they were, but for those deleted since; it opens none (AUTH-25)',
  'read-card: node scripts/run.mjs packages/evidence/src/read-card.ts': 'nothing: reads a photograph',
  'screens: node scripts/keep-screens.mjs':              'nothing: copies pictures',
  'agency-docs: node scripts/run.mjs scripts/agency-docs/write-tables.ts': 'nothing: writes tables for agencies',
  'types: tsc -p scripts':                               'nothing',
  'types: tsc --noEmit':                                 'nothing',
  'types: tsc --noEmit && tsc --noEmit -p tsconfig.test.json': 'nothing',
  'test: vitest run':                                    'nothing: its installations are its own',
  'test:long: VAULT_LONG=1 vitest run':                  'nothing: its installations are its own',
  'vectors: node src/testing/vectors/freeze-vectors.ts': 'nothing: writes test vectors',
  'test:barcode: node scripts/run.mjs packages/evidence/src/testing/measure-photos.ts': 'nothing: measures',
  'measure:consistency: node scripts/run.mjs packages/evidence/src/testing/measure-consistency.ts': 'nothing: measures',
  'extract: lingui extract --clean --overwrite':         'nothing: collects the texts of the pages',
  'translated: node build/note-translations.ts':         'nothing: notes what English each Spanish text was written from',
};

/** A file that can be run by itself. */
// prettier-ignore
const programs: Readonly<Record<string, string>> = {
  '.ci/run':                                     'nothing: runs the tests',
  'apps/agency/src/create-keys.ts':              'nothing: makes an agency’s key',
  'apps/agency/src/main.ts':                     'what any agency can, with the person’s consent',
  'apps/bff/src/credential-status/main.ts':      'takes a verified identity out of use and back, and tells its owner; it reads none and changes nothing that signs in or opens (AGENCY-21)',
  'apps/bff/src/agencies/print-agency-log.ts':   'nothing: reads what is recorded about an agency’s requests, and about nobody',
  'apps/bff/src/backup/main.ts':                 'copies the database sealed, and makes one of a copy where there is none: all accounts as they were, but for those deleted since; it opens none (AUTH-25)',
  'apps/bff/src/keys/create-keys.ts':            'nothing: makes keys where there are none, and never replaces one',
  'apps/bff/src/keys/rotate-signing-keys.ts':    'changes what tokens to agencies are signed with; it changes nothing that signs in or opens',
  'apps/bff/src/main.ts':                        'the table of operations, as their owners ask',
  'apps/bff/src/testing/crash/main.ts':          'nothing: its installations are its own',
  'apps/bff/src/proofing/review/main.ts':        'two operators together pass or refuse an application that a risk source parked; it opens nothing',
  'apps/bff/src/testing/heap/main.ts':           'nothing: its installation is its own',
  'apps/proofing/src/keys/create-keys.ts':       'nothing: makes keys where there are none',
  'apps/proofing/src/main.ts':                   'nothing: has no database (ZONE-2)',
  'apps/proofing/src/testing/faults/main.ts':    'nothing: its installation is its own',
  'apps/simulator/src/main.ts':                  'plays people with accounts of their own, in a sandbox only, by the table of operations',
  'apps/standins/src/tables-page.ts':            'nothing: writes a page of invented people',
  'apps/standins/src/create-keys.ts':            'nothing: makes the stand-ins’ keys',
  'apps/standins/src/main.ts':                   'nothing: plays sources and a mail box, in development only',
  'apps/web/build/note-translations.ts':         'nothing: notes what English each Spanish text was written from',
  'e2e/personas/draw.ts':                        'nothing: draws invented documents',
  'packages/evidence/src/read-card.ts':          'nothing: reads a photograph',
  'packages/evidence/src/testing/measure-consistency.ts': 'nothing: measures',
  'packages/evidence/src/testing/measure-photos.ts': 'nothing: measures',
  'packages/vault/src/testing/vectors/freeze-vectors.ts': 'nothing: writes test vectors',
  'scripts/bench-unlock.mjs':                    'nothing: its installation is its own',
  'scripts/registry/main.ts':                    'nothing: decides which agencies may ask, and signs that',
  'scripts/bootstrap.mjs':                       'nothing: installs what npm start needs',
  'scripts/browser.mjs':                         'nothing: finds a browser for the tests',
  'scripts/closing-lines.mjs':                   'nothing: words for the end of the tests',
  'scripts/long-test.mjs':                       'nothing: runs one test file',
  'scripts/signing-keys.ts':                     'runs apps/bff/src/keys/rotate-signing-keys.ts',
  'scripts/identity.ts':                         'runs apps/bff/src/credential-status/main.ts',
  'scripts/keep-screens.mjs':                    'nothing: copies pictures',
  'scripts/launch/main.ts':                      'starts the processes; it reaches no account itself',
  'scripts/reset.mjs':                           'forgets the installation with all accounts alike; it opens and spares none',
  'scripts/run.mjs':                             'nothing: runs a file of this list',
  'scripts/start.mjs':                           'starts scripts/launch/main.ts',
  'scripts/test.mjs':                            'nothing: runs the tests',
};

describe('no command lets an operator into an account or change one (AUTH-20)', () => {
  test('the npm scripts of all workspaces', () => {
    const found = files
      .filter((file) => /(^|\/)package\.json$/.test(file))
      .flatMap((file) => {
        const { scripts = {} } = JSON.parse(read(file)) as { scripts?: Record<string, string> };
        return Object.entries(scripts).map(([name, command]) => `${name}: ${command}`);
      });
    expect([...new Set(found)].toSorted()).toEqual(Object.keys(npmScripts).toSorted());
  });

  // Found by what only a program does, by being where programs are, or by being named by an npm script.
  test('the files that can be run', () => {
    const marks = /\bprocess\.(argv|exit)\b|\bimport\.meta\.main\b|^#!/;
    const named = [
      ...Object.keys(npmScripts)
        .join(' ')
        .matchAll(/\bsrc\/\S+\.ts\b/g),
    ].map(String);
    const found = files.filter(
      (file) =>
        isExecutable.has(file) ||
        /^scripts\/[^/]+\.mjs$/.test(file) ||
        (code.includes(file) &&
          !/\.test\.tsx?$/.test(file) &&
          (marks.test(read(file)) || named.some((name) => file.endsWith(name)))),
    );
    expect(found.toSorted()).toEqual(Object.keys(programs).toSorted());
  });

  test('only the bff’s server, what suspends an identity, what reviews, and what makes a database of a backup, opens one', () => {
    const opens = code.filter(inProduct).filter((file) => /\bopenDatabase\(/.test(read(file)));
    expect(opens.toSorted()).toEqual([
      'apps/bff/src/backup/restore-backup.ts',
      'apps/bff/src/credential-status/main.ts',
      'apps/bff/src/db/open.ts',
      'apps/bff/src/main.ts',
      'apps/bff/src/proofing/review/main.ts',
    ]);
    const reads = code.filter(inProduct).filter((file) => /\bopenToRead\(/.test(read(file)));
    expect(reads.toSorted()).toEqual([
      'apps/bff/src/agencies/print-agency-log.ts',
      'apps/bff/src/backup/main.ts',
      'apps/bff/src/db/open.ts',
    ]);
    const drives = /from '(better-sqlite3|drizzle-orm\/better-sqlite3|node:sqlite)'/;
    const driving = code.filter(inProduct).filter((file) => drives.test(read(file)));
    expect(driving.toSorted()).toEqual([
      'apps/bff/src/db/keep-statements.ts',
      'apps/bff/src/db/open.ts',
      // Keys of backups alone.
      'apps/bff/src/keys/backup-keys.ts',
    ]);
  });

  test('the server takes no argument, and no setting beside those of config.ts', () => {
    const bff = code.filter((file) => file.startsWith('apps/bff/src/')).filter(inProduct);
    const using = (name: string) => bff.filter((file) => read(file).includes(`process.${name}`));
    const suspend = 'apps/bff/src/credential-status/main.ts';
    const review = 'apps/bff/src/proofing/review/main.ts';
    const rotate = 'apps/bff/src/keys/rotate-signing-keys.ts';
    const agencyLog = 'apps/bff/src/agencies/print-agency-log.ts';
    const backup = 'apps/bff/src/backup/main.ts';
    expect(using('argv').toSorted()).toEqual([
      agencyLog,
      backup,
      suspend,
      'apps/bff/src/keys/create-keys.ts',
      rotate,
      review,
    ]);
    expect(using('stdin')).toEqual([]);
    expect(using('env').toSorted()).toEqual([
      agencyLog,
      backup,
      suspend,
      rotate,
      'apps/bff/src/main.ts',
      review,
    ]);
    expect(read('apps/bff/src/main.ts').match(/process\.env/g)).toHaveLength(1);
    expect(read('apps/bff/src/main.ts')).toContain('readConfig(process.env)');
  });

  test('what the review command writes is votes, outcomes and what is recorded of them', () => {
    const review = code.filter((file) =>
      /^apps\/bff\/src\/proofing\/review\/(main|cast-vote|votes)\.ts$/.test(file),
    );
    const written = review.flatMap((file) =>
      [...read(file).matchAll(/\.(insert|update|delete)\((\w+)\)/g)].map(
        ([, verb, table]) => `${verb} ${table}`,
      ),
    );
    expect(review).toHaveLength(3);
    // Deleted is what somebody of the same name voted with a key that counts no more.
    expect(written.toSorted()).toEqual([
      'delete reviewVotes',
      'insert reviewVotes',
      'update reviews',
    ]);
  });

  test('the only signals that the server answers are those that end it', () => {
    const listens = code
      .filter((file) => file.startsWith('apps/bff/src/') && inProduct(file))
      .filter((file) => /process\.(on|once|addListener)\(/.test(read(file)));
    expect(listens).toEqual(['apps/bff/src/main.ts']);
    expect(read('apps/bff/src/main.ts')).toMatch(
      /for \(const signal of \['SIGTERM', 'SIGINT'\] as const\) process\.once\(signal, stop\);/,
    );
  });
});

const isExecutable = new Set(
  execFileSync('git', ['ls-files', '--stage'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.startsWith('100755'))
    .map((line) => line.split('\t')[1] ?? ''),
);
