import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { CompactEncrypt, CompactSign, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { letterTokenType, sealedLetterType } from '@signet/contracts/letter';
import type { LetterId } from '@signet/contracts/ids';
import type { PrintShopSetting } from '../../proofing/post/print-shop-setting.ts';
import { callbackKey } from '../print-shop.ts';

const source = path.resolve(import.meta.dirname, '../../../../standins/src');
/** Where the letters of this test go. */
export const addressee = ['IMOGENE FALLOWTHWAITE', '12 MERIDIANCROFT LANE', 'EASTLUMEN OH 00417'];

type Printed = { readonly letterId: string; readonly status: string; readonly prints: number };

/** The stand-ins as their own process, of which the print shop is asked; and a customer whose signature it knows. */
export async function startPrintShop(callbackUrl: string) {
  const home = mkdtempSync(path.join(os.tmpdir(), 'signet-print-shop-'));
  const at = (name: string) => path.join(home, name);
  const read = (name: string) => JSON.parse(readFileSync(at(name), 'utf8')) as never;
  // What the house believes the shop's callbacks to be signed with.
  const credential = {
    keyId: 'test',
    requests: randomBytes(32).toString('base64url'),
    callbacks: callbackKey,
  };
  writeFileSync(at('print-shop.json'), JSON.stringify(credential));
  const folders = [home, at('proofing'), at('bff')];
  execFileSync(process.execPath, [path.join(source, 'create-keys.ts'), ...folders]);
  const customer = await generateKeyPair('ES256', { extractable: true });
  writeFileSync(at('customer.json'), JSON.stringify(await exportJWK(customer.publicKey)));
  writeFileSync(at('nobody.json'), '[]');
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [path.join(source, 'main.ts')], {
    env: {
      STANDINS_PORT: String(port),
      STANDINS_SMTP_PORT: String(await freePort()),
      STANDINS_KEYS: home,
      STANDINS_PEOPLE: at('nobody.json'),
      STANDINS_CARDS: home,
      STANDINS_PRINT_FOLDER: at('print'),
      STANDINS_PRINT_INBOX: at('inbox'),
      STANDINS_PRINT_CALLBACK: callbackUrl,
      STANDINS_PRINT_CUSTOMER: at('customer.json'),
      STANDINS_MAIL_AFTER_MS: '50',
    },
  });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const ended = once(child, 'close');
  while (!Buffer.concat(said).includes('stand-ins (') && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 50));

  const { encryptionKey } = read('printer-public.json') as { encryptionKey: JWK };
  const setting: PrintShopSetting = {
    handOver: 'rest',
    url: `${origin}/print-shop/v1`,
    timeoutMs: 1_500,
    statusEveryMinutes: 60,
    batchEveryMinutes: 24 * 60,
    batchMinute: 0,
    credential,
  };
  const get = async (where: string) => (await fetch(origin + where)).text();
  return {
    setting,
    /** Whatever of an addressee must stand nowhere else than on paper: what the process printed, and its journal. */
    told: async () => Buffer.concat(said).toString('utf8') + (await get('/control/journal')),
    printed: async () => (JSON.parse(await get('/letters.json')) as { letters: Printed[] }).letters,
    control: async (what: string, wish: object = {}) => {
      const body = JSON.stringify(wish);
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${origin}/control/${what}`, { method: 'POST', headers, body });
      if (!answer.ok) throw new Error(`the stand-ins do not understand ${what}`);
    },
    /** A letter as proofing seals it. */
    async seal(letterId: LetterId): Promise<string> {
      const letter = { letterId, serial: '123456789', language: 'en', address: addressee, pdf: '' };
      const signed = await new CompactSign(Buffer.from(JSON.stringify(letter)))
        .setProtectedHeader({ alg: 'ES256', typ: letterTokenType })
        .sign(customer.privateKey);
      return new CompactEncrypt(Buffer.from(signed))
        .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', typ: sealedLetterType })
        .encrypt(await importJWK(encryptionKey, 'ECDH-ES'));
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(home, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
