import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';
import { whyNotRead } from './in-words.ts';

/** Public keys that agencies handed over beside their files, by client. */
export type GivenKeys = Readonly<Record<string, { keys: JWK[]; encryptionKey?: JWK } | undefined>>;

/** What stands in a file and cannot be taken from it; `steps` lead there. */
export class NotUsable extends Error {
  readonly steps: readonly (string | number)[];
  constructor(steps: readonly (string | number)[], message: string) {
    super(`${steps.join('.')}: ${message}`);
    this.steps = steps;
  }
}

/**
 * An agency's file as the registry holds it: the logo's file becomes its bytes, a PEM certificate the key in it with `x5c`
 * (RFC 7517 §4.7), and a client without keys gets those that it handed over.
 */
export async function agencyOfFile(
  raw: unknown,
  folder: string,
  given: GivenKeys,
): Promise<unknown> {
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) return raw;
  const { certificates, logo, ...entry } = raw as Record<string, unknown>;
  const keys = certificates === undefined ? {} : await keysOf(certificates, entry);
  const handedOver =
    ['jwks', 'jwksUri', 'clientSecret'].some((way) => way in entry) || 'jwks' in keys
      ? undefined
      : handedOverBy(entry['clientId'], given);
  return {
    ...entry,
    ...keys,
    ...(handedOver === undefined ? {} : { jwks: { keys: handedOver.keys } }),
    ...(handedOver?.encryptionKey === undefined ? {} : { encryptionKey: handedOver.encryptionKey }),
    ...(logo === undefined
      ? {}
      : { logo: await pngOf(folder, typeof logo === 'string' ? logo : '') }),
  };
}

/** Its name may be one that every object has something under. */
function handedOverBy(clientId: unknown, given: GivenKeys) {
  return typeof clientId === 'string' && Object.hasOwn(given, clientId)
    ? given[clientId]
    : undefined;
}

async function keysOf(certificates: unknown, entry: object) {
  if (!Array.isArray(certificates))
    throw new NotUsable(['certificates'], 'is no list. Give [PEM, …].');
  if ('jwks' in entry)
    throw new NotUsable(['certificates'], 'stands beside "jwks". Give one of them.');
  return { jwks: { keys: await Promise.all(certificates.map(keyOf)) } };
}

async function keyOf(pem: unknown, index: number): Promise<JWK> {
  let certificate: X509Certificate;
  let jwk: JWK;
  try {
    certificate = new X509Certificate(String(pem));
    jwk = await exportJWK(certificate.publicKey);
  } catch {
    throw new NotUsable(
      ['certificates', index],
      'is not a PEM certificate (-----BEGIN CERTIFICATE-----) of a key that signs. Whoever has none gives the public key itself, as "jwks": {"keys": […]}.',
    );
  }
  return {
    ...jwk,
    kid: await calculateJwkThumbprint(jwk),
    use: 'sig',
    x5c: [certificate.raw.toString('base64')],
  };
}

async function pngOf(folder: string, name: string): Promise<string> {
  if (name === '' || path.basename(name) !== name || name.includes('\0'))
    throw new NotUsable(['logo'], 'name a file that lies beside this one, without a folder.');
  const bytes = await readFile(path.join(folder, name)).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT')
      throw new NotUsable(['logo'], 'there is no such file beside this one.');
    throw new NotUsable(['logo'], whyNotRead(String(cause.code)));
  });
  return bytes.toString('base64');
}
