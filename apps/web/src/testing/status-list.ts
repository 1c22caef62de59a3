import { base64url, SignJWT, type CryptoKey } from 'jose';
import { statusList, statusListType } from '@signet/contracts/credential-status';

/** A signed status list in which the place of the tests' copies (`credential.ts`) has this value. */
export async function signStatusList(
  key: CryptoKey,
  value: number,
  { sub, typ = statusListType }: { readonly sub: string; readonly typ?: string },
): Promise<string> {
  // Index 7 of two bits each: the upper two bits of the second byte.
  const bytes = new Uint8Array(64);
  bytes[1] = value << 6;
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  const lst = base64url.encode(new Uint8Array(await new Response(packed).arrayBuffer()));
  return new SignJWT({ status_list: { bits: statusList.bits, lst }, ttl: 300 })
    .setProtectedHeader({ alg: 'ES256', typ })
    .setSubject(sub)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(key);
}
