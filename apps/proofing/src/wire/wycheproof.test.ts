import { createCipheriv, createHash, createPublicKey, randomBytes } from 'node:crypto';
import { importJWK, type CryptoKey, type JWK } from 'jose';
import { describe, expect, test } from 'vitest';
import { sealedRequestType } from '@signet/contracts/proofing-wire';
import { relayStatementType } from '@signet/contracts/relay-wire';
import type { Registry } from '@signet/contracts/registry';
import type { ProofingKeys } from '../keys/proofing-keys.ts';
import { wycheproof } from '@signet/contracts/testing/wycheproof';
import { isSignedBy } from '../issue/open-copy.ts';
import { decryptRequest, openRequest } from './sealed-request.ts';
import { verifyStatement, type Statement } from './statement.ts';

const agreements = wycheproof<{ public: JWK; private: JWK; shared: string }>(
  'ecdh_secp256r1_webcrypto',
);
const signatures = wycheproof<{ msg: string; sig: string }>('ecdsa_secp256r1_sha256_p1363');
const jwss = wycheproof<{ jws: string }>('json_web_signature');
const jwes = wycheproof<{ jwe: string }>('json_web_encryption');
const signed = (signatures ?? []).flatMap(({ publicKeyDer, tests }) => {
  const der = Buffer.from(String(publicKeyDer), 'hex');
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' }).export({
    format: 'jwk',
  });
  return tests.map((one) => ({ ...one, publicKey: publicKey as JWK }));
});

const place = { applicationId: `app_${'0'.repeat(26)}`, step: 'send-code' } as const;
const now = new Date('2026-01-01T12:00:00Z');
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const requestOf = { ...place, replyKey: randomBytes(32).toString('base64url'), input: {} };

describe('Wycheproof, through what opens and checks the wire', () => {
  test.skipIf(agreements === undefined)(
    'ECDH P-256: a request opens from a valid point, and from no other (PROOF-1)',
    async () => {
      const wrong: number[] = [];
      let opened = 0;
      for (const { tcId, result, shared, ...keys } of (agreements ?? []).flatMap(
        ({ tests }) => tests,
      )) {
        const agrees = await opens(keys.private, keys.public, Buffer.from(shared, 'hex'));
        if (agrees !== (result === 'valid')) wrong.push(tcId);
        if (agrees) opened += 1;
      }
      expect(wrong).toEqual([]);
      expect(opened).toBeGreaterThan(200);
    },
  );

  // A JWS is text and a vector's message is not, so the wrapper can be given the vectors' signatures, but not their messages.
  test.skipIf(signatures === undefined)(
    'ECDSA P-256: no signature of a vector makes a statement of the bff (PROOF-4)',
    async () => {
      const statement = statementOf();
      const accepted: number[] = [];
      for (const { tcId, publicKey, sig } of signed) {
        const jws = `${statement}.${Buffer.from(sig, 'hex').toString('base64url')}`;
        if (await vouches(publicKey, jws)) accepted.push(tcId);
      }
      expect(accepted).toEqual([]);
    },
  );

  test.skipIf(jwss === undefined)(
    'JWS: what checks a copy’s signatures accepts ES256 alone, by keys that are to verify (PROOF-4)',
    async () => {
      const cases = (jwss ?? []).flatMap(({ tests, ...group }) => {
        const key = (group['public'] ?? group['private']) as JWK;
        return tests.map((one) => ({ ...one, key }));
      });
      const wrong: number[] = [];
      let accepted = 0;
      for (const { tcId, result, jws, key } of cases) {
        const at = jws.lastIndexOf('.');
        const holds = await isSignedBy(key, jws.slice(0, Math.max(at, 0)), jws.slice(at + 1)).catch(
          () => false,
        );
        const ours = key.kty === 'EC' && key.crv === 'P-256';
        if (holds !== (ours && result === 'valid')) wrong.push(tcId);
        if (holds) accepted += 1;
      }
      expect(wrong).toEqual([]);
      expect(accepted).toBe(2);
      expect(cases).toHaveLength(401);
    },
  );

  test.skipIf(jwes === undefined)(
    'JWE: what opens a request opens ECDH-ES with A256GCM alone (PROOF-1)',
    async () => {
      const opened: number[] = [];
      const cases = (jwes ?? []).flatMap(({ tests, ...group }) =>
        tests.map((one) => ({ ...one, key: group['private'] as JWK })),
      );
      for (const { tcId, jwe, key } of cases) {
        const recipient = (await importJWK(key, 'ECDH-ES').catch(() => undefined)) as CryptoKey;
        if (await decryptRequest(jwe, recipient).catch(() => false)) opened.push(tcId);
      }
      // 78: acceptsEcdhEsA256Gcm.
      expect(opened).toEqual([78]);
      expect(cases).toHaveLength(139);
    },
  );

  test('a genuine signature does make one, and none of its degenerate relatives does', async () => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ]);
    const publicKey = (await crypto.subtle.exportKey('jwk', pair.publicKey)) as JWK;
    const statement = statementOf();
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    const signature = await crypto.subtle.sign(algorithm, pair.privateKey, Buffer.from(statement));
    const [r, s] = [new Uint8Array(signature, 0, 32), new Uint8Array(signature, 32)];
    const zero = Buffer.alloc(32);
    const judge = (...parts: Uint8Array[]) =>
      vouches(publicKey, `${statement}.${Buffer.concat(parts).toString('base64url')}`);
    expect(await judge(r, s)).toBe(true);
    for (const parts of [
      [zero, zero],
      [zero, s],
      [r, zero],
      [s, r],
      [r],
      [r, s, zero],
      [zero, r, s],
    ])
      expect(await judge(...parts)).toBe(false);
  });

  test.skipIf(signatures === undefined)(
    'ECDSA P-256: the platform, with the key as the wrapper imports it',
    async () => {
      const wrong: number[] = [];
      for (const { tcId, publicKey, result, msg, sig } of signed) {
        const key = (await importJWK(publicKey, 'ES256')) as CryptoKey;
        const [signature, message] = [Buffer.from(sig, 'hex'), Buffer.from(msg, 'hex')];
        const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
        const verified = await crypto.subtle.verify(algorithm, key, signature, message);
        if (verified !== (result === 'valid')) wrong.push(tcId);
      }
      expect(signed).toHaveLength(262);
      expect(wrong).toEqual([]);
    },
  );
});

