import { handOffLabels } from '@signet/contracts/hand-off';
import { fromBase64url, toBase64url } from '../../app/base64url.ts';
import { hkdf } from './hkdf.ts';

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;

/** One device's part in agreeing on the secret that a text message could not carry (contracts/hand-off.ts). */
export type Half = { readonly privateKey: CryptoKey; readonly publicKey: string };

export class NotAgreed extends Error {
  readonly code = 'not_agreed';
}

export async function newHalf(): Promise<Half> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
  const point = await crypto.subtle.exportKey('raw', publicKey);
  return { privateKey, publicKey: toBase64url(new Uint8Array(point)) };
}

/** What the computer is bound to before it has seen the phone's key: 32 bytes. */
export async function commitmentTo(publicKey: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', fromBase64url(publicKey)));
}

/** At the computer: 32 bytes, of which nobody in between knows any. Throws `NotAgreed` when theirs is no point of the curve. */
export function agreeWithPhone(computer: Half, phone: string): Promise<Uint8Array<ArrayBuffer>> {
  return agree(computer.privateKey, phone, [computer.publicKey, phone]);
}

/** At the phone: the same, if the computer's key is the one that the text message stood for; else it throws `NotAgreed`. */
export async function agreeWithComputer(
  phone: Half,
  computer: string,
  commitment: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const shown = await commitmentTo(computer);
  if (toBase64url(shown) !== toBase64url(commitment))
    throw new NotAgreed('the key is not the one that was committed to');
  return agree(phone.privateKey, computer, [computer, phone.publicKey]);
}

/** ECDH, then HKDF-SHA-256 with the label and both public keys, the computer's first, as `info`. */
async function agree(
  privateKey: CryptoKey,
  theirs: string,
  publicKeys: readonly [computer: string, phone: string],
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const key = await crypto.subtle.importKey('raw', fromBase64url(theirs), curve, false, []);
    const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: key }, privateKey, 256);
    const label = new TextEncoder().encode(handOffLabels.agreement);
    const info = new Uint8Array([
      ...label,
      ...publicKeys.flatMap((one) => [...fromBase64url(one)]),
    ]);
    return await hkdf(shared, info, 32);
  } catch {
    throw new NotAgreed('the key is not one to agree with');
  }
}
