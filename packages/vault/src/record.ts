import * as v from 'valibot';
import { gcmOpen, gcmSeal, nonceBytes } from './crypto/aes-gcm.ts';
import { decodeBase64url, encodeBase64url } from './crypto/base64url.ts';
import type { Bytes } from './crypto/bytes.ts';
import { randomBytes } from './crypto/random-bytes.ts';
import { context } from './crypto/context.ts';
import { deriveAesKey } from './crypto/hkdf-sha256.ts';
import { padRecord, unpadRecord } from './record-padding.ts';
import {
  type RecordPurpose,
  type SealedRecord,
  sealedRecordSchema,
  type StoredRecord,
} from './sealed/record.ts';
import { VaultError } from './vault-error.ts';

/** Where a record stands. Every field is in the derivation of its key and in its tag (VAULT-1). */
export interface RecordPlace {
  readonly accountId: string;
  readonly rootKeyEpoch: number;
  readonly purpose: RecordPurpose;
  readonly version: number;
}

/** One AES-GCM call over the whole padded content (VAULT-2), under a key of this version alone (FORMAT.md R9). */
export async function sealContent(
  place: RecordPlace,
  rootKey: CryptoKey,
  content: Uint8Array,
): Promise<StoredRecord> {
  const padded = padRecord(place.purpose, content);
  // SP 800-38D §8.3 bounds random nonces to 2^32 for one key; a key of one version is used once, or once in each racing tab.
  const nonce = randomBytes(nonceBytes);
  try {
    const ciphertext = await gcmSeal(
      await recordKey(place, rootKey),
      nonce,
      padded,
      recordContext('record', place),
    );
    const text = `signet.record.v1.${encodeBase64url(nonce)}.${encodeBase64url(ciphertext)}`;
    return {
      purpose: place.purpose,
      version: place.version,
      sealed: v.parse(sealedRecordSchema, text),
    };
  } finally {
    padded.fill(0);
  }
}

/** Throws `record_altered` unless every byte and every field of the place are as they were sealed. */
export async function openContent(
  place: RecordPlace,
  rootKey: CryptoKey,
  sealed: SealedRecord,
): Promise<Bytes> {
  const [nonce, ciphertext] = sealed.split('.').slice(3).map(decodeBase64url);
  if (!nonce || !ciphertext) throw new VaultError('malformed');
  const padded = await gcmOpen(
    await recordKey(place, rootKey),
    nonce,
    ciphertext,
    recordContext('record', place),
  );
  if (padded === undefined) throw new VaultError('record_altered');
  try {
    return unpadRecord(padded);
  } finally {
    padded.fill(0);
  }
}

/** RFC 5869 §3.2: one root key, one independent key for each context (FORMAT.md §5). */
async function recordKey(place: RecordPlace, rootKey: CryptoKey): Promise<CryptoKey> {
  return deriveAesKey(rootKey, recordContext('record-key', place), ['encrypt', 'decrypt']);
}

/** The same fields for the key and for the tag, under different labels (FORMAT.md §2, VAULT-1). */
function recordContext(label: 'record' | 'record-key', place: RecordPlace): Bytes {
  return context(label, place.accountId, place.rootKeyEpoch, place.purpose, place.version);
}
