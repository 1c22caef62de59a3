import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { desc } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ApplicationId } from '@signet/contracts/ids';
import { reviews } from '../../db/schema.ts';
import { operatorsFile } from '../../keys/bff-keys.ts';
import { applicantsIn, type TestApplicant } from '../../testing/applicants.ts';
import type { House } from '../../testing/house.ts';
import { openHouseWithProofing } from '../../testing/house-with-proofing.ts';
import { votesOn } from './votes.ts';

// PROOF-23: what operators type, as the process that it is, beside a bff that has the database open.

const program = path.join(import.meta.dirname, 'main.ts');
const folder = mkdtempSync(path.join(os.tmpdir(), 'signet-review-'));
const inFolder = (name: string) => path.join(folder, name);
const isRoot = process.getuid?.() === 0;
const operators = () => readFileSync(inFolder(operatorsFile), 'utf8');
let house: House;
let applicants: ReturnType<typeof applicantsIn>;
let close: () => Promise<void>;
let applicant: TestApplicant;
let id: ApplicationId;

/** Not in one piece: meanwhile the house goes on answering. */
async function reviewIn(
  data: string,
  keys: string,
  words: readonly string[],
  more: NodeJS.ProcessEnv = {},
) {
  const env = { ...process.env, ...more, SIGNET_DATA: data, SIGNET_BFF_KEYS: keys };
  const child = spawn(process.execPath, [program, ...words], { env });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: child.exitCode ?? (await once(child, 'exit'))[0], stdout, stderr };
}
const review = (...words: string[]) =>
  reviewIn(path.dirname(house.bff.db.$client.name), folder, words);
const votes = () => votesOn(house.bff.db, id).length;

beforeAll(async () => {
  const opened = await openHouseWithProofing();
  ({ house, close } = opened);
  applicants = applicantsIn(house, opened.proofing);
  for (const name of ['ada', 'ben'])
    expect(await review('new-operator', name, inFolder(name))).toMatchObject({
      status: 0,
      stderr: '',
    });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await close();
});
beforeEach(async () => {
  applicant = await applicants.newApplicant();
  await applicants.proveAll(applicant, 'somebody');
  await applicants.take(applicant, 'issue', { result: 'in_review' });
  const newest = house.bff.db.select().from(reviews).orderBy(desc(reviews.openedAt)).get();
  id = newest?.applicationId as ApplicationId;
});

test('two of them see what waits, and decide it together (PROOF-23)', async () => {
  expect((await review('list')).stdout).toContain(`${id}  due `);
  expect(await review('decide', id, 'pass', 'ada', inFolder('ada'))).toEqual({
    status: 0,
    stdout: 'one more must agree\n',
    stderr: '',
  });
  expect((await review('decide', id, 'pass', 'ben', inFolder('ben'))).stdout).toBe('passed\n');
  expect((await review('show', id)).stdout).toMatch(
    /, passed\n[^]+ {2}ada: pass\n[^]+ {2}ben: pass\n$/,
  );
  expect((await review('list')).stdout).not.toContain(id);
});

test('a vote that counts no more is not counted, and is said to count for nothing (PROOF-23)', async () => {
  const before = operators();
  await review('decide', id, 'pass', 'ada', inFolder('ada'));
  expect((await review('list')).stdout).toContain(`votes 1\n`);
  expect((await review('show', id)).stdout).toMatch(/ {2}ada: pass\n$/);
  const { ada: _ada, ...others } = JSON.parse(before) as Record<string, unknown>;
  writeFileSync(inFolder(operatorsFile), JSON.stringify(others));
  const [list, show] = [await review('list'), await review('show', id)];
  writeFileSync(inFolder(operatorsFile), before);
  expect(list.stdout).toMatch(new RegExp(`${id} .* votes 0\n`));
  expect(show.stdout).toMatch(
    / {2}ada: pass, which counts for nothing: it is not signed with the key of an operator of this name\n$/,
  );
});

