import { createHash } from 'node:crypto';
import { CompactSign } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ClaimName } from '@signet/contracts/claims';
import {
  bindAgain,
  es256KeyPair,
  issueCredential,
  present,
  type Issue,
  type KeyPair,
  type Show,
} from '../testing/holder.ts';
import { person } from '../testing/person.ts';
import { verifyPresentation, type ExpectedPresentation } from './verify-presentation.ts';

const issuer = 'http://localhost:4000';
const accountId = 'sub_abcdefghjkmnpqrstvwxyz0123';
const request = { audience: 'urn:test:harbor', nonce: 'of-this-request' };
const agreed: readonly ClaimName[] = ['given_name', 'family_name', 'verified_at'];
const shown = ['given_name', 'family_name', 'verified_at', 'account'];
const status = { status_list: { idx: 7, uri: `${issuer}/credential-status/1` } };
const now = Math.floor(Date.now() / 1000);

let proofing: KeyPair;
let holder: KeyPair;
let stranger: KeyPair;

beforeAll(async () => {
  [proofing, holder, stranger] = await Promise.all([
    es256KeyPair(),
    es256KeyPair(),
    es256KeyPair(),
  ]);
});

const verify = async (presentation: string, changes: Partial<ExpectedPresentation> = {}) =>
  verifyPresentation(presentation, {
    issuer,
    credentialKey: proofing.jwk,
    ...request,
    accountId,
    claims: agreed,
    verifiedAt: undefined,
    consentedAt: now,
    now,
    isInForce: (one) => one.status_list.idx === status.status_list.idx,
    ...changes,
  });

const issue = (changes: Partial<Issue> = {}) =>
  issueCredential({
    issuer,
    accountId,
    signingKey: proofing.privateKey,
    holderKey: holder.jwk,
    status,
    ...changes,
  });

const show = async (issued: Partial<Issue> = {}, changes: Partial<Show> = {}) =>
  present(await issue(issued), {
    disclose: shown,
    holder: holder.privateKey,
    ...request,
    ...changes,
  });

/** Cuts the key binding off, lets `change` work on the parts, and binds what is left anew, as the holder could. */
async function rebound(change: (parts: string[]) => string[]) {
  const parts = (await show()).split('~').slice(0, -1);
  return bindAgain(`${change(parts).join('~')}~`, { holder: holder.privateKey, ...request });
}

type Signed = Record<string, unknown> & { _sd: string[] };

/** What proofing would never sign, signed by proofing all the same, and bound by the holder. */
async function resigned(
  change: (payload: Signed) => Record<string, unknown>,
  added: string[] = [],
) {
  const [jwt = '', ...disclosures] = (await show()).split('~').slice(0, -1);
  const payload = change(decode(jwt.split('.')[1] ?? '') as Signed);
  const signed = await new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'ES256', typ: 'dc+sd-jwt' })
    .sign(proofing.privateKey);
  const shown = `${[signed, ...disclosures, ...added].join('~')}~`;
  return bindAgain(shown, { holder: holder.privateKey, ...request });
}

/** A presentation with one more claim, disclosed under a digest that proofing signed. */
function withClaim(name: string, value: unknown, spelled = (disclosure: string) => disclosure) {
  const disclosure = spelled(encode(['salt', name, value]));
  const digest = createHash('sha256').update(disclosure).digest('base64url');
  return resigned((payload) => ({ ...payload, _sd: [...payload._sd, digest] }), [disclosure]);
}

/** Signed by ES256, whatever the header calls it. */
async function jwtSaying(header: object, [, payload = '']: string[], key: CryptoKey) {
  const signed = `${encode(header)}.${payload}`;
  const how = { name: 'ECDSA', hash: 'SHA-256' };
  const signature = await crypto.subtle.sign(how, key, Buffer.from(signed));
  return `${signed}.${Buffer.from(signature).toString('base64url')}`;
}

async function boundSaying(header: object): Promise<string> {
  const presentation = await show();
  const keyBinding = (presentation.split('~').at(-1) ?? '').split('.');
  const again = await jwtSaying(header, keyBinding, holder.privateKey);
  return presentation.replace(/[^~]+$/, again);
}

async function issuedSaying(header: object): Promise<string> {
  const [jwt = '', ...disclosures] = (await show()).split('~').slice(0, -1);
  const again = await jwtSaying(header, jwt.split('.'), proofing.privateKey);
  const shown = `${[again, ...disclosures].join('~')}~`;
  return bindAgain(shown, { holder: holder.privateKey, ...request });
}

