import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { CompactSign, exportJWK, generateKeyPair, type JWK } from 'jose';
import { registryType, type Agency, type Registry } from '@signet/contracts/registry';
import { createKeys } from '../../keys/create-keys.ts';
import { openLetterBox } from './letter-box.ts';
import { openTelephone } from './telephone.ts';

const source = path.resolve(import.meta.dirname, '..', '..');
const imports = [
  path.join(source, 'quick-imports.ts'),
  path.join(import.meta.dirname, 'clock-ahead.ts'),
  path.join(import.meta.dirname, 'tell-cpu.ts'),
].flatMap((file) => ['--import', file]);
/** What checks passkeys asks Node for algorithms that are new to it, and Node says so. */
const quiet = '--disable-warning=ExperimentalWarning';
/** Longer than every window of a limit that is used between two starts, and than every session. */
const longerThanEveryWindowMs = 61 * 60_000;

type Wish = {
  readonly agencies?: readonly Agency[];
  readonly nodeOptions?: readonly string[];
  /** How far the clock moves on at each start; an hour, unless others' clocks must agree with it. */
  readonly aheadEachTimeMs?: number;
  /** Whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: string;
  /** What proofing signs credentials with; nobody can sign any unless it is given. */
  readonly credentialKey?: JWK;
};

/**
 * The real bff as a process of its own: `main.ts` with its environment, its keys, a signed registry and a database file, in a
 * temporary folder. It can be killed and started again on the same port; each time its clock has moved on by an hour.
 */
export async function install({
  agencies = [],
  nodeOptions = [],
  aheadEachTimeMs = longerThanEveryWindowMs,
  trustedProxies = '',
  credentialKey,
}: Wish = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'signet-installation-'));
  const at = (name: string) => path.join(folder, name);
  const letterBox = await openLetterBox();
  const telephone = await openTelephone();
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;

  for (const name of ['keys', 'opaque', 'data', 'web']) mkdirSync(at(name), { mode: 0o700 });
  writeFileSync(at('web/index.html'), '<!doctype html><title>Signet</title>');
  await createKeys(at('keys'), at('opaque'));
  await writeRegistry(folder, issuer, agencies, credentialKey);
  writeDeployment(folder, telephone.url);

  let ahead = 0;
  let running: ChildProcess | undefined;
  const complaints: string[] = [];
  let cpuTold: ((usage: NodeJS.CpuUsage) => void) | undefined;

  async function start(aheadMs = aheadEachTimeMs): Promise<void> {
    ahead += aheadMs;
    const child = spawn(
      process.execPath,
      [quiet, ...imports, ...nodeOptions, path.join(source, 'main.ts')],
      {
        cwd: folder,
        env: {
          PATH: process.env['PATH'] ?? '',
          SIGNET_ISSUER: issuer,
          SIGNET_PORT: String(port),
          SIGNET_DATA: at('data'),
          SIGNET_BFF_KEYS: at('keys'),
          SIGNET_OPAQUE_KEYS: at('opaque'),
          SIGNET_REGISTRY: at('registry.jws'),
          SIGNET_REGISTRY_KEY: at('registry-key.json'),
          SIGNET_WEB: at('web'),
          SIGNET_PROOFING_URL: 'http://127.0.0.1:1',
          SIGNET_SMTP_URL: letterBox.url,
          SIGNET_DEPLOYMENT: at('deployment.json'),
          SIGNET_CREDENTIALS: folder,
          SIGNET_TRUSTED_PROXIES: trustedProxies,
          TEST_CLOCK_AHEAD_MS: String(ahead),
          NODE_COMPILE_CACHE: at('compiled'),
        },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    running = child;
    child.on('message', (usage) => cpuTold?.(usage as NodeJS.CpuUsage));
    child.stderr?.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
    await new Promise<void>((resolve, reject) => {
      if (child.stdout === null) throw new Error('the bff has no output');
      readline.createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.startsWith('started ')) resolve();
        if (line.startsWith('unexpected-error')) complaints.push(line);
      });
      child.once('exit', () => reject(new Error(`the bff did not start: ${complaints.join('')}`)));
    });
  }

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = running;
    running = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }

  // What Node compiled is written down when a process ends by itself; every later start is faster for it.
  if (aheadEachTimeMs > 0) {
    await start();
    await end('SIGTERM');
  }
  await start();
  return {
    issuer,
    folder,
    /** Sends the process a signal that does not end it. */
    signal: (name: 'SIGUSR2') => void running?.kill(name),
    databaseFile: at('data/signet.sqlite'),
    lettersTo: (address: string) => letterBox.lettersTo(address),
    linkLike: (address: string, form: RegExp) => letterBox.linkLike(address, form),
    textsTo: telephone.textsTo,
    /** The bff's clock. */
    bff: { now: () => Date.now() + ahead },
    /** Its clock has moved on since the last time; by an hour, if nothing else is said. */
    start,
    /** Not even the kernel asks the process first: nothing is flushed, closed or rolled back by it. */
    kill: () => void running?.kill('SIGKILL'),
    /** Resolves when the killed process is gone. */
    killed: () => end('SIGKILL'),
    /** What the process has used of the CPU since it started, all its threads together, in milliseconds. */
    cpuMs: () =>
      new Promise<number>((resolve) => {
        cpuTold = ({ user, system }) => resolve((user + system) / 1_000);
        running?.send('cpu');
      }),
    /** Whatever the process said that it should not have to say. */
    complaints: (): readonly string[] => complaints,
    async remove() {
      await end('SIGTERM');
      await letterBox.close();
      await telephone.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Installation = Awaited<ReturnType<typeof install>>;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function writeDeployment(folder: string, url: string): void {
  const write = (name: string, content: object) =>
    writeFileSync(path.join(folder, name), JSON.stringify(content));
  const secret = (byte: number) => Buffer.alloc(32, byte).toString('base64url');
  write('messages.json', { keyId: 'test', secret: secret(7) });
  write('print-shop.json', { keyId: 'test', requests: secret(8), callbacks: secret(8) });
  const carrier = { url, timeoutMs: 5_000, credential: { file: 'messages.json' } };
  const printShop = {
    handOver: 'file',
    folder,
    credential: { file: 'print-shop.json' },
    batchEveryMinutes: 1_440,
    batchMinute: 0,
  };
  write('deployment.json', { bff: { carrier, printShop } });
}

async function writeRegistry(
  folder: string,
  issuer: string,
  agencies: readonly Agency[],
  credentialKey: JWK | undefined,
): Promise<void> {
  const at = (name: string) => path.join(folder, name);
  const bff = JSON.parse(readFileSync(at('keys/public.json'), 'utf8')) as Registry['bff'];
  const { relayKey } = bff;
  const signer = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const registry: Registry = {
    version: 1,
    issuedAt: 1_700_000_000,
    expiresAt: 4_000_000_000,
    issuer,
    proofing: {
      encryptionKey: relayKey,
      factsKey: relayKey,
      credentialKey: (credentialKey as Registry['proofing']['credentialKey']) ?? relayKey,
      profile: 'as-published',
    },
    bff,
    printer: { encryptionKey: relayKey },
    agencies: [...agencies],
  };
  const jws = await new CompactSign(Buffer.from(JSON.stringify(registry)))
    .setProtectedHeader({ alg: 'EdDSA', typ: registryType })
    .sign(signer.privateKey);
  writeFileSync(at('registry.jws'), jws);
  writeFileSync(at('registry-key.json'), JSON.stringify(await exportJWK(signer.publicKey)));
}
