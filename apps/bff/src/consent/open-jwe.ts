import { createSecretKey } from 'node:crypto';
import { openGcm } from '../keys/open-gcm.ts';

/** RFC 7516 §7.1: header, no encrypted key, 96-bit IV, ciphertext, 128-bit tag. */
const form = /^([\w-]+)\.\.([\w-]{16})\.([\w-]*)\.([\w-]{22})$/;

/**
 * Opens the one form of JWE that a release has: `dir` with A256GCM (RFC 7518 §4.5, §5.3) and these two header members and `typ`
 * alone, under 32 bytes. Throws where anything is otherwise. Here and not by WebCrypto, which costs several times as much.
 */
export function openJwe(jwe: string, key: Buffer, typ: string): string {
  const [, header = '', iv = '', ciphertext = '', tag = ''] = form.exec(jwe) ?? [];
  const { alg, enc, typ: named, ...others } = JSON.parse(bytes(header).toString()) as Header;
  if (alg !== 'dir' || enc !== 'A256GCM' || named !== typ || Object.keys(others).length > 0)
    throw new Error('another JWE than was expected');
  const sealed = Buffer.concat([bytes(ciphertext), bytes(tag)]);
  return openGcm(createSecretKey(key), bytes(iv), sealed, Buffer.from(header, 'ascii')).toString();
}

type Header = Readonly<Record<string, unknown>>;

const bytes = (base64url: string) => Buffer.from(base64url, 'base64url');
