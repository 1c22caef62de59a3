import * as v from 'valibot';
import { handOffId } from './ids.ts';
import { operations } from './operation.ts';
import { photographSides } from './photograph.ts';
import { documentOf, firstDocument } from './policy/documents.ts';
import { base64url, compactJwe, instant, nothing } from './text.ts';

/**
 * Photographs taken with a telephone for a computer. The computer makes 32 random bytes and shows them as a QR code, in the
 * fragment of an address; from them both derive, by HKDF-SHA-256 with these words as `info`,
 *
 *   link    what the phone shows the bff, once; the bff knows its SHA-256 beforehand
 *   seal    the AES-256-GCM key of the photographs, which the bff never has
 *   words   what both screens show, so that a person sees that they belong together
 *
 * A text message must not carry such a secret, so the two agree on one (P-256, by ephemeral keys). What stands in the message
 * is a commitment, the SHA-256 of the computer's public key, and gives the link alone. The phone shows its key with the link;
 * only then the computer shows its own, and from ECDH and both keys come seal and words. Whoever stands in between had to
 * choose before seeing (RFC 6189 §4.4.1.1), so their words are the same once in 2^18.
 *
 * A sealed photograph is a JWE, `dir` + A256GCM, whose protected header (its AAD) names hand-off and side.
 */
export const handOffLabels = {
  link: 'signet hand-off v1 link',
  seal: 'signet hand-off v1 photographs',
  words: 'signet hand-off v1 words',
  agreement: 'signet hand-off v1 agreement',
} as const;

/** A point of P-256, not compressed (SEC 1 §2.3.3): 65 bytes. */
const publicKey = v.pipe(v.string(), v.regex(/^B[\w-]{86}$/));
export const handOffPhotographType = 'signet-hand-off-photograph+jwe';

/** From the moment that the QR code is shown. */
export const handOffMinutes = 15;

declare const sealedPhotograph: unique symbol;
/** Ciphertext of a photograph; only what has the shape of one becomes this type (ZONE-1). */
export type SealedPhotograph = string & { readonly [sealedPhotograph]: true };

const sealed = v.pipe(
  compactJwe(9_000_000),
  v.transform((text) => text as SealedPhotograph),
);

/** What a phone is to send. */
export const handOffSides = documentOf(firstDocument).sides;

/** `stopped`: the person said no at the phone. */
export const handOffStates = ['waiting', 'connected', 'complete', 'stopped'] as const;

// prettier-ignore
const handOff = v.strictObject({
  id:        handOffId,
  state:     v.picklist(handOffStates),
  /** Sides that have arrived. */
  sides:     v.array(v.picklist(photographSides)),
  /** Of a phone that came by a text message. */
  phoneKey:  v.nullable(publicKey),
  expiresAt: instant,
});
export type HandOff = v.InferOutput<typeof handOff>;

export const handOffOperations = operations({
  /** At the computer. Ends an earlier one of the same session. */
  beginHandOff: {
    method: 'POST',
    path: '/api/proofing/hand-off',
    session: 'signed-in',
    /** SHA-256 of the link's secret. */
    input: v.strictObject({ linkHash: base64url(43) }),
    reply: handOff,
    problems: ['wrong_step', 'too_many_attempts'],
  },
  readHandOff: {
    method: 'GET',
    path: '/api/proofing/hand-off/state',
    session: 'signed-in',
    unasked: true,
    input: nothing,
    reply: v.strictObject({ handOff: v.nullable(handOff) }),
    problems: [],
  },
  readHandOffPhotographs: {
    method: 'GET',
    path: '/api/proofing/hand-off/photographs',
    session: 'signed-in',
    input: nothing,
    reply: v.strictObject({ id: handOffId, front: sealed, back: v.optional(sealed) }),
    problems: ['link_expired'],
  },
  /** Once the phone's key is there, and once. */
  showHandOffKey: {
    method: 'POST',
    path: '/api/proofing/hand-off/key',
    session: 'signed-in',
    input: v.strictObject({ key: publicKey }),
    reply: nothing,
    problems: ['link_expired', 'wrong_step'],
  },
  /** Nothing of it remains, wherever it was. */
  endHandOff: {
    method: 'POST',
    path: '/api/proofing/hand-off/end',
    session: 'signed-in',
    input: nothing,
    reply: nothing,
    problems: [],
  },
  /** At the phone: takes the link, once, and with it the right to send photographs and nothing else. */
  redeemHandOff: {
    method: 'POST',
    path: '/api/hand-off/redeem',
    session: 'none',
    input: v.strictObject({ link: base64url(43), phoneKey: v.optional(publicKey) }),
    reply: v.strictObject({
      id: handOffId,
      agencyClientId: v.nullable(v.string()),
      expiresAt: instant,
    }),
    problems: ['link_expired'],
  },
  /** Null until the computer has seen the phone's. */
  readHandOffKey: {
    method: 'GET',
    path: '/api/hand-off/key',
    session: 'hand-off',
    input: nothing,
    reply: v.strictObject({ computerKey: v.nullable(publicKey) }),
    problems: ['link_expired'],
  },
  /** The same photograph may come twice, when an answer was lost; another one in its place may not. */
  sendHandOffPhotograph: {
    method: 'POST',
    path: '/api/hand-off/photograph',
    session: 'hand-off',
    input: v.strictObject({ side: v.picklist(photographSides), photograph: sealed }),
    reply: v.strictObject({ sides: v.array(v.picklist(photographSides)) }),
    problems: ['link_expired', 'wrong_step'],
    bodyLimitBytes: 9_100_000,
  },
  /** The person at the phone says no. */
  stopHandOff: {
    method: 'POST',
    path: '/api/hand-off/stop',
    session: 'hand-off',
    input: nothing,
    reply: nothing,
    problems: ['link_expired'],
  },
});
