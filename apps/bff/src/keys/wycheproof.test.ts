import { createPublicKey, createSecretKey } from 'node:crypto';
import type { JWK } from 'jose';
import { describe, expect, test } from 'vitest';
import { wycheproof } from '@signet/contracts/testing/wycheproof';
import { openGcm } from './open-gcm.ts';
import { verifyEs256 } from './verify-es256.ts';

const sealings = wycheproof<Record<'key' | 'iv' | 'aad' | 'msg' | 'ct' | 'tag', string>>('aes_gcm');
const signatures = wycheproof<{ msg: string; sig: string }>('ecdsa_secp256r1_sha256_p1363');
const jwss = wycheproof<{ jws: string }>('json_web_signature');

const bytes = (hex: string) => Buffer.from(hex, 'hex');

/** What became of each case, and those that ended otherwise than they should. */
function tally(cases: readonly { tcId: number; valid: boolean; accepted: boolean }[]) {
  return {
    accepted: cases.filter(({ accepted }) => accepted).length,
    refused: cases.filter(({ accepted }) => !accepted).length,
    wrong: cases.filter(({ valid, accepted }) => valid !== accepted).map(({ tcId }) => tcId),
  };
}

describe('Wycheproof, through the bff’s own checks on Node’s primitives', () => {
  test.skipIf(signatures === undefined)(
    'ECDSA P-256: what verifies a presentation’s signatures accepts every valid one and no other (AGENCY-4)',
    () => {
      const cases = (signatures ?? []).flatMap(({ publicKeyDer, tests }) => {
        const der = bytes(String(publicKeyDer));
        const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
        const jwk = key.export({ format: 'jwk' }) as JWK;
        return tests.map(({ tcId, result, msg, sig }) => ({
          tcId,
          valid: result === 'valid',
          accepted: verifyEs256(jwk, bytes(msg), bytes(sig)),
        }));
      });
      expect(tally(cases).wrong).toEqual([]);
      expect(cases).toHaveLength(262);
      expect(tally(cases).accepted).toBeGreaterThan(150);
    },
  );

  test.skipIf(jwss === undefined)(
    'JWS: of all algorithms and keys it accepts ES256 alone, by keys that are to verify (AGENCY-4)',
    () => {
      const cases = (jwss ?? []).flatMap((group) => {
        const jwk = (group['public'] ?? group['private']) as JWK;
        return group.tests.map(({ tcId, result, jws }) => {
          const [header = '', payload = '', signature = ''] = jws.split('.');
          const signed = Buffer.from(`${header}.${payload}`);
          const accepted = verifyEs256(jwk, signed, Buffer.from(signature, 'base64url'));
          const ours = jwk.kty === 'EC' && jwk.crv === 'P-256';
          return { tcId, valid: ours && result === 'valid', accepted };
        });
      });
      expect(tally(cases)).toEqual({ accepted: 2, refused: 399, wrong: [] });
    },
  );

  test.skipIf(sealings === undefined)(
    'AES-GCM: what opens rows and releases opens 256-bit keys, 96-bit nonces and 128-bit tags alone (AGENCY-3)',
    () => {
      const cases = (sealings ?? []).flatMap(({ keySize, ivSize, tagSize, tests }) =>
        tests.map(({ tcId, result, key, iv, aad, msg, ct, tag }) => {
          const ours = keySize === 256 && ivSize === 96 && tagSize === 128;
          const opened = open(bytes(key), bytes(iv), bytes(ct + tag), bytes(aad));
          const accepted = opened?.equals(bytes(msg)) === true;
          if (!accepted) expect(opened).toBeUndefined();
          return { tcId, valid: ours && result === 'valid', accepted };
        }),
      );
      expect(tally(cases).wrong).toEqual([]);
      expect(cases).toHaveLength(316);
      expect(tally(cases).accepted).toBeGreaterThan(30);
    },
  );
});

function open(key: Buffer, nonce: Buffer, sealed: Buffer, additional: Buffer): Buffer | undefined {
  try {
    return openGcm(createSecretKey(key), nonce, sealed, additional);
  } catch {
    return undefined;
  }
}
