import { describe, expect, test } from 'vitest';
import { encodeBase64url } from './crypto/base64url.ts';
import { linerSubtle } from './testing/liner.ts';
import { fromHex, toHex, wycheproof } from './testing/wycheproof.ts';

// The vault itself uses no curve but Ed25519; what seals requests, tickets and releases (ECDH-ES) and what signs credentials and key
// bindings (ES256) rests on the same WebCrypto. Here other people's code is asked whether it is right.

const agreements = wycheproof<{ public: JsonWebKey; private: JsonWebKey; shared: string }>(
  'ecdh_secp256r1_webcrypto',
)?.flatMap(({ tests }) => tests);
const signatures = wycheproof<{ msg: string; sig: string }>(
  'ecdsa_secp256r1_sha256_p1363',
)?.flatMap(({ publicKey, tests }) =>
  tests.map((one) => ({ ...one, point: (publicKey as { uncompressed: string }).uncompressed })),
);

/** Curves in script are slow: `npm run test:long` asks about all, every other run about one in eight. */
const asked = process.env['VAULT_LONG'] === undefined ? 8 : 1;
const ecdh = { name: 'ECDH', namedCurve: 'P-256' };
const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

async function agreed(
  subtle: SubtleCrypto,
  publicJwk: JsonWebKey,
  privateJwk: JsonWebKey,
): Promise<string> {
  try {
    const theirs = await subtle.importKey('jwk', publicJwk, ecdh, true, []);
    const own = await subtle.importKey('jwk', privateJwk, ecdh, true, ['deriveBits']);
    return toHex(
      new Uint8Array(await subtle.deriveBits({ name: 'ECDH', public: theirs }, own, 256)),
    );
  } catch {
    return 'refused';
  }
}

async function verified(
  subtle: SubtleCrypto,
  point: string,
  signature: string,
  message: string,
): Promise<boolean> {
  try {
    const [x, y] = [fromHex(point).slice(1, 33), fromHex(point).slice(33)].map(encodeBase64url);
    const jwk = { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' };
    const key = await subtle.importKey('jwk', jwk, ecdsa, true, ['verify']);
    return await subtle.verify(ecdsa, key, fromHex(signature), fromHex(message));
  } catch {
    return false;
  }
}

describe('WebCrypto and webcrypto-liner say the same of a curve, and Wycheproof too', () => {
  test.skipIf(agreements === undefined)(
    'ECDH P-256',
    async () => {
      const liner = linerSubtle();
      const wrong: number[] = [];
      const apart: number[] = [];
      for (const [at, { tcId, result, shared, ...keys }] of (agreements ?? []).entries()) {
        const native = await agreed(crypto.subtle, keys.public, keys.private);
        if ((native === shared) !== (result === 'valid')) wrong.push(tcId);
        // A point that is none is refused by both, or by ours alone: only ours has to.
        if (result !== 'valid' || at % asked !== 0) continue;
        if ((await agreed(liner, keys.public, keys.private)) !== native) apart.push(tcId);
      }
      expect({ wrong, apart }).toEqual({ wrong: [], apart: [] });
    },
    120_000,
  );

  test.skipIf(signatures === undefined)(
    'ECDSA P-256 with SHA-256',
    async () => {
      const liner = linerSubtle();
      const wrong: number[] = [];
      const apart: number[] = [];
      for (const [at, { tcId, result, point, sig, msg }] of (signatures ?? []).entries()) {
        const native = await verified(crypto.subtle, point, sig, msg);
        if (native !== (result === 'valid')) wrong.push(tcId);
        // The liner pads what is too short and takes it (tcId 121…151): one more reason why it gives a second opinion and nothing else.
        if (at % asked !== 0 || sig.length !== 128) continue;
        if ((await verified(liner, point, sig, msg)) !== native) apart.push(tcId);
      }
      expect({ wrong, apart }).toEqual({ wrong: [], apart: [] });
    },
    120_000,
  );
});
