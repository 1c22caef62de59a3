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

const verify = (presentation: string, changes: Partial<ExpectedPresentation> = {}) =>
  verifyPresentation(presentation, {
    issuer,
    credentialKey: proofing.jwk,
    ...request,
    accountId,
    claims: agreed,
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
    ['bound by a token of another kind',     'key_binding_signature', async () => (await show()).replace(/[^~.]+(?=\.[^~]+$)(?<=~[^~.]+)/, encode({ alg: 'ES256', typ: 'JWT' }))],
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
