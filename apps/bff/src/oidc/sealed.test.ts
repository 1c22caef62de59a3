import { createHash } from 'node:crypto';
import { SDJwtInstance } from '@sd-jwt/core';
import { eq } from 'drizzle-orm';
import { compactDecrypt, compactVerify, decodeJwt, decodeProtectedHeader, importJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openSealed } from '../../../agency/src/open-sealed.ts';
import { sealedDigestClaim } from '@signet/contracts/consent';
import type { AccountId } from '@signet/contracts/ids';
import { newReleaseSecret, releaseSecretParameter } from '@signet/contracts/release-secret';
import { reinstateIdentity, suspendIdentity } from '../credential-status/change-status.ts';
import { accounts } from '../db/schema.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { sealForAgency, sealRelease, type Sealed } from '../testing/holder.ts';
import { openHouse, type House } from '../testing/house.ts';
import { person, readableValues } from '../testing/person.ts';
import { createClient, createVisit } from '../testing/visit.ts';

type Transaction = Parameters<Parameters<House['bff']['db']['transaction']>[0]>[0];

let house: House;
let vault: TestAgency;
let other: TestAgency;
let accountId: AccountId;
beforeAll(async () => {
  const claims = ['given_name', 'family_name', 'birthdate', 'email'] as const;
  vault = await testAgency('vault', { claims, sealed: true });
  other = await testAgency('other', { claims, sealed: true });
  house = await openHouse([vault, other]);
  accountId = house.signUp('sealed@example.test');
});
afterAll(() => house.close());

async function untilConsent(agency = vault, whose = accountId, extra: Record<string, string> = {}) {
  const client = await createClient(house, agency);
  const visit = await createVisit(house, whose);
  const uid = await visit.login(
    await visit.arrive(client.authorizationUrl('openid profile email', extra)),
  );
  const details = await visit.details(uid);
  return { client, visit, uid, details };
}

async function released() {
  const { client, visit, uid, details } = await untilConsent();
  const sealed = await sealForAgency(await visit.presentation(details, false), vault);
  const location = await visit.consent(uid, details.requestedClaims, sealed);
  const tokens = await client.redeem(location);
  return { client, location, sealed, tokens, details };
}

test('the agency opens it with stock libraries; the bff hands on what it cannot read (AGENCY-22)', async () => {
  const { client, sealed, tokens, location, details } = await released();
  const userinfo = (await (await client.rawUserinfo(tokens.access_token)).json()) as {
    readonly _claim_names: Record<string, string>;
    readonly _claim_sources: { readonly signet: { readonly JWT: string } };
  };
  expect(new URL(location).searchParams.get('code')).not.toContain('~');
  expect(userinfo).toMatchObject({
    email: 'sealed@example.test',
    _claim_names: {
      given_name: 'signet',
      family_name: 'signet',
      birthdate: 'signet',
      level: 'signet',
    },
  });
  expect(userinfo._claim_names).not.toHaveProperty('email');
  const jwe = userinfo._claim_sources.signet.JWT;
  expect(jwe).toBe(sealed.release);

  const { plaintext } = await compactDecrypt(jwe, vault.openingKey as CryptoKey);
  const presentation = new TextDecoder().decode(plaintext);
  const key = await importJWK(house.proofing.jwk, 'ES256');
  const sdJwt = new SDJwtInstance({
    hasher: (text) =>
      createHash('sha256')
        .update(text as string)
        .digest(),
    verifier: async (signed, signature) => {
      await compactVerify(`${signed}.${signature}`, key);
      return true;
    },
    kbVerifier: async (signed, signature, { cnf }) => {
      await compactVerify(`${signed}.${signature}`, await importJWK(cnf?.jwk as never, 'ES256'));
      return true;
    },
  });
  const { payload } = await sdJwt.verify(presentation, {
    keyBindingNonce: details.keyBinding.nonce,
  });
  expect(payload).toMatchObject({ given_name: person.given_name, birthdate: person.birthdate });
  expect(payload).not.toHaveProperty('account');
});

