import { gcmSeal } from '../../crypto/aes-gcm.ts';
import { decodeBase64url, encodeBase64url } from '../../crypto/base64url.ts';
import type { Bytes } from '../../crypto/bytes.ts';
import { context } from '../../crypto/context.ts';
import { deriveBytes } from '../../crypto/hkdf-sha256.ts';
import { randomBytes } from '../../crypto/random-bytes.ts';
import { createRecoveryKey } from '../../recovery-key.ts';
import { createRootKey } from '../../root-key.ts';
import { sealSlot, type SlotPlace } from '../../slot.ts';
import { freezeSecret, type FrozenSecret } from '../frozen-secret.ts';
import { twoKeyCiphertext } from '../two-key-ciphertext.ts';
import { toHex } from '../wycheproof.ts';
import { secretMaterial, type VaultSecret } from '../../vault-secret.ts';

export interface SlotVector {
  readonly title: string;
  readonly place: SlotPlace;
  readonly secret: FrozenSecret;
  readonly sealed: string;
  /** `opens`, `wrong_secret`, or the code of the refusal. */
  readonly outcome: string;
  /** In hexadecimal, where the slot opens. */
  readonly rootKey?: string;
}

const place: SlotPlace = { accountId: 'sub_example', kind: 'password', slotId: 'slt_one', epoch: 1 };
const secret: VaultSecret = { kind: 'password', exportKey: Uint8Array.from({ length: 64 }, (_, index) => index) };
const otherSecret: VaultSecret = { kind: 'password', exportKey: new Uint8Array(64) };

export async function slotVectors(): Promise<readonly SlotVector[]> {
  const good: SlotVector[] = [];
  for (const [kind, made] of await secretsOfEachKind()) {
    const rootKey = await createRootKey();
    const madePlace = { ...place, kind, epoch: kind === 'recovery-key' ? 7 : 1 };
    const { sealed } = await sealSlot(madePlace, made, rootKey);
    const raw = toHex(new Uint8Array(await crypto.subtle.exportKey('raw', rootKey)));
    good.push({ title: `a ${kind} slot`, place: madePlace, secret: freezeSecret(made), sealed, outcome: 'opens', rootKey: raw });
  }
  const [base] = good;
  if (base === undefined) throw new Error('no slot');
  return [...good, ...movedSlots(base), ...brokenTexts(base), ...(await forgedSlots())];
}

async function secretsOfEachKind(): Promise<[SlotPlace['kind'], VaultSecret][]> {
  return [
    ['password', secret],
    ['recovery-key', { kind: 'recovery-key', key: createRecoveryKey() }],
    ['passkey', { kind: 'passkey', slotId: place.slotId, prf: Uint8Array.from({ length: 32 }, (_, index) => 255 - index) }],
  ];
}

function movedSlots(base: SlotVector): SlotVector[] {
  const refused = (title: string, change: Partial<SlotVector>): SlotVector => {
    const { rootKey: _, ...rest } = base;
    return { ...rest, ...change, title, outcome: 'wrong_secret' };
  };
  return [
    refused('in another account', { place: { ...place, accountId: 'sub_another' } }),
    refused('as another slot', { place: { ...place, slotId: 'slt_two' } }),
    refused('at another epoch', { place: { ...place, epoch: 2 } }),
    refused('as another kind', { place: { ...place, kind: 'passkey' } }),
    refused('with another secret', { secret: freezeSecret(otherSecret) }),
  ];
}

function brokenTexts(base: SlotVector): SlotVector[] {
  const [, , , commitment = '', nonce = '', wrapped = ''] = base.sealed.split('.');
  const texts: [string, string, string][] = [
    ['commitment of zeros', `signet.slot.v1.${'A'.repeat(43)}.${nonce}.${wrapped}`, 'wrong_secret'],
    ['one bit of the nonce', `signet.slot.v1.${commitment}.${flipFirst(nonce)}.${wrapped}`, 'slot_altered'],
    ['one bit of the ciphertext', `signet.slot.v1.${commitment}.${nonce}.${flipFirst(wrapped)}`, 'slot_altered'],
    ['no commitment', `signet.slot.v1.${nonce}.${wrapped}`, 'malformed'],
    ['tag cut to 12 bytes', base.sealed.slice(0, -6), 'malformed'],
    ['one byte more', `${base.sealed}AA`, 'malformed'],
    ['padding', `${base.sealed}=`, 'malformed'],
    ['an older version', base.sealed.replace('.v1.', '.v0.'), 'malformed'],
    ['a newer version', base.sealed.replace('.v1.', '.v2.'), 'malformed'],
    ['the prefix of a record', base.sealed.replace('.slot.', '.record.'), 'malformed'],
    ['another spelling of the commitment\'s last character', `signet.slot.v1.${nextSpelling(commitment)}.${nonce}.${wrapped}`, 'malformed'],
  ];
  const { rootKey: _, ...rest } = base;
  return texts.map(([title, sealed, outcome]) => ({ ...rest, title, sealed, outcome }));
}

/** Slots that only a holder of the secret could make, and that an implementation must still refuse. */
async function forgedSlots(): Promise<SlotVector[]> {
  const material = await secretMaterial(secret);
  const fields = [place.accountId, place.kind, place.slotId, place.epoch];
  const key = await deriveBytes(material, context('kek', ...fields), 32);
  const commitment = await deriveBytes(material, context('commit', ...fields), 32);
  const other = await secretMaterial(otherSecret);
  const otherKey = await deriveBytes(other, context('kek', ...fields), 32);

  const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
  const forge = async (additional: Bytes): Promise<string> => {
    const nonce = randomBytes(12);
    return slotText(commitment, nonce, await gcmSeal(aes, nonce, randomBytes(32), additional));
  };
  const nonce = randomBytes(12);
  const additional = context('slot', ...fields, commitment);
  const forTwo = twoKeyCiphertext({ keys: [key, otherKey], nonce, additional, length: 32 });
  const twoKeys = slotText(commitment, nonce, forTwo);
  const frozen = freezeSecret(secret);
  return [
    { title: 'the tag does not cover the commitment', place, secret: frozen, sealed: await forge(context('slot', ...fields)), outcome: 'slot_altered' },
    { title: 'the tag covers nothing', place, secret: frozen, sealed: await forge(new Uint8Array()), outcome: 'slot_altered' },
    { title: 'the tag covers the context of a record', place, secret: frozen, sealed: await forge(context('record', ...fields, commitment)), outcome: 'slot_altered' },
    { title: 'a ciphertext for two keys, with the key that is not committed to', place, secret: freezeSecret(otherSecret), sealed: twoKeys, outcome: 'wrong_secret' },
  ];
}

function slotText(...parts: readonly Uint8Array[]): string {
  return `signet.slot.v1.${parts.map(encodeBase64url).join('.')}`;
}

function flipFirst(part: string): string {
  const bytes = decodeBase64url(part) ?? new Uint8Array(1);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return encodeBase64url(bytes);
}

/** The same bytes to a lenient decoder: the two unused bits set. */
function nextSpelling(part: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return part.slice(0, -1) + alphabet.charAt(alphabet.indexOf(part.slice(-1)) + 1);
}
