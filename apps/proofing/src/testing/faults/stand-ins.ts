import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SourceName } from '../../sources/manifests.ts';
import { applicants } from './applicants.ts';
import { freePort, startApp } from './started-app.ts';

const folder = path.resolve(import.meta.dirname, '../../../../standins/src');

type Entry = { readonly endpoint: string; readonly status: number; readonly fault?: string };

/** The stand-ins as their own process, and a namespace in it that knows the applicants. */
export async function startStandins() {
  const home = mkdtempSync(path.join(tmpdir(), 'signet-stand-ins-'));
  const customers = [path.join(home, 'proofing'), path.join(home, 'bff')];
  execFileSync(process.execPath, [path.join(folder, 'create-keys.ts'), home, ...customers]);
  writeFileSync(path.join(home, 'nobody.json'), '[]');
  const customer = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
  writeFileSync(
    path.join(home, 'customer.json'),
    JSON.stringify(customer.export({ format: 'jwk' })),
  );
  const port = await freePort();
  const standins = await startApp(path.join(folder, 'main.ts'), port, {
    STANDINS_PORT: String(port),
    STANDINS_SMTP_PORT: String(await freePort()),
    STANDINS_KEYS: home,
    STANDINS_PEOPLE: path.join(home, 'nobody.json'),
    STANDINS_CARDS: home,
    STANDINS_PRINT_FOLDER: path.join(home, 'print'),
    STANDINS_PRINT_INBOX: path.join(home, 'inbox'),
    STANDINS_PRINT_CALLBACK: 'http://127.0.0.1:9',
    STANDINS_PRINT_CUSTOMER: path.join(home, 'customer.json'),
  });
  const namespace = (await tell(standins.origin, 'namespaces', { people: applicants })) as {
    readonly origin: string;
    readonly credentials: Readonly<Record<SourceName, object>>;
  };
  const get = async (at: string) => (await fetch(`${namespace.origin}${at}`)).json();
  return {
    namespace,
    said: standins.said,
    control: (what: string, wish: object = {}) => tell(namespace.origin, what, wish),
    journal: async () => ((await get('/control/journal')) as { entries: Entry[] }).entries,
    messages: async () =>
      ((await get('/outbox.json')) as { messages: { text: string }[] }).messages,
    stop: async () => {
      await standins.stop();
      rmSync(home, { recursive: true });
    },
  };
}

async function tell(origin: string, what: string, wish: object): Promise<unknown> {
  const answer = await fetch(`${origin}/control/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wish),
  });
  if (!answer.ok) throw new Error(`the stand-ins do not understand ${what}`);
  return answer.json();
}