describe('what is refused is said in words, and nothing is voted (PROOF-23)', () => {
  beforeAll(() => {
    // It has no member `x`, as what is no operator has none.
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    writeFileSync(inFolder('rsa'), JSON.stringify(privateKey.export({ format: 'jwk' })));
    // What is left begins where a parser would quote what signs.
    const whole = readFileSync(inFolder('ada'), 'utf8');
    writeFileSync(inFolder('torn'), whole.slice(whole.indexOf('"d":"') + 5));
    const { d, ...publicHalf } = JSON.parse(whole) as { readonly d: string };
    writeFileSync(inFolder('alone'), JSON.stringify(d));
    writeFileSync(inFolder('public'), JSON.stringify(publicHalf));
  });

  // prettier-ignore
  test.each<[string, (application: string) => readonly string[], string]>([
    ['another operator’s key',      (one) => ['decide', one, 'pass', 'ada', inFolder('ben')],    'This is not the key of an operator named ada.'],
    ['a name of nobody',            (one) => ['decide', one, 'pass', 'cleo', inFolder('ada')],   'This is not the key of an operator named cleo.'],
    ['a name of every object',      (one) => ['decide', one, 'pass', 'constructor', inFolder('rsa')], 'This is not the key of an operator named constructor.'],
    ['a vote by another word',      (one) => ['decide', one, 'passed', 'ada', inFolder('ada')],  'usage:'],
    ['a vote without a key',        (one) => ['decide', one, 'pass', 'ada'],                     'usage:'],
    ['a key that is not there',     (one) => ['decide', one, 'pass', 'ada', inFolder('nobody')], 'No key that signs can be read in'],
    ['a key that is torn',          (one) => ['decide', one, 'pass', 'ada', inFolder('torn')],   'No key that signs can be read in'],
    ['a key without what it is',    (one) => ['decide', one, 'pass', 'ada', inFolder('alone')],  'No key that signs can be read in'],
    ['a key that signs nothing',    (one) => ['decide', one, 'pass', 'ada', inFolder('public')], 'No key that signs can be read in'],
    ['an application of no review', () => ['decide', `app_${'0'.repeat(26)}`, 'pass', 'ada', inFolder('ada')], 'No review of this name.'],
    ['what is no application',      () => ['decide', 'app_1', 'pass', 'ada', inFolder('ada')],   'No review of this name.\n'],
    ['to see what is not there',    () => ['show', `app_${'0'.repeat(26)}`],                     'No review of this name.'],
    ['to see what is no application', () => ['show', 'app_1'],                                   'No review of this name.\n'],
    ['to see nothing',              () => ['show'],                                              'usage:'],
    ['a command that there is not', (one) => ['pass', one],                                      'usage:'],
    ['a command of every object',   () => ['toString'],                                          'usage:'],
    ['no command',                  () => [],                                                    'usage:'],
  ])('%s', async (_what, words, says) => {
    const { status, stdout, stderr } = await review(...words(id));
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^ +at /m);
    // The half of a key that signs is in no message.
    const { d } = JSON.parse(readFileSync(inFolder('ada'), 'utf8')) as { readonly d: string };
    expect(stderr).not.toContain(d.slice(0, 8));
    expect(votes()).toBe(0);
  });

  test('a vote where one voted already, and one on what is decided', async () => {
    const decide = (name: string) => review('decide', id, 'refuse', name, inFolder(name));
    expect((await decide('ada')).status).toBe(0);
    expect(await decide('ada')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: 'You have voted. Another operator has to look at it.\n',
    });
    expect((await decide('ben')).stdout).toBe('refused\n');
    expect((await decide('ben')).stderr).toBe('This is decided.\n');
    expect(votes()).toBe(2);
  });

  test('a vote on what its applicant left, who began anew', async () => {
    house.wait(6 * 24 * 60 * 60_000);
    applicant.browser.keep(house.signIn(applicant.accountId));
    expect((await applicant.ask('startProofing', { anew: true })).value.state).toBe('started');
    const { status, stderr } = await review('decide', id, 'pass', 'ada', inFolder('ada'));
    expect([status, stderr]).toEqual([
      1,
      'This waits for nobody any more: its applicant began anew.\n',
    ]);
    expect(votes()).toBe(0);
  });

  test('where there is no installation, and none is made', async () => {
    const { status, stdout, stderr } = await reviewIn(inFolder('data'), folder, ['list']);
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: `There is no installation at ${inFolder('data')}.\n`,
    });
    expect(existsSync(inFolder('data'))).toBe(false);
  });
});

