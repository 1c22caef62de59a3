import { randomBytes, randomInt } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { ready as opaqueReady, server as opaqueServer } from '@serenity-kit/opaque';
import { eq } from 'drizzle-orm';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { vi } from 'vitest';
import type { Language } from '@signet/contracts/languages';
import type { Registry } from '@signet/contracts/registry';
import { answerRequests, serverOptions } from '../answer-requests.ts';
import { createApp } from '../app.ts';
import type { Bff } from '../bff.ts';
import { consentVerbs } from '../consent/consent-verbs.ts';
import type { KeyedByProofing } from '../db/made-elsewhere.ts';
import { closeDatabase, openDatabase } from '../db/open.ts';
import { auditEvents, mailQueue, postalLetters } from '../db/schema.ts';
import type { AuditEvent } from '../audit/events.ts';
import { openBackupKeys } from '../keys/backup-keys.ts';
import { opaqueKeyFile, secretNames, type BffKeys, type SecretName } from '../keys/bff-keys.ts';
import { openOpaquePort } from '../keys/opaque-port.ts';
import { newId } from '../keys/new-id.ts';
import type { Letter } from '../mail/letters.ts';
import { sendQueuedMail } from '../mail/send-queued-mail.ts';
import type { TextOutcome } from '../texts/carrier.ts';
import { latestApplication } from '../proofing/application.ts';
import type { StoredLetter } from '../proofing/post/move-letter.ts';
import type { PrintShop } from '../proofing/post/paper.ts';
import { endSessionAtAgencies } from '../oidc/end-session-at-agencies.ts';
import { tellReady } from '../waits/waits.ts';
import { wishedLanguages } from '../oidc/wished-languages.ts';
import { createProvider } from '../oidc/provider.ts';
import { asRegistered, type TestAgency } from './agencies.ts';
import { es256KeyPair } from './holder.ts';
import { seedPeople } from './seed-people.ts';

/**
 * A whole bff on a free port with a database file of its own: proofing's keys, the clock and the letter box in the test's
 * hands. The clock can only be moved forward.
 */