/** Whether proofing, holding `recipient`, opens what a sender with `sender` and this secret sealed to it. */
async function opens(recipient: JWK, sender: JWK, secret: Buffer): Promise<boolean> {
  try {
    const encryption = (await importJWK(recipient, 'ECDH-ES')) as CryptoKey;
    const keys = { encryption } as ProofingKeys;
    const request = await openRequest(keys, sealed(sender, secret), place as Statement);
    return request.replyKey === requestOf.replyKey;
  } catch {
    return false;
  }
}

/** Compact JWE, ECDH-ES + A256GCM (RFC 7518 §4.6), from the agreed secret instead of a private key. */
function sealed({ kid: _kid, ...epk }: JWK, secret: Buffer): string {
  const header = encode({ alg: 'ECDH-ES', enc: 'A256GCM', typ: sealedRequestType, epk });
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', concatKdf(secret), nonce).setAAD(
    Buffer.from(header),
  );
  const body = Buffer.concat([cipher.update(JSON.stringify(requestOf)), cipher.final()]);
  const parts = [nonce, body, cipher.getAuthTag()].map((part) => part.toString('base64url'));
  return [header, '', ...parts].join('.');
}

/** One round of Concat KDF (SP 800-56A §5.8.1, RFC 7518 §4.6.2) with empty PartyUInfo and PartyVInfo. */
function concatKdf(secret: Buffer): Buffer {
  const number = (value: number) => Buffer.from(Uint32Array.of(value).buffer).swap32();
  const algorithm = Buffer.from('A256GCM');
  return createHash('sha256')
    .update(Buffer.concat([number(1), secret, number(algorithm.length), algorithm]))
    .update(Buffer.concat([number(0), number(0), number(256)]))
    .digest();
}

const digest = createHash('sha256').update('request').digest('base64url');

function statementOf(): string {
  const iat = now.getTime() / 1000;
  const payload = {
    accountId: `sub_${'0'.repeat(26)}`,
    ...place,
    requestDigest: digest,
    iss: 'signet-bff',
    iat,
    exp: iat + 60,
  };
  return `${encode({ alg: 'ES256', typ: relayStatementType })}.${encode(payload)}`;
}

async function vouches(relayKey: JWK, jws: string): Promise<boolean> {
  const registry = { bff: { relayKey } } as Registry;
  return verifyStatement(registry, jws, place.step, 'request', now).then(
    () => true,
    () => false,
  );
}
