import { describe, expect, test } from 'vitest';
import { loadLinerVerifier } from './testing/liner.ts';
import { refusal } from './testing/refusal.ts';
import { withoutNativeEd25519 } from './testing/without-native-ed25519.ts';
import { fromHex, wycheproof } from './testing/wycheproof.ts';
import { verifyEd25519 } from './verify-ed25519.ts';

const groups = wycheproof<{ msg: string; sig: string }>('ed25519');
const cases = (groups ?? []).flatMap((group) => {
  const { pk } = group['publicKey'] as { pk: string };
  return group.tests.map((test) => ({ ...test, publicKey: fromHex(pk) }));
});

async function misjudged(loadFallback?: Parameters<typeof verifyEd25519>[3]): Promise<number[]> {
  const wrong: number[] = [];
  for (const { tcId, publicKey, sig, msg, result } of cases) {
    const verified = await verifyEd25519(publicKey, fromHex(sig), fromHex(msg), loadFallback);
    if (verified !== (result === 'valid')) wrong.push(tcId);
  }
  return wrong;
}

async function signed() {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const message = new TextEncoder().encode('a registry');
  const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, message));
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return { publicKey, signature, message };
}

describe('verifyEd25519', () => {
  test.skipIf(groups === undefined)('Wycheproof, natively: 151 cases, none misjudged', async () => {
    expect(cases).toHaveLength(151);
    expect(await misjudged()).toEqual([]);
  });

  test.skipIf(groups === undefined)(
    'Wycheproof, on a platform without Ed25519, with the fallback',
    async () => {
      expect(await withoutNativeEd25519(() => misjudged(loadLinerVerifier))).toEqual([]);
    },
  );

  test('where the platform has Ed25519 the fallback is not even loaded', async () => {
    const { publicKey, signature, message } = await signed();
    const load = () => Promise.reject(new Error('was loaded'));
    expect(await verifyEd25519(publicKey, signature, message, load)).toBe(true);
    expect(await verifyEd25519(publicKey, signature, new Uint8Array(1), load)).toBe(false);
  });

  test('where nothing can verify, nothing is taken on trust', async () => {
    const { publicKey, signature, message } = await signed();
    const unavailable = () => Promise.reject(new Error('offline'));
    for (const load of [undefined, unavailable]) {
      const attempt = withoutNativeEd25519(() =>
        verifyEd25519(publicKey, signature, message, load),
      );
      expect(await refusal(attempt)).toBe('ed25519_unavailable');
    }
  });

  test('lengths and S < L are checked before a verifier runs', async () => {
    const { publicKey, signature, message } = await signed();
    const credulous = async () => () => true;
    const overL = signature.slice();
    overL.set(fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010'), 32);
    const verdicts = await withoutNativeEd25519(() =>
      Promise.all([
        verifyEd25519(publicKey, signature, message, credulous),
        verifyEd25519(publicKey, overL, message, credulous),
        verifyEd25519(publicKey, signature.subarray(1), message, credulous),
        verifyEd25519(publicKey.subarray(1), signature, message, credulous),
      ]),
    );
    expect(verdicts).toEqual([true, false, false, false]);
  });
});
