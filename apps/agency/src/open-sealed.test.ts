import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateSync } from 'node:zlib';
import { SDJwtInstance } from '@sd-jwt/core';
import { CompactEncrypt, CompactSign, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSealed } from './open-sealed.ts';

const clientId = 'urn:test:agency';
const nonce = 'n'.repeat(22);
const releaseSecret = 's'.repeat(43);
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');
const now = () => Math.floor(Date.now() / 1_000);
const encoded = (text: string) => new TextEncoder().encode(text);
const pair = () => generateKeyPair('ES256', { extractable: true });
type Pair = Awaited<ReturnType<typeof pair>>;

const signerOf =
  ({ privateKey }: Pair) =>
  async (signed: string) => {
    const [head = '', body = ''] = signed.split('.');
    const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as { alg: string };
    const payload = Buffer.from(body, 'base64url');
    const jws = await new CompactSign(payload).setProtectedHeader(header).sign(privateKey);
    return jws.split('.')[2] ?? '';
  };

let keys: { proofing: Pair; holder: Pair; status: Pair; agency: Pair };
let issuer: string;
let list: string;
const server = createServer((_request, response) => response.end(list));
beforeAll(async () => {
  const [proofing, holder, status] = await Promise.all([pair(), pair(), pair()]);
  const agency = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  keys = { proofing, holder, status, agency };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const lst = deflateSync(Buffer.alloc(16)).toString('base64url');
  list = await new SignJWT({ status_list: { bits: 2, lst } })
    .setProtectedHeader({ alg: 'ES256', typ: 'statuslist+jwt' })
    .setSubject(`${issuer}/list`)
    .sign(status.privateKey);
});
afterAll(() => server.close());

type Changed = {
  readonly typ?: string;
  /** What the holder signs beside the rest. */
  readonly bound?: object;
  /** What stands beside the code. */
  readonly secret?: string | null;
  readonly nonceAsked?: string;
};

/** What the agency gets of a credential that is signed by the key that signs credentials. */
async function opened({
  typ = 'dc+sd-jwt',
  bound = { release_secret_sha256: sha256(releaseSecret) },
  secret = releaseSecret,
  nonceAsked = nonce,
}: Changed = {}): Promise<Record<string, unknown>> {
  const { proofing, holder, status, agency } = keys;
  const { kty = '', crv = '', x = '', y = '' } = await exportJWK(holder.publicKey);
  const sdJwt = new SDJwtInstance({
    hasher: (text) =>
      createHash('sha256')
        .update(text as string)
        .digest(),
    hashAlg: 'sha-256',
    saltGenerator: () => randomBytes(16).toString('base64url'),
    signAlg: 'ES256',
    signer: signerOf(proofing),
    kbSignAlg: 'ES256',
    kbSigner: signerOf(holder),
  });
  const credential = await sdJwt.issue(
    {
      iss: issuer,
      iat: now(),
      exp: now() + 60,
      vct: 'urn:signet:credential:identity:1',
      cnf: { jwk: { kty, crv, x, y } },
      status: { status_list: { uri: `${issuer}/list`, idx: 3 } },
      given_name: 'Marisol',
    } as Record<string, unknown>,
    { _sd: ['given_name'] } as never,
    { header: { typ } },
  );
  const presentation = await sdJwt.present(credential, { given_name: true } as never, {
    kb: { payload: { aud: clientId, nonce, iat: now(), ...bound } },
  });
  const jwe = await new CompactEncrypt(encoded(presentation))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
    .encrypt(agency.publicKey);
  return openSealed(jwe, {
    clientId,
    nonce: nonceAsked,
    digest: sha256(jwe),
    releaseSecret: secret,
    openingKey: agency.privateKey,
    issuer,
    credentialKey: await exportJWK(proofing.publicKey),
    statusKey: await exportJWK(status.publicKey),
  });
}

test('a credential is opened, and nothing else that its key may have signed (AGENCY-22)', async () => {
  expect(await opened()).toMatchObject({ given_name: 'Marisol' });
  for (const typ of ['JWT', 'vc+sd-jwt', 'kb+jwt'])
    await expect(opened({ typ })).rejects.toMatchObject({ code: 'credential_type' });
});

describe('what comes from another browser than the one in which it was agreed to is refused (AGENCY-54)', () => {
  // prettier-ignore
  test.each<[string, string, Changed]>([
    ['nothing beside the code',               'release_secret_missing', { secret: null }],
    ['a secret of its own',                   'release_secret',         { secret: 't'.repeat(43) }],
    ['an empty one',                          'release_secret',         { secret: '' }],
    ['the digest in the place of the secret', 'release_secret',         { secret: sha256(releaseSecret) }],
    ['one for what the holder bound to none', 'release_secret',         { bound: {} }],
    ['none, for what is bound to none',       'release_secret_missing', { bound: {}, secret: null }],
  ])('with %s: %s', async (_what, code, changed) => {
    await expect(opened(changed)).rejects.toMatchObject({ name: 'SealedClaimsRefused', code });
  });

  test('and with the right one what is of another login all the same', async () => {
    await expect(opened({ nonceAsked: 'of-another-login' })).rejects.toThrow(/nonce/i);
  });
});
