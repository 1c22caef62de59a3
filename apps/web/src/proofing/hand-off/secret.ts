import { handOffLabels } from '@signet/contracts/hand-off';
import { toBase64url } from '../seal-request.ts';
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
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(bytes, (character) => character.charCodeAt(0));
}

export async function deriveHandOff(secret: Uint8Array<ArrayBuffer>): Promise<HandOffSecret> {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  const derive = async (label: keyof typeof handOffLabels, bytes: number) =>
    new Uint8Array(
      await crypto.subtle.deriveBits(
        {
          name: 'HKDF',
          hash: 'SHA-256',
          salt: new Uint8Array(),
          info: new TextEncoder().encode(handOffLabels[label]),
        },
        key,
        bytes * 8,
      ),
    );
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