describe('a yes and the browser in which it was said (AGENCY-54)', () => {
  type Login = Awaited<ReturnType<typeof untilConsent>>;
  const besideCode = (location: string) =>
    new URL(location).searchParams.get(releaseSecretParameter);

  /** What somebody's page makes, which was told the key binding of a login: their own, or another. */
  async function yesOf({ visit, details }: Login, told: Login) {
    const { secret, digest } = await newReleaseSecret();
    const asked = { ...details, keyBinding: told.details.keyBinding };
    const presentation = await visit.presentation(asked, false, { secretDigest: digest });
    return { ...(await sealForAgency(presentation, vault)), releaseSecret: secret };
  }
  /** The bff has the code of a login made for what it likes, and whoever began that one comes back with it. */
  const comesBack = ({ visit, uid, details }: Login, sealed: Sealed) =>
    visit.consent(uid, details.requestedClaims, sealed);
  /** What the agency makes of it, by the code of the sample. */
  async function atAgency({ client, details }: Login, location: string) {
    const { access_token: token, id_token: idToken = '' } = await client.redeem(location);
    const userinfo = (await (await client.rawUserinfo(token)).json()) as {
      readonly _claim_sources: { readonly signet: { readonly JWT: string } };
    };
    const { d: _private, ...statusKey } = house.bff.keys.statusKey;
    return (releaseSecret = besideCode(location)) =>
      openSealed(userinfo._claim_sources.signet.JWT, {
        clientId: vault.clientId,
        nonce: details.keyBinding.nonce,
        digest: decodeJwt(idToken)[sealedDigestClaim],
        releaseSecret,
        openingKey: vault.openingKey as CryptoKey,
        issuer: house.issuer,
        credentialKey: house.proofing.jwk,
        statusKey,
      });
  }
  const theirName = { given_name: person.given_name };

  test('who said yes is let in, by a stock client, which is given the whole callback and hands the bff the code of it alone', async () => {
    const theirs = await untilConsent();
    const sealed = await yesOf(theirs, theirs);
    const location = await comesBack(theirs, sealed);
    const fetched = vi.spyOn(globalThis, 'fetch');
    onTestFinished(() => fetched.mockRestore());
    const open = await atAgency(theirs, location);
    expect(await open()).toMatchObject(theirName);
    const sent = await Promise.all(
      fetched.mock.calls.map(async ([to, { body = null, headers } = {}]) => [
        JSON.stringify([to, Object.fromEntries(new Headers(headers))]),
        await new Response(body).text(),
      ]),
    );
    expect(sent.join()).toContain(new URL(location).searchParams.get('code'));
    expect(sent.join()).not.toContain(sealed.releaseSecret);
  });

  test('who began another login, to which it was brought, is not: nothing but the secret is missing', async () => {
    const [theirs, ofAttacker] = [await untilConsent(), await untilConsent()];
    const { releaseSecret, ...brought } = await yesOf(theirs, ofAttacker);
    const open = await atAgency(ofAttacker, await comesBack(ofAttacker, brought));
    await expect(open()).rejects.toMatchObject({ code: 'release_secret_missing' });
    const { secret: madeUp } = await newReleaseSecret();
    await expect(open(madeUp)).rejects.toMatchObject({ code: 'release_secret' });
    expect(await open(releaseSecret)).toMatchObject(theirName);
  });

  test('nor are two whose releases were exchanged', async () => {
    const [one, other] = [await untilConsent(), await untilConsent()];
    const [ofOne, ofOther] = [await yesOf(one, other), await yesOf(other, one)];
    const exchanged = [
      await atAgency(one, await comesBack(one, { ...ofOther, releaseSecret: ofOne.releaseSecret })),
      await atAgency(
        other,
        await comesBack(other, { ...ofOne, releaseSecret: ofOther.releaseSecret }),
      ),
    ];
    for (const open of exchanged)
      await expect(open()).rejects.toMatchObject({ code: 'release_secret' });
  });

  test('nor who comes with the secret of an earlier yes of theirs, or with that release', async () => {
    const [before, now] = [await untilConsent(), await untilConsent()];
    const earlier = await yesOf(before, before);
    const again = await yesOf(now, now);
    const { releaseSecret } = earlier;
    const mixed = await atAgency(now, await comesBack(now, { ...again, releaseSecret }));
    await expect(mixed()).rejects.toMatchObject({ code: 'release_secret' });
    const third = await untilConsent();
    const replayed = await atAgency(third, await comesBack(third, earlier));
    await expect(replayed()).rejects.toThrow(/nonce/i);
  });

  test('what a request says of a secret stands in no answer', async () => {
    const theirs = await untilConsent(vault, accountId, { [releaseSecretParameter]: 'theirs' });
    const { releaseSecret: _kept, ...sealed } = await yesOf(theirs, theirs);
    const location = await comesBack(theirs, sealed);
    expect([besideCode(location), location.includes('theirs')]).toEqual([null, false]);
  });
});