export async function openHouse(
  agencies: readonly TestAgency[] = [],
  {
    proofingUrl = 'http://127.0.0.1:1',
    keys,
    printShop = closedPrintShop,
  }: {
    readonly proofingUrl?: string;
    readonly keys?: BffKeys;
    readonly printShop?: PrintShop;
  } = {},
) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'signet-bff-'));
  const texts: { readonly to: string; readonly text: string }[] = [];
  let carrier: TextOutcome = 'accepted';
  const letters: { readonly to: string; readonly letter: Letter; readonly language: Language }[] =
    [];
  let ahead = 0;
  const proofing = await es256KeyPair();
  const output: string[] = [];
  const streams = (['log', 'info', 'warn', 'error'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation((...words) => void output.push(words.join(' '))),
  );
  const server = createServer(serverOptions);
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  const issuer = `http://localhost:${typeof address === 'object' ? address?.port : 0}`;

  const opaqueKey = await writeOpaqueKey(path.join(folder, 'opaque'));
  mkdirSync(path.join(folder, 'web', 'assets'), { recursive: true });
  writeFileSync(
    path.join(folder, 'web', 'index.html'),
    '<!doctype html><html lang="en"><title>Signet</title>',
  );
  writeFileSync(path.join(folder, 'web', 'assets', 'app.js'), 'export {};');
  writeFileSync(path.join(folder, 'web', 'assets', 'list.bin'), new Uint8Array([0]));

  const databaseFile = path.join(folder, 'signet.sqlite');
  const bff: Bff = {
    config: { issuer, proofingUrl, trustedProxies: ['127.0.0.1', '::1'] },
    db: openDatabase(databaseFile),
    keys: keys ?? (await testKeys()),
    backupKeys: openBackupKeys(path.join(folder, 'keys')),
    opaque: openOpaquePort(path.join(folder, 'opaque')),
    registry: registryOf(issuer, agencies, proofing.jwk),
    now: () => Date.now() + ahead,
    printShop,
    letters: {
      batchEveryMinutes: 24 * 60,
      batchMinute: 0,
      statusEveryMinutes: 60,
      callbackKey: Buffer.alloc(32, 9).toString('base64url'),
    },
    sendMail: async (to, letter, language) => void letters.push({ to, letter, language }),
    sendText: async (to, text) => {
      if (carrier === 'accepted') texts.push({ to, text });
      return carrier;
    },
  };
  const start = (started: Bff) => {
    const provider = createProvider(started);
    const app = createApp({
      bff: started,
      consent: consentVerbs(provider.engine),
      endSession: endSessionAtAgencies(provider),
      wishedLanguages: wishedLanguages(provider.engine),
      registryJws: 'a.signed.registry',
      webFolder: path.join(folder, 'web'),
    });
    answerRequests(server, issuer, app, provider);
    return { provider, app };
  };
  const { provider, app } = start(bff);
  const connections = [bff.db];

  /** The letters to an address, oldest first, after the postman's round. */
  async function lettersTo(address: string): Promise<readonly Letter[]> {
    tellReady(bff);
    // A round takes a few letters; the postman goes until none is due.
    for (let left = Infinity; left > 0;) {
      await sendQueuedMail(bff);
      const now = bff.db.select().from(mailQueue).all().length;
      left = now < left ? now : 0;
    }
    return letters.filter(({ to }) => to === address).map(({ letter }) => letter);
  }

  return {
    issuer,
    bff,
    provider,
    proofing,
    opaqueKey,
    routes: () => [...new Set(app.routes.map(({ method, path: route }) => `${method} ${route}`))],
    /** Moves the bff's clock forward. */
    wait: (ms: number) => void (ahead += ms),
    /** A second connection to the same database file, as a restarted bff would open it. */
    reopened() {
      const db = openDatabase(databaseFile);
      return { db, close: () => closeDatabase(db) };
    },
    /** From now on a bff answers that has the same files and nothing in memory. */
    restart() {
      for (const event of ['request', 'checkExpectation', 'clientError'])
        server.removeAllListeners(event);
      const db = openDatabase(databaseFile);
      connections.push(db);
      start({ ...bff, db });
    },
    lettersTo,
    /** What the letters to an address are written in, oldest first. */
    languagesTo: async (address: string) => {
      await lettersTo(address);
      return letters.filter(({ to }) => to === address).map(({ language }) => language);
    },
    kindsTo: async (address: string) => (await lettersTo(address)).map(({ kind }) => kind),
    /** The token in the link of the newest letter of this kind; empty where there is none. */
    async tokenTo(address: string, wanted: Letter['kind']): Promise<string> {
      const letter = (await lettersTo(address)).findLast(({ kind }) => kind === wanted);
      return new URL(letter?.link ?? issuer).hash.replace('#token=', '');
    },
    /** The text messages to a number, oldest first. */
    textsTo: (number: string) => texts.filter(({ to }) => to === number).map(({ text }) => text),
    /** What the carrier says from now on. */
    carrierSays: (outcome: TextOutcome) => void (carrier = outcome),
    /** Everything that was printed. */
    output: () => output.join('\n'),
    recorded: (event: AuditEvent) =>
      bff.db
        .select()
        .from(auditEvents)
        .where(eq(auditEvents.event, event))
        .all()
        .map(({ accountId, details }) => ({ accountId, ...(JSON.parse(details) as object) })),
    ...seedPeople(bff),
    /** A letter on its way to whoever applies. */
    putLetter(accountId: ReturnType<typeof newId<'sub'>>, changes: Partial<StoredLetter> = {}) {
      const id = newId('ltr');
      const application = latestApplication(bff, accountId);
      bff.db
        .insert(postalLetters)
        .values({
          id,
          accountId,
          applicationId: application?.id ?? newId('app'),
          serial: String(randomInt(1_000_000_000)).padStart(9, '0'),
          purpose: 'code',
          status: 'mailed',
          codeHash: 'l'.repeat(43) as KeyedByProofing,
          codeExpiresAt: bff.now() + 30 * 24 * 60 * 60_000,
          elsewhere: false,
          toEvidence: true,
          requestedAt: bff.now(),
          tries: 0,
          nextTryAt: bff.now(),
          ...changes,
        })
        .run();
      return id;
    },
    /** Every byte that the database has on disk: file, write-ahead log and its index. */
    bytesAtRest: () =>
      Buffer.concat(
        readdirSync(folder)
          .filter((name) => name.startsWith('signet.sqlite'))
          .map((name) => readFileSync(path.join(folder, name))),
      ),
    async close() {
      for (const stream of streams) stream.mockRestore();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      connections.forEach(closeDatabase);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Nobody answers. */
const closedPrintShop: PrintShop = {
  handOver: async () => new Map(),
  statusesOf: async () => undefined,
};

/** As `create-keys.ts` does it, without the slow RSA keys; answers with the half that no database may hold. */
async function writeOpaqueKey(folder: string): Promise<string> {
  await opaqueReady;
  const setup = Buffer.from(opaqueServer.createSetup(), 'base64url');
  const macKey = setup.subarray(0, 64).toString('base64url');
  const akeKeys = setup.subarray(64).toString('base64url');
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(path.join(folder, opaqueKeyFile), JSON.stringify({ macKey, akeKeys }));
  return macKey;
}

export type House = Awaited<ReturnType<typeof openHouse>>;

/** Who may review, by name; a test adds its own. */
export const testOperators: Record<string, JWK> = {};

let keys: Promise<BffKeys> | undefined;

/** RSA keys take long to make; one set serves every house of a test file. */
function testKeys(): Promise<BffKeys> {
  keys ??= (async () => {
    const secrets = new Map(secretNames.map((name) => [name, randomBytes(32)]));
    return {
      relayKey: await signingKey('ES256'),
      statusKey: await signingKey('ES256'),
      oidcKeys: [await signingKey('RS256'), await signingKey('ES256')],
      secret: (name: SecretName) => secrets.get(name) as Buffer,
      operators: () => testOperators,
    };
  })();
  return keys;
}

async function signingKey(alg: 'RS256' | 'ES256'): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: `test-${alg}` };
}

function registryOf(issuer: string, agencies: readonly TestAgency[], proofingKey: JWK): Registry {
  const key = proofingKey as Registry['proofing']['credentialKey'];
  return {
    version: 1,
    issuedAt: 0,
    expiresAt: Number.MAX_SAFE_INTEGER,
    issuer,
    proofing: { encryptionKey: key, factsKey: key, credentialKey: key, profile: 'as-published' },
    bff: { relayKey: key, statusKey: key },
    printer: { encryptionKey: key },
    agencies: agencies.map(asRegistered),
  };
}
