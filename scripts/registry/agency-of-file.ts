import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';

/** Public keys that agencies handed over beside their files, by client. */
export type GivenKeys = Readonly<Record<string, { keys: JWK[]; encryptionKey?: JWK } | undefined>>;

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
  const keys = Array.isArray(certificates)
    ? { jwks: { keys: await Promise.all(certificates.map((pem) => keyOf(String(pem)))) } }
    : {};
  const handedOver =
    ['jwks', 'jwksUri', 'clientSecret'].some((way) => way in entry) || 'jwks' in keys
      ? undefined
      : given[String(entry['clientId'])];
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

async function keyOf(pem: string): Promise<JWK> {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch {
    throw new Error('certificates: one is not a PEM certificate (-----BEGIN CERTIFICATE-----).');
  }
  const jwk = await exportJWK(certificate.publicKey);
  return {
    ...jwk,
    kid: await calculateJwkThumbprint(jwk),
    use: 'sig',
    x5c: [certificate.raw.toString('base64')],
  };
}

async function pngOf(folder: string, name: string): Promise<string> {
  if (path.basename(name) !== name)
    throw new Error('logo: name a file that lies beside this one, without a folder.');
  const bytes = await readFile(path.join(folder, name)).catch(() => {
    throw new Error(`logo: there is no file ${name} beside this one.`);
  });
  return bytes.toString('base64');
}