describe('an operator is named once (PROOF-23)', () => {
  test('with a key that only its owner can read, of which the deployment keeps the public half', () => {
    expect(statSync(inFolder('ada')).mode & 0o777).toBe(0o600);
    const { d, x } = JSON.parse(readFileSync(inFolder('ada'), 'utf8')) as Record<'d' | 'x', string>;
    expect(JSON.parse(operators())).toMatchObject({ ada: { kty: 'OKP', x } });
    expect(operators()).not.toContain(d);
  });

  // prettier-ignore
  test.each([
    ['a name that is taken',           ['ada', 'another-key'],  'There is an operator named ada.'],
    ['a name that could be mistaken',  ['Ada', 'another-key'],  'usage:'],
    ['no key file',                    ['dora'],                'usage:'],
    ['a key file that is there',       ['dora', 'ben'],         'EEXIST'],
  ] as const)('%s is refused, and every key stays what it was', async (_what, [name, file], says) => {
    const before = [operators(), readFileSync(inFolder('ben'), 'utf8')];
    const words = file === undefined ? [name] : [name, inFolder(file)];
    const { status, stdout, stderr } = await review('new-operator', ...words);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(says);
    expect([operators(), readFileSync(inFolder('ben'), 'utf8')]).toEqual(before);
    expect(existsSync(inFolder('another-key'))).toBe(false);
  });

  test('and the list stays whose it was, so that the bff can go on reading it', async () => {
    chmodSync(inFolder(operatorsFile), 0o640);
    if (isRoot) chownSync(inFolder(operatorsFile), 12_345, 12_346);
    const { uid, gid } = statSync(inFolder(operatorsFile));
    expect((await review('new-operator', 'eve', inFolder('eve'))).status).toBe(0);
    expect(statSync(inFolder(operatorsFile))).toMatchObject({ uid, gid });
    expect(statSync(inFolder(operatorsFile)).mode & 0o777).toBe(0o640);
  });

  test('and no link in the bff’s folder has another file read out, written over or given away', async () => {
    const [list, next, secret] = [operatorsFile, `${operatorsFile}.next`, 'not-the-bffs'].map(
      inFolder,
    ) as [string, string, string];
    const before = operators();
    const kept = JSON.stringify({ not: 'for the bff' });
    writeFileSync(secret, kept, { mode: 0o600 });
    const whose = () => [readFileSync(secret, 'utf8'), statSync(secret).uid, statSync(secret).mode];
    const untouched = whose();
    symlinkSync(secret, next);
    expect((await review('new-operator', 'gus', inFolder('gus'))).status).toBe(0);
    expect(whose()).toEqual(untouched);
    expect(JSON.parse(operators())).toMatchObject({ ...JSON.parse(before), gus: {} });

    rmSync(list);
    symlinkSync(secret, list);
    const { status, stderr } = await review('new-operator', 'hal', inFolder('hal'));
    expect(operators()).toBe(kept);
    rmSync(list);
    writeFileSync(list, before);
    expect([status, stderr]).toEqual([1, expect.stringContaining('ELOOP')]);
    expect(existsSync(inFolder('hal'))).toBe(false);
    expect(whose()).toEqual(untouched);
  });

  const other = (statSync(folder).uid || 12_345) + 1;
  // prettier-ignore
  test.each([
    ['run as another user than the bff', `process.getuid = () => ${other};`, 'Run this as the user who owns'],
    ['whose list cannot be replaced',    `fs.renameSync = () => { throw new Error('EBUSY') };`, 'EBUSY'],
    ['whose list cannot be given away',  `fs.fchownSync = () => { throw new Error('EPERM') };`, 'EPERM'],
  ])('%s nobody is, and nothing is left half done', async (_what, change, says) => {
    const before = operators();
    const preload = `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module'; ${change} syncBuiltinESMExports();`;
    const options = `--import=data:text/javascript,${encodeURIComponent(preload)}`;
    const { status, stderr } = await reviewIn(
      inFolder('data'),
      folder,
      ['new-operator', 'fay', inFolder('fay')],
      { NODE_OPTIONS: options },
    );
    expect([status, operators()]).toEqual([1, before]);
    expect(stderr).toContain(says);
    const left = ['fay', `${operatorsFile}.next`].filter((one) => existsSync(inFolder(one)));
    expect(left).toEqual([]);
  });

  test('where the keys of Signet are not, nobody is, and no key is made', async () => {
    const keys = inFolder('keys');
    const words = ['new-operator', 'dora', inFolder('another-key')];
    expect(await reviewIn(inFolder('data'), keys, words)).toEqual({
      status: 1,
      stdout: '',
      stderr: `There are no keys of Signet at ${keys}.\n`,
    });
    expect([keys, inFolder('another-key')].map((one) => existsSync(one))).toEqual([false, false]);
  });
});
