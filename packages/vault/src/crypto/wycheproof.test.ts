import { describe, expect, test } from 'vitest';
import { fromHex, toHex, wycheproof } from '../testing/wycheproof.ts';
import { gcmOpen, gcmSeal } from './aes-gcm.ts';
import { deriveBytes, importKeyMaterial } from './hkdf-sha256.ts';
import { macSign, macVerify } from './hmac-sha256.ts';

const gcmGroups = wycheproof<{
  key: string;
  iv: string;
  aad: string;
  msg: string;
  ct: string;
  tag: string;
}>('aes_gcm');
const hkdfGroups = wycheproof<{
  ikm: string;
  salt: string;
  info: string;
  size: number;
  okm: string;
}>('hkdf_sha256');
const hmacGroups = wycheproof<{ key: string; msg: string; tag: string }>('hmac_sha256');

interface Tally {
  accepted: number;
  refused: number;
  readonly wrong: number[];
}

/** Counts a case whose outcome is what it should be; keeps the number of one whose is not. */
function count(tally: Tally, tcId: number, accepted: boolean, expected: boolean): void {
  if (accepted !== expected) tally.wrong.push(tcId);
  else if (accepted) tally.accepted += 1;
  else tally.refused += 1;
}

describe('Wycheproof, through the wrappers that the vault uses', () => {
  test.skipIf(gcmGroups === undefined)(
    'AES-GCM: 256-bit keys, 96-bit nonces, 128-bit tags, and nothing else',
    async () => {
      const tally: Tally = { accepted: 0, refused: 0, wrong: [] };
      for (const group of gcmGroups ?? []) {
        const ours = group['keySize'] === 256 && group['ivSize'] === 96 && group['tagSize'] === 128;
        for (const { tcId, result, ...hex } of group.tests) {
          const [iv, aad, msg] = [fromHex(hex.iv), fromHex(hex.aad), fromHex(hex.msg)];
          const sealed = fromHex(hex.ct + hex.tag);
          const opened = await openAs256(fromHex(hex.key), iv, sealed, aad);
          const expected = ours && result === 'valid';
          count(tally, tcId, opened !== undefined, expected);
          if (!expected) continue;
          expect(opened === undefined ? '' : toHex(opened)).toBe(toHex(msg));
          const key = await importAes(fromHex(hex.key));
          expect(toHex(await gcmSeal(key, iv, msg, aad))).toBe(toHex(sealed));
        }
      }
      expect(tally.wrong).toEqual([]);
      expect(tally.accepted).toBeGreaterThan(30);
      expect(tally.accepted + tally.refused).toBe(316);
    },
  );

  test.skipIf(hkdfGroups === undefined)('HKDF-SHA256', async () => {
    const tally: Tally = { accepted: 0, refused: 0, wrong: [] };
    for (const { tests } of hkdfGroups ?? []) {
      for (const { tcId, result, size, ...hex } of tests) {
        const material = await importKeyMaterial(fromHex(hex.ikm));
        const derived = await deriveBytes(
          material,
          fromHex(hex.info),
          size,
          fromHex(hex.salt),
        ).catch(() => undefined);
        const agrees = derived !== undefined && toHex(derived) === hex.okm;
        count(tally, tcId, agrees, result === 'valid');
      }
    }
    expect(tally.wrong).toEqual([]);
    expect(tally.accepted + tally.refused).toBe(86);
  });

  test.skipIf(hmacGroups === undefined)('HMAC-SHA256: whole tags only', async () => {
    const tally: Tally = { accepted: 0, refused: 0, wrong: [] };
    for (const group of hmacGroups ?? []) {
      for (const { tcId, result, ...hex } of group.tests) {
        const algorithm = { name: 'HMAC', hash: 'SHA-256' };
        const key = await crypto.subtle.importKey('raw', fromHex(hex.key), algorithm, false, [
          'sign',
          'verify',
        ]);
        const expected = result === 'valid' && group['tagSize'] === 256;
        count(tally, tcId, await macVerify(key, fromHex(hex.tag), fromHex(hex.msg)), expected);
        if (expected) expect(toHex(await macSign(key, fromHex(hex.msg)))).toBe(hex.tag);
      }
    }
    expect(tally.wrong).toEqual([]);
    expect(tally.accepted + tally.refused).toBe(174);
  });
});

function importAes(key: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** The vault only ever derives 256-bit keys; a shorter one is not ours to open with. */
async function openAs256(
  key: Uint8Array<ArrayBuffer>,
  nonce: Uint8Array<ArrayBuffer>,
  sealed: Uint8Array<ArrayBuffer>,
  additional: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array | undefined> {
  if (key.length !== 32) return undefined;
  try {
    return await gcmOpen(await importAes(key), nonce, sealed, additional);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
