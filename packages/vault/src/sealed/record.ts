import * as v from 'valibot';
import { base64urlCharacter, lastOfTwo, ordinalSchema, twelveBytes } from './text.ts';

const kibibyte = 1_024;

/** A record is padded to one of these sizes in bytes, so that its length says almost nothing (VAULT-2). */
export const recordBuckets = [
  1 * kibibyte,
  4 * kibibyte,
  16 * kibibyte,
  64 * kibibyte,
  256 * kibibyte,
] as const;
export type RecordBucket = (typeof recordBuckets)[number];

/** What a vault can hold, one record each, and the largest bucket it may fill. */
export const recordLimits = {
  'proofing-draft': 256 * kibibyte,
  credentials: 64 * kibibyte,
  'recovery-key-to-show': 1 * kibibyte,
  'sharing-history': 64 * kibibyte,
  'agency-keys': 16 * kibibyte,
} as const satisfies Record<string, RecordBucket>;

export type RecordPurpose = keyof typeof recordLimits;

export const recordPurposes = [
  'proofing-draft',
  'credentials',
  'recovery-key-to-show',
  'sharing-history',
  'agency-keys',
] as const satisfies readonly RecordPurpose[];

/** Bytes inside the padding that say how long the content is. */
export const lengthPrefixBytes = 4;
/** The whole tag of AES-GCM (SP 800-38D §5.2.1.2). */
const tagBytes = 16;
const prefix = 'signet.record.v1.';
const nonceCharacters = 16;

/** Characters of the sealed text of a record in `bucket`. */
export function sealedRecordLength(bucket: RecordBucket): number {
  return prefix.length + nonceCharacters + 1 + Math.ceil(((bucket + tagBytes) * 4) / 3);
}

/** The longest content in bytes that a record of `purpose` can hold. */
export function longestContent(purpose: RecordPurpose): number {
  return recordLimits[purpose] - lengthPrefixBytes;
}

/** All bucket sizes are 2 modulo 3 with their tag, so every sealed length stands for exactly one bucket. */
const bucketByLength = new Map(recordBuckets.map((bucket) => [sealedRecordLength(bucket), bucket]));

/** VAULT-4: one version, no other spelling. `signet.record.v1.<nonce, 12 B>.<ciphertext and tag, one bucket + 16 B>` (FORMAT.md §5). */
export const sealedRecordSchema = v.pipe(
  v.string(),
  v.check((text) => bucketByLength.has(text.length), 'not the length of a padded record'),
  v.regex(
    new RegExp(`^signet\\.record\\.v1\\.${twelveBytes}\\.${base64urlCharacter}+${lastOfTwo}$`),
  ),
  v.brand('SealedRecord'),
);
export type SealedRecord = v.InferOutput<typeof sealedRecordSchema>;

export const storedRecordSchema = v.pipe(
  v.strictObject({
    purpose: v.picklist(recordPurposes),
    version: ordinalSchema,
    sealed: sealedRecordSchema,
  }),
  v.check(
    (record) =>
      (bucketByLength.get(record.sealed.length) ?? Infinity) <= recordLimits[record.purpose],
    'larger than its purpose allows',
  ),
);
export type StoredRecord = v.InferOutput<typeof storedRecordSchema>;
