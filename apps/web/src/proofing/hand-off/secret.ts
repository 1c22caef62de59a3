import { handOffLabels } from '@signet/contracts/hand-off';
import { fromBase64url, toBase64url } from '../../app/base64url.ts';
import { hkdf } from './hkdf.ts';
import { matchWords } from './words.ts';

/** What both devices derive from the 32 bytes in the QR code's fragment; the bff sees the link and no more (PROOF-13). */
export type HandOffSecret = {
  readonly link: string;
  readonly sealingKey: Uint8Array;
  /** Eighteen bits: enough that a stranger's screen hardly shows the same. */
  readonly words: readonly string[];
};

export function newSecret(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(32));
}

/** The secret of an address, or undefined when it is none. */
export function readSecret(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]{43}$/.test(text)) return undefined;
  return fromBase64url(text);
}

export async function deriveHandOff(secret: Uint8Array<ArrayBuffer>): Promise<HandOffSecret> {
  const derive = (label: keyof typeof handOffLabels, bytes: number) =>
    hkdf(secret, new TextEncoder().encode(handOffLabels[label]), bytes);
  const chosen = await derive('words', 3);
  return {
    link: toBase64url(await derive('link', 32)),
    sealingKey: await derive('seal', 32),
    words: [...chosen].map((byte) => matchWords[byte % matchWords.length] ?? ''),
  };
}

/** What the bff is told beforehand, so that it knows the link when it comes. */
export async function hashOfLink(link: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(link));
  return toBase64url(new Uint8Array(digest));
}