/** The key binding says more, and the holder signed it. */
async function boundWith(more: Record<string, unknown>): Promise<string> {
  const presentation = await show();
  const [, payload = ''] = (presentation.split('~').at(-1) ?? '').split('.');
  const keyBinding = await new CompactSign(
    Buffer.from(JSON.stringify({ ...decode(payload), ...more })),
  )
    .setProtectedHeader({ alg: 'ES256', typ: 'kb+jwt' })
    .sign(holder.privateKey);
  return presentation.replace(/[^~]+$/, keyBinding);
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as object;

test('so is one of a credential that says openly when and by what its holder was verified, as they did before', async () => {
  const open = { verified_at: 1_764_000_000, evidence: ['state_id'] };
  expect(await verify(await show({ open }))).toMatchObject(open);
});

test('a presentation of exactly what was agreed to is taken', async () => {
  expect(await verify(await show())).toMatchObject({
    given_name: person.given_name,
    family_name: person.family_name,
    level: 'verified',
  });
});

test('the age of the key binding is measured at the consent, not at the redemption', async () => {
  const presentation = await show({}, { issuedAt: now - 299 });
  await expect(verify(presentation, { now: now + 120 })).resolves.toBeDefined();
});

describe('a presentation that is not what it must be is refused (AGENCY-4)', () => {
  // prettier-ignore
  const forgeries: [string, string, () => Promise<string>][] = [
    ['signed by someone else than proofing', 'issuer_signature', () => show({ signingKey: stranger.privateKey })],
    ['signed under "none"',                  'issuer_signature', () => rebound(([jwt = '', ...rest]) => [[encode({ alg: 'none', typ: 'dc+sd-jwt' }), jwt.split('.')[1], ''].join('.'), ...rest])],
    ['with an altered payload',              'issuer_signature', () => rebound(([jwt = '', ...rest]) => [jwt.split('.').map((part, at) => at === 1 ? encode({ ...decode(part), level: 'ial2' }) : part).join('.'), ...rest])],
    ['of another account',                   'account',          () => show({ accountId: 'sub_00000000000000000000000000' })],
    ['that hides whose it is',               'account',          () => show({}, { disclose: ['given_name', 'family_name'] })],
    ['for another agency',                   'audience',         () => show({}, { audience: 'urn:test:lantern' })],
    ['for another request',                  'nonce',            () => show({}, { nonce: 'of-another-request' })],
    ['bound too long ago',                   'age',              () => show({}, { issuedAt: now - 301 })],
    ['bound in the future',                  'age',              () => show({}, { issuedAt: now + 120 })],
    ['without its key binding',              'key_binding_missing',   async () => (await show()).replace(/[^~]+$/, '')],
    ['that is no SD-JWT at all',             'key_binding_missing',   async () => 'nothing'],
    ['bound by another key',                 'key_binding_signature', () => show({}, { holder: stranger.privateKey })],
    ['whose key binding is of another presentation', 'disclosures', async () => `${(await show()).replace(/[^~]+$/, '')}${(await show()).split('~').at(-1) ?? ''}`],
    ['with a disclosure that nobody signed', 'claims',           () => rebound((parts) => [...parts, encode(['salt', 'birthdate', '1990-01-01'])])],
    ['with a value put in place of a signed one', 'disclosures', () => rebound(([jwt = '', ...rest]) => [jwt, ...rest.map((one) => Buffer.from(one, 'base64url').includes('given_name') ? encode(['salt', 'given_name', 'Mallory']) : one)])],
    ['with a repeated disclosure',           'disclosures',      () => rebound((parts) => [...parts, parts[1] ?? ''])],
    ['with a disclosure that is no claim',   'disclosures',      () => rebound((parts) => [...parts, encode(['salt', 'element'])])],
    ['with an unreadable disclosure',        'disclosures',      () => rebound((parts) => [...parts, '!!'])],
    ['that shows more than was agreed to',   'claims',           () => show({}, { disclose: [...shown, 'birthdate'] })],
    ['that shows less than was agreed to',   'claims',           () => show({}, { disclose: ['given_name', 'account'] })],
    ['with a claim that nobody knows',       'claims',           () => show({ open: { favourite_color: 'green' } })],
    ['of another type',                      'credential_type',  () => show({ open: { vct: 'urn:test:library-card' } })],
    ['with another header type',             'credential_type',  () => show({ header: { typ: 'JWT' } })],
    ['of another installation',              'credential_issuer', () => show({ open: { iss: 'http://localhost:1' } })],
    ['that has expired',                     'credential_expired', () => show({ open: { exp: now - 1 } })],
    ['that never expires',                   'credential_expired', () => show({ open: { exp: undefined } })],
    ['that was suspended or revoked',        'credential_status', () => show({ status: { status_list: { ...status.status_list, idx: 8 } } })],
    ['that has no place in a status list',   'credential_status', () => show({ open: { status: undefined } })],
    ['whose status is no reference',         'credential_status', () => show({ open: { status: { status_list: { idx: -1, uri: status.status_list.uri } } } })],
    ['whose holder key is no key',           'key_binding_signature', () => show({ open: { cnf: { jwk: { kty: 'oct', k: 'AAAA' } } } })],
  ];

  test.each(forgeries)('%s', async (_what, code, make) => {
    await expect(verify(await make())).rejects.toMatchObject({ code });
  });
});

describe('of what RFC 9901 §7 refuses, and of what proofing never makes, nothing is taken, though proofing and the holder signed it (AGENCY-4)', () => {
  const withRegion: readonly ClaimName[] = [...agreed, 'region_of_residence'];

  test('as a control: one more claim, and a key binding that is still good', async () => {
    expect(
      await verify(await withClaim('region_of_residence', 'CA'), { claims: withRegion }),
    ).toMatchObject({ region_of_residence: 'CA' });
    await expect(verify(await boundWith({ exp: now + 60 }))).resolves.toBeDefined();
    for (const good of [
      boundSaying({ alg: 'ES256', typ: 'kb+jwt' }),
      issuedSaying({ alg: 'ES256', typ: 'dc+sd-jwt' }),
    ])
      await expect(verify(await good)).resolves.toBeDefined();
  });

  // prettier-ignore
  const refused: [string, string, () => Promise<string>][] = [
    ['a digest that stands twice',               'disclosures', () => resigned((payload) => ({ ...payload, _sd: [...payload._sd, payload._sd[0]] }))],
    ['digests that are no list',                 'disclosures', () => resigned((payload) => ({ ...payload, _sd: payload._sd[0] }))],
    ['no digests',                               'disclosures', () => resigned(({ _sd: _digests, ...payload }) => payload)],
    ['another hash',                             'disclosures', () => resigned((payload) => ({ ...payload, _sd_alg: 'sha-512' }))],
    ['no hash',                                  'disclosures', () => resigned(({ _sd_alg: _hash, ...payload }) => payload)],
    ['digests within an open claim',             'disclosures', () => resigned((payload) => ({ ...payload, status: { ...status, _sd: [] } }))],
    ['a hidden element of a list',               'disclosures', () => resigned((payload) => ({ ...payload, evidence: [{ '...': payload._sd[0] }] }))],
    ['a claim that is open and disclosed',       'disclosures', () => resigned((payload) => ({ ...payload, account: accountId }))],
    ['a date of issue that is still to come',    'credential_expired', () => resigned((payload) => ({ ...payload, iat: now + 120 }))],
    ['a date of issue that is none',             'credential_expired', () => resigned((payload) => ({ ...payload, iat: 'today' }))],
    ['a beginning that is still to come',        'credential_expired', () => resigned((payload) => ({ ...payload, nbf: now + 120 }))],
    ['a key binding that begins later',          'age',         () => boundWith({ nbf: now + 120 })],
    ['a key binding that is over',               'age',         () => boundWith({ exp: now - 120 })],
    ['a key binding that begins at no time',     'age',         () => boundWith({ nbf: { toString: 1 } })],
    ['a key binding that ends in words',         'age',         () => boundWith({ exp: 'never' })],
    ['a key binding by another name of ES256',   'key_binding_signature', () => boundSaying({ alg: 'none', typ: 'kb+jwt' })],
    ['a key binding of another kind',            'key_binding_signature', () => boundSaying({ alg: 'ES256', typ: 'JWT' })],
    ['a credential by another name of ES256',    'issuer_signature', () => issuedSaying({ alg: 'none', typ: 'dc+sd-jwt' })],
    ['a key binding that names no presentation', 'disclosures', () => boundWith({ sd_hash: undefined })],
    ['a JWT of four parts',                      'malformed',   async () => (await show()).replace('~', '.AAAA~')],
    ['a signature that is spelled otherwise',    'malformed',   async () => `${await show()}=`],
    ['a JWT that says no object',                'malformed',   () => rebound(([jwt = '', ...rest]) => [jwt.split('.').map((part, at) => at === 1 ? encode([]) : part).join('.'), ...rest])],
  ];

  test.each(refused)('%s', async (_what, code, make) => {
    await expect(verify(await make())).rejects.toMatchObject({ code });
  });

  // prettier-ignore
  test.each<[string, () => Promise<string>]>([
    ['digests within a disclosed value',         () => withClaim('region_of_residence', { _sd: [] })],
    ['deeper still',                             () => withClaim('region_of_residence', [{ state: { '...': 'digest' } }])],
    ['a disclosure whose salt is no text',       () => withClaim('region_of_residence', 'CA', () => encode([7, 'region_of_residence', 'CA']))],
    ['a disclosure that is spelled otherwise',   () => withClaim('region_of_residence', 'CA', (one) => `${one}=`)],
  ])('%s', async (_what, make) => {
    const presentation = await make();
    const refusal = { code: 'disclosures' };
    await expect(verify(presentation, { claims: withRegion })).rejects.toMatchObject(refusal);
  });
});
