import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, watch, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { readProofingKeys } from './keys/proofing-keys.ts';
import { createCaller } from './testing/caller.ts';
import { startSources } from './testing/fake-sources.ts';
import { install, type Installation } from './testing/installation.ts';
import { attributes, ssn, valuesIn } from './testing/person.ts';
import { photographBack, photographFront } from './testing/photographs.ts';

const main = path.join(import.meta.dirname, 'main.ts');
/**
 * Node itself refuses every write to a file and every child process; reading, native code and threads are allowed. Of what a thread does
 * Node warns that it may not be held to this; which files there are is looked at as well.
 */
const withoutPen = [
  '--permission',
  '--allow-fs-read=*',
  '--allow-addons',
  '--allow-worker',
  '--disable-warning=PERM0001',
  '--disable-warning=PERM0006',
];

let sources: Awaited<ReturnType<typeof startSources>>;
let installation: Installation;
const at = (name: string) => path.join(installation.folder, name);

beforeAll(async () => {
  sources = await startSources();
  installation = await install({
    ...sources,
    timeoutMs: 5_000,
    // A large photograph takes its time on a busy machine.
    timeouts: { documentChecker: 30_000 },
    stepBudgetMs: 40_000,
  });
  for (const folder of ['empty', 'temporary']) mkdirSync(at(folder));
  writeFileSync(at('secret.txt'), 'VerySecretIndeed');
});
afterAll(async () => {
  expect(sources.violations).toEqual([]);
  await sources.close();
  installation.remove();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function start(changes: Record<string, string | undefined> = {}, flags: readonly string[] = []) {
  const child = spawn(process.execPath, [...flags, main], {
    cwd: at('empty'),
    env: { ...installation.environment, TMPDIR: at('temporary'), ...changes },
  });
  const said = { out: '', error: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.error += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, said, ended };
}

describe('what is missing or wrong is told in one sentence, and proofing does not start', () => {
  // prettier-ignore
  const table: [string, () => Record<string, string | undefined>, string][] = [
    ['a variable that is missing',   () => ({ SIGNET_PROOFING_KEYS: undefined }),         'SIGNET_PROOFING_KEYS'],
    ['keys that are missing',        () => ({ SIGNET_PROOFING_KEYS: at('empty') }),       'empty/proofing-keys.json is missing or unreadable; "npm start" makes it'],
    ['a deployment that is no JSON', () => ({ SIGNET_DEPLOYMENT: at('secret.txt') }),        'secret.txt is not JSON'],
    ['a port that is taken',         () => ({ SIGNET_PROOFING_PORT: new URL(sources.origin).port }), 'cannot be used'],
  ];

  test.each(table)('%s', async (_what, changes, sentence) => {
    const { said, ended } = start(changes());
    expect(await ended).toBe(1);
    expect(said.out).toBe('');
    expect(said.error).toMatch(/^Proofing cannot start: [^\n]+\n$/);
    expect(said.error).toContain(sentence);
    expect(said.error).not.toMatch(/VerySecret|Indeed/);
  });
});

describe('the process itself', () => {
  /** Starts proofing, and takes it down again after `use`. */
  async function during(use: (caller: ReturnType<typeof createCaller>) => Promise<void>) {
    const port = await freePort();
    const { child, said, ended } = start(
      { SIGNET_PROOFING_PORT: String(port), VIPS_DISC_THRESHOLD: '10m' },
      withoutPen,
    );
    while (!said.out.includes('started') && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const { registry } = await readConfig(installation.environment);
    const clock = { at: Date.now() };
    const origin = `http://127.0.0.1:${port}`;
    const { relayKey, environment } = installation;
    const keys = await readProofingKeys(environment['SIGNET_PROOFING_KEYS'] ?? '');
    const caller = createCaller({ origin, clock, registry, relayKey, keys });
    await use(caller).finally(() => child.kill('SIGTERM'));
    return { ...said, code: await ended, said };
  }

  const photographs = async (front = photographFront()) => ({
    front: (await front).toString('base64url'),
    back: (await photographBack()).toString('base64url'),
  });

  /** What the first process gave the browser; the second one goes on with it. */
  let ticket: string | undefined;

  test('writes no file, wherever it stands and whatever it is sent (ZONE-2)', async () => {
    const seen: string[] = [];
    const watched = [at('empty'), at('temporary'), at('keys'), installation.folder].map((folder) =>
      watch(folder, (event, name) => seen.push(`${event} ${folder} ${name}`)),
    );
    const files = () => new Set(readdirSync(installation.folder, { recursive: true }).map(String));
    const before = files();
    // So large, turned and progressive that a decoder which puts aside what is over 10 MB would gladly do so.
    const large = sharp(await photographFront())
      .resize(2_400, 1_800, { fit: 'fill' })
      .withMetadata({ orientation: 6 })
      .jpeg({ progressive: true })
      .toBuffer();
    const { code } = await during(async ({ take, post }) => {
      const end = await take('examine-document', await photographs(large));
      ticket = end.ticket;
      expect(end.outcome).toEqual({ result: 'accepted', attributes });
      expect(
        (await take('check-information', { ssn }, { ticket: end.ticket })).outcome?.result,
      ).toBe('matched');
      sources.fail('records', (response) => response.destroy());
      expect(
        (await take('check-information', { ssn }, { ticket: end.ticket })).outcome?.result,
      ).toBe('unavailable');
      sources.calm();
      expect((await post('issue', JSON.stringify(attributes))).status).toBe(400);
    });
    expect(code).toBe(0);
    expect(seen).toEqual([]);
    expect(files()).toEqual(before);
    writeFileSync(at('temporary/by-the-test'), '');
    await expect.poll(() => seen.length).toBeGreaterThan(0);
    for (const one of watched) one.close();
  });

  test('prints fixed names and numbers only (ZONE-3), and takes the next step of what another process began: nothing was left there (ZONE-2)', async () => {
    const { said } = await during(async ({ take, post }) => {
      const { outcome } = await take('check-information', { ssn }, { ticket });
      expect(outcome).toEqual({ result: 'matched' });
      await take('examine-document', await photographs());
      await take('check-information', { ssn: 'not an SSN but 900456712' }, { ticket });
      await post(`issue-${ssn}`, JSON.stringify({ ssn }));
      await post('issue', `{"${ssn}`);
    });
    expect(said.error).toBe('');
    const lines = said.out
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/ (ms|port)=\d+/, ''));
    // Sources are asked at the same time; any may answer first.
    const asked = lines.slice(1, 7).toSorted();
    expect([...lines.slice(0, 1), ...asked, ...lines.slice(7)]).toEqual([
      'started',
      'source source=address-record result=answered',
      'source source=issuing-source result=answered',
      'source source=records result=answered',
      'source source=risk result=answered',
      'source source=social-security result=answered',
      'source source=social-security result=answered',
      'step step=check-information result=matched',
      'source source=document-checker result=answered',
      'step step=examine-document result=accepted',
      'refused result=malformed_request',
      'refused result=unknown_step',
      'refused result=malformed_request',
      'stopped',
    ]);
    expect(valuesIn(said.out)).toEqual([]);
  });
});
