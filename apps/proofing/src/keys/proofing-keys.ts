import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { importJWK, type CryptoKey, type JWK } from 'jose';

export const proofingKeyFile = 'proofing-keys.json';

export type ProofingKeyFile = {
  readonly encryptionKey: JWK;
  readonly factsKey: JWK;
  readonly credentialKey: JWK;
  readonly ticketKey: string;
  readonly codeKey: string;
  readonly ssnIndexKey: string;
};

/** One key per purpose: what signs facts never signs credentials. */
export type ProofingKeys = {
  /** Opens what browsers seal to proofing. */
  readonly encryption: CryptoKey;
  readonly facts: { readonly key: CryptoKey; readonly kid: string };
  readonly credential: { readonly key: CryptoKey; readonly kid: string };
  /** Seals tickets to proofing itself; 32 bytes. */
  readonly ticket: Uint8Array;
  /** Keyed hash of a confirmation code and its whole context, base64url (PROOF-8). */
  codeHash(...context: readonly string[]): string;
  /** Blind index of an SSN, base64url: equal for equal numbers, and untestable without the key. */
  ssnIndex(ssn: string): string;
};

export async function readProofingKeys(folder: string): Promise<ProofingKeys> {
  const file = path.join(folder, proofingKeyFile);
  try {
    return await imported(JSON.parse(readFileSync(file, 'utf8')) as ProofingKeyFile);
  } catch {
    throw new Error(`the key file ${file} is missing or unreadable; "npm start" makes it`);
  }
}

async function imported(keys: ProofingKeyFile): Promise<ProofingKeys> {
  const signer = async (jwk: JWK) => ({
    key: (await importJWK(jwk, 'ES256')) as CryptoKey,
    kid: jwk.kid ?? '',
  });
  const code = secretKey(keys.codeKey);
  const ssn = secretKey(keys.ssnIndexKey);
  return {
    encryption: (await importJWK(keys.encryptionKey, 'ECDH-ES')) as CryptoKey,
    facts: await signer(keys.factsKey),
    credential: await signer(keys.credentialKey),
    ticket: secretKey(keys.ticketKey),
    codeHash: (...context) => keyed(code, 'signet/code/v1', context),
    ssnIndex: (number) => keyed(ssn, 'signet/ssn/v1', [number]),
  };
}

function secretKey(text: string): Buffer {
  const key = Buffer.from(text, 'base64url');
  if (key.length !== 32) throw new Error('a key is not 32 bytes long');
  return key;
}

/** HMAC-SHA-256 over a length-prefixed list: no two lists give the same input. */
function keyed(key: Buffer, domain: string, parts: readonly string[]): string {
  const mac = createHmac('sha256', key).update(domain);
  for (const part of parts) mac.update(`\0${Buffer.byteLength(part)}\0${part}`);
  return mac.digest('base64url');
}
