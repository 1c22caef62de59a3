import { describe, expect, test } from 'vitest';
import { padRecord, unpadRecord } from './record-padding.ts';
import {
  longestContent,
  recordBuckets,
  recordLimits,
  recordPurposes,
  sealedRecordLength,
} from './sealed/record.ts';
import { sampleVault } from './testing/sample.ts';
import { refusal } from './testing/refusal.ts';

describe('VAULT-2 (R2): a record shows its bucket and not its length', () => {
  test.each(recordBuckets)('the edge of the bucket of %i bytes', (bucket) => {
    const fits = new Uint8Array(bucket - 4).fill(1);
    expect(padRecord('proofing-draft', fits)).toHaveLength(bucket);
    expect(unpadRecord(padRecord('proofing-draft', fits))).toEqual(fits);
    const next = recordBuckets.find((size) => size > bucket);
    if (next !== undefined)
      expect(padRecord('proofing-draft', new Uint8Array(bucket - 3))).toHaveLength(next);
  });

  test('contents of any length within a bucket give sealed texts of one length', async () => {
    const lengths = await Promise.all(
      [0, 1, 500, 1_020].map(async (length) => {
        const { record } = await sampleVault('credentials', new Uint8Array(length));
        return record.sealed.length;
      }),
    );
    expect(new Set(lengths)).toEqual(new Set([sealedRecordLength(1_024)]));
  });

  test.each(recordPurposes)(
    '%s takes as much as its limit allows and no byte more',
    async (purpose) => {
      const longest = longestContent(purpose);
      const { record } = await sampleVault(purpose, new Uint8Array(longest));
      expect(record.sealed).toHaveLength(sealedRecordLength(recordLimits[purpose]));
      expect(await refusal(sampleVault(purpose, new Uint8Array(longest + 1)))).toBe(
        'record_too_large',
      );
    },
  );

  test('padding that is not canonical is refused', async () => {
    const dirty = padRecord('credentials', Uint8Array.of(1, 2, 3));
    dirty[dirty.length - 1] = 1;
    const roomy = new Uint8Array(4_096);
    const claimsTooMuch = new Uint8Array(1_024);
    new DataView(claimsTooMuch.buffer).setUint32(0, 0xffff_ffff);
    for (const padded of [dirty, roomy, claimsTooMuch]) {
      expect(await refusal((async () => unpadRecord(padded))())).toBe('record_altered');
    }
  });
});