test('its digest stands in the ID token, which carries no attribute (AGENCY-5, AGENCY-22)', async () => {
  const { tokens, sealed } = await released();
  const [, payload = ''] = (tokens.id_token ?? '').split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<
    string,
    unknown
  >;
  expect(claims[sealedDigestClaim]).toBe(
    createHash('sha256').update(sealed.release).digest('base64url'),
  );
  for (const value of readableValues) expect(JSON.stringify(claims)).not.toContain(value);
});

test('the holder signs the agency’s own nonce, which only the agency can compare (AGENCY-22)', async () => {
  const { client, details } = await untilConsent();
  const asked = new URL(client.authorizationUrl('openid profile')).searchParams.get('nonce');
  expect(details.keyBinding).toEqual({
    audience: vault.clientId,
    nonce: asked,
    now: expect.any(String),
  });
  expect(Math.abs(Date.parse(details.keyBinding.now) - house.bff.now())).toBeLessThan(10_000);
});

test.each([undefined, 'too short'])('a request with the nonce %s is refused', async (nonce) => {
  const client = await createClient(house, vault);
  const visit = await createVisit(house, accountId);
  const response = await visit.browser.send(client.authorizationUrl('openid profile', { nonce }));
  const location = new URL(response.headers.get('location') ?? '');
  expect(location.origin + location.pathname).toBe(vault.redirectUris[0]);
  expect(location.searchParams.get('error')).toBe('invalid_request');
});

const altered = async (presentation: string, alter: (jwe: string) => string) => {
  const sealed = await sealForAgency(presentation, vault);
  return { ...sealed, release: alter(sealed.release) };
};
const saying = (changes: Readonly<Record<string, unknown>>) => (jwe: string) => {
  const header = { ...decodeProtectedHeader(jwe), ...changes };
  const [, ...rest] = jwe.split('.');
  return [Buffer.from(JSON.stringify(header)).toString('base64url'), ...rest].join('.');
};

