import type { Bytes } from './crypto/bytes.ts';
import {
  lengthPrefixBytes,
  recordBuckets,
  recordLimits,
  type RecordPurpose,
} from './sealed/record.ts';
import { VaultError } from './vault-error.ts';

/**
 * VAULT-2: length as an unsigned 32-bit number, big-endian, the content, then zeros up to the smallest bucket that
 * holds both. Throws `record_too_large` when that is more than the purpose allows.
 */
export function padRecord(purpose: RecordPurpose, content: Uint8Array): Bytes {
  const bucket = smallestBucket(content.length);
  if (bucket === undefined || bucket > recordLimits[purpose])
    throw new VaultError('record_too_large');
  const padded = new Uint8Array(bucket);
  new DataView(padded.buffer).setUint32(0, content.length);
  padded.set(content, lengthPrefixBytes);
  return padded;
}

/** The content of a padded record. A longer bucket than needed, or padding that is not zero, is refused. */
export function unpadRecord(padded: Bytes): Bytes {
  const length = new DataView(padded.buffer).getUint32(0);
  const rest = padded.subarray(lengthPrefixBytes + length);
  if (smallestBucket(length) !== padded.length || rest.some((byte) => byte !== 0)) {
    throw new VaultError('record_altered');
  }
  return padded.slice(lengthPrefixBytes, lengthPrefixBytes + length);
}

function smallestBucket(contentLength: number): number | undefined {
  return recordBuckets.find((bucket) => contentLength + lengthPrefixBytes <= bucket);
}
