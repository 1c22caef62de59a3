import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { readKeyFile } from '../read-key-file.ts';

/** What the shop and its customer share: one secret signs the customer's requests, the other the shop's callbacks. */
export type PrintShopCredential = {
  readonly keyId: string;
  readonly requests: string;
  readonly callbacks: string;
};

const keyFile = 'printer-key.json';
export const credentialFile = 'print-shop.json';

/** The shop's own key pair, whose public half every customer may know, and a credential for one customer; kept when they are there. */
export async function createPrinterKeys(folder: string): Promise<void> {
  const file = path.join(folder, keyFile);
  if (!existsSync(file)) {
    const { privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
    const jwk = await exportJWK(privateKey);
    const named = { ...jwk, alg: 'ECDH-ES', use: 'enc', kid: await calculateJwkThumbprint(jwk) };
    writeFileSync(file, JSON.stringify(named), { mode: 0o600, flag: 'wx' });
  }
  const { d: _private, ...encryptionKey } = readPrinterKey(folder);
  writeFileSync(path.join(folder, 'printer-public.json'), JSON.stringify({ encryptionKey }), {
    mode: 0o600,
  });
  const credential = path.join(folder, credentialFile);
  if (existsSync(credential)) return;
  const secret = () => randomBytes(32).toString('base64url');
  const content: PrintShopCredential = {
    keyId: 'signet-letters',
    requests: secret(),
    callbacks: secret(),
  };
  writeFileSync(credential, JSON.stringify(content, null, 2), { mode: 0o600, flag: 'wx' });
}

export function readPrinterKey(folder: string): JWK {
  return readKeyFile(path.join(folder, keyFile)) as JWK;
}

/** The customer's public key, as it was agreed: a JWK. */
export function readCustomerKey(file: string): JWK {
  return readKeyFile(file) as JWK;
}

export function readPrintShopCredential(folder: string): PrintShopCredential {
  return readKeyFile(path.join(folder, credentialFile)) as PrintShopCredential;
}