describe('a release that is not sealed for this agency is not taken (AGENCY-22)', () => {
  // prettier-ignore
  test.each<[string, (presentation: string) => ReturnType<typeof sealForAgency>]>([
    ['to another agency',         (one) => sealForAgency(one, other)],
    ['by another algorithm',      (one) => sealForAgency(one, vault, { enc: 'A128GCM' })],
    ['as something else',         (one) => sealForAgency(one, vault, { typ: 'JWT' })],
    ['with other content',        (one) => sealForAgency(one, vault, { cty: 'JWT' })],
    ['for the bff, as split code', (one) => sealRelease(one)],
    ['but cut short',             (one) => altered(one, (jwe) => jwe.slice(0, -1))],
    ['but with a wrapped key',    (one) => altered(one, (jwe) => jwe.replace('..', '.AAAA.'))],
    ['without an ephemeral key',  (one) => altered(one, saying({ epk: undefined }))],
    ['by another agreement',      (one) => altered(one, saying({ alg: 'ECDH-1PU' }))],
    ['but compressed',            (one) => altered(one, saying({ zip: 'DEF' }))],
  ])('%s', async (_what, seal) => {
    const { visit, uid, details } = await untilConsent();
    const answerTo = async (sealed: ReturnType<typeof sealForAgency>) => {
      const { requestedClaims: asked } = details;
      const addresses = await visit.addresses(asked);
      const body = { claims: asked, release: (await sealed).release, ...addresses };
      return (await visit.browser.post(`/interaction/${uid}/api/consent`, body)).json();
    };
    const presentation = await visit.presentation(details, false);
    expect(await answerTo(seal(presentation))).toMatchObject({ code: 'release_not_accepted' });
    // For nothing else than how it was sealed.
    expect(await answerTo(sealForAgency(presentation, vault))).toHaveProperty('resume');
  });
});

test('nothing readable of it is in the database or the output at any moment (AGENCY-3)', async () => {
  const { client, visit, uid, details } = await untilConsent();
  const sealed = await sealForAgency(await visit.presentation(details, false), vault);
  const location = await visit.consent(uid, details.requestedClaims, sealed);
  const looks = [house.bytesAtRest()];
  const tokens = await client.redeem(location);
  looks.push(house.bytesAtRest());
  await client.rawUserinfo(tokens.access_token);
  looks.push(house.bytesAtRest(), Buffer.from(house.output()));
  for (const bytes of looks)
    for (const value of readableValues) expect(bytes.includes(value)).toBe(false);
});

test('whoever never proved who they are is not called verified for something sealed (AGENCY-22)', async () => {
  const { visit, uid, details } = await untilConsent(
    vault,
    house.signUp('never-proofed@example.test', null),
  );
  const { release } = await sealForAgency('nothing that was proofed', vault);
  const { requestedClaims: claims } = details;
  const agreed = { claims, release, ...(await visit.addresses(claims)) };
  const answer = await visit.browser.post(`/interaction/${uid}/api/consent`, agreed);
  expect([answer.status, await answer.json()]).toMatchObject([
    422,
    { code: 'release_not_accepted' },
  ]);
});

describe('nothing sealed, which nobody here can look into, is shared (AGENCY-21, AGENCY-22)', () => {
  type Change = (of: AccountId) => unknown;
  const inOne = (change: (tx: Transaction, of: AccountId) => unknown) => (of: AccountId) =>
    house.bff.db.transaction((tx) => change(tx, of));
  const set = (values: Partial<typeof accounts.$inferInsert>) =>
    inOne((tx, of) => tx.update(accounts).set(values).where(eq(accounts.id, of)).run());

  // prettier-ignore
  test.each<[string, () => Change, () => Change]>([
    ['suspended', () => inOne((tx, of) => suspendIdentity(house.bff, tx, of, 'death')), () => inOne((tx, of) => reinstateIdentity(house.bff, tx, of))],
    ['frozen',    () => set({ frozenAt: house.bff.now(), verifiedAt: null }), () => set({ frozenAt: null, verifiedAt: house.bff.now() })],
  ])('while the identity is %s', async (what, begin, end) => {
    const owner = house.signUp(`${what}@example.test`);
    begin()(owner);
    const { visit, uid, details } = await untilConsent(vault, owner);
    const { release } = await sealForAgency(await visit.presentation(details, false), vault);
    const { requestedClaims: claims } = details;
    const agreed = { claims, release, ...(await visit.addresses(claims)) };
    const answer = async () =>
      (await visit.browser.post(`/interaction/${uid}/api/consent`, agreed)).json();
    expect(await answer()).toMatchObject({ code: `identity_${what}` });
    end()(owner);
    expect(await answer()).toHaveProperty('resume');
  });
});
