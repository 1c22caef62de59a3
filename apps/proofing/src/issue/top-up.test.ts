import { createHash } from 'node:crypto';
import {
  CompactSign,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  type CryptoKey,
} from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { credential } from '@signet/contracts/claims';
import type { StatusReference } from '@signet/contracts/credential-status';
import { topUpAudience, topUpNonce, type StepInput } from '@signet/contracts/proofing-wire';
import { ids, otherIds, tickets } from '../testing/applicant.ts';
import { openHouse, type House } from '../testing/house.ts';

type HolderKey = StepInput<'issue'>['holderKeys'][number];
type Holder = { readonly publicKey: HolderKey; readonly privateKey: CryptoKey };

const day = 86_400_000;
let house: House;
let holder: Holder;
let next: Holder;
let held: string;
const begun = Date.parse('2026-03-10T14:05:06.700Z');

beforeAll(async () => {
  house = await openHouse();
  [holder, next] = [await newHolder(), await newHolder()];
  const ticket = await house.ticket(tickets.confirmed);
  const { outcome } = await house.take('issue', { holderKeys: [holder.publicKey] }, { ticket });
  held = outcome?.result === 'issued' ? (outcome.credentials[0] ?? '') : '';
});
afterAll(() => house.close());
beforeEach(() => void (house.clock.at = begun));

async function newHolder(): Promise<Holder> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  return { privateKey, publicKey: (await exportJWK(publicKey)) as HolderKey };
}

type Binding = {
  readonly aud?: string;
  readonly nonce?: string;
  readonly iat?: number;
  readonly typ?: string;
  readonly by?: CryptoKey;
  readonly of?: string;
};

/** The browser's part: the copy with a key binding over it. */
async function shown(shownCopy: string, binding: Binding = {}): Promise<string> {
  const payload = {
    aud: binding.aud ?? topUpAudience,
    nonce: binding.nonce ?? (await topUpNonce([next.publicKey])),
    iat: binding.iat ?? Math.floor(house.clock.at / 1000),
    sd_hash: createHash('sha256')
      .update(binding.of ?? shownCopy)
      .digest('base64url'),
  };
  const jwt = await new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'ES256', typ: binding.typ ?? credential.keyBindingType })
    .sign(binding.by ?? holder.privateKey);
  return shownCopy + jwt;
}

/** The copy that is held, with other words under our own signature. */
async function signedAnew(changes: object): Promise<string> {
  const [signed = '', ...rest] = held.split('~');
  const jwt = await new CompactSign(
    Buffer.from(JSON.stringify({ ...decodeJwt(signed), ...changes })),
  )
    .setProtectedHeader({ ...decodeProtectedHeader(signed), alg: 'ES256' })
    .sign(house.keys.credential.key);
  return [jwt, ...rest].join('~');
}

const topUp = async (presentation: string, more = {}) =>
  house.take('top-up', { presentation, holderKeys: [next.publicKey] }, more);

const placeOf = (text: string) =>
  decodeJwt<{ status: StatusReference }>(text.split('~')[0] ?? '').status;

const valuesOf = (text: string) =>
  text
    .split('~')
    .slice(1, -1)
    .map((one) => JSON.parse(Buffer.from(one, 'base64url').toString()) as unknown[])
    .map(([, name, value]) => [name, value])
    .toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1));

test('a copy that is held gives another for a new key: the same words, the same end (AGENCY-20)', async () => {
  house.clock.at += 40 * day;
  const { outcome, ticket, facts } = await topUp(await shown(held));
  const [text = ''] = outcome?.result === 'issued' ? outcome.credentials : [];
  expect(valuesOf(text)).toEqual(valuesOf(held));
  const [before, after] = [held, text].map((one) => decodeJwt(one.split('~')[0] ?? ''));
  const { cnf, status, iat, _sd, ...kept } = after ?? {};
  const { cnf: _cnf, status: _status, iat: iatBefore, _sd: _before, ...same } = before ?? {};
  expect(kept).toEqual(same);
  expect(cnf).toMatchObject({ jwk: { x: next.publicKey.x } });
  expect(status).toMatchObject({ status_list: { idx: 0 } });
  expect(Number(iat) - Number(iatBefore)).toBe(40 * 86_400);
  expect(ticket).toBeUndefined();
  expect(facts).toMatchObject({ step: 'top-up', result: 'issued', facts: [] });
});

// prettier-ignore
test.each<[string, string, number, boolean]>([
  ['of whoever turned 21 meanwhile',     '2005-03-20', 10, true],
  ['of whoever turns 21 the day after',  '2005-03-21', 10, false],
  ['of whoever turned 21 the day of it', '2005-03-10', 0,  true],
])('a copy %s says what is so of the day on which it is signed again (AGENCY-53)', async (_who, birthDate, days, isOver21) => {
  const { attributes, ...rest } = tickets.confirmed as { readonly attributes: object };
  const ticket = await house.ticket({ ...rest, attributes: { ...attributes, birthDate } } as never);
  const { outcome: first } = await house.take('issue', { holderKeys: [holder.publicKey] }, { ticket });
  const [before = ''] = first?.result === 'issued' ? first.credentials : [];
  house.clock.at += days * day;
  const { outcome } = await topUp(await shown(before));
  const [after = ''] = outcome?.result === 'issued' ? outcome.credentials : [];
  const said = Object.fromEntries(valuesOf(after)) as Record<string, unknown>;
  expect(said).toMatchObject({ birthdate: birthDate, age_over_18: true, age_over_21: isOver21 });
});

describe('what is not a good copy of this very account gives nothing (AGENCY-20)', () => {
  const without = (text: string, at: number) =>
    text.split('~').filter((_one, index) => index !== at);
  // prettier-ignore
  test.each<[string, () => Promise<string>, object?]>([
    ['for another account',              () => shown(held), otherIds],
    ['by another holder',                () => shown(held, { by: next.privateKey })],
    ['for other keys',                   () => shown(held, { nonce: 'of-other-keys' })],
    ['for an agency',                    () => shown(held, { aud: 'urn:test:harbor' })],
    ['of ten minutes ago',               () => shown(held, { iat: Math.floor(begun / 1000) - 600 })],
    ['by a token of another kind',       () => shown(held, { typ: 'JWT' })],
    ['over another copy',                () => shown(held, { of: `${held}x` })],
    ['with a claim kept back',           () => shown(without(held, 3).join('~'))],
    ['with a claim shown twice',         () => shown(held.replace('~', `~${held.split('~')[1] ?? ''}~`))],
    ['with another signature',           () => shown(held.replace(/\.[^.~]+~/, `.${'A'.repeat(86)}~`))],
    ['without a key binding',            async () => held],
    ['that is nothing',                  async () => 'nothing'],
  ])('%s', async (_what, make, more) => {
    const { outcome, ticket } = await topUp(await make(), more);
    expect(outcome).toEqual({ result: 'not_accepted' });
    expect(ticket).toBeUndefined();
  });

  // prettier-ignore
  test.each<[string, string, string]>([
    ['of the day of the last proofing',  '2026-03-10T23:59:59.999Z', 'issued'],
    ['of the day before it',             '2026-03-11T00:00:00.000Z', 'not_accepted'],
  ])('%s: verified at %s, %s', async (_what, verifiedAt, result) => {
    house.clock.at += 2 * day;
    expect((await topUp(await shown(held), { verifiedAt })).outcome?.result).toBe(result);
  });

  test('of an earlier proofing of the same day, whose place the bff does not call valid any more (PROOF-12)', async () => {
    const { uri } = placeOf(held).status_list;
    const another = { status_list: { uri, idx: 17 } };
    expect((await topUp(await shown(held), { shown: another })).outcome).toEqual({
      result: 'not_accepted',
    });
    const elsewhere = {
      status_list: { ...placeOf(held).status_list, uri: uri.replace('/1', '/2') },
    };
    expect((await topUp(await shown(held), { shown: elsewhere })).outcome).toEqual({
      result: 'not_accepted',
    });
    expect(await topUp(await shown(held), { shown: null })).toMatchObject({
      status: 401,
      code: 'statement_not_accepted',
    });
  });

  test('where the bff does not say since when the person counts as verified', async () => {
    expect(await topUp(await shown(held), { verifiedAt: null })).toMatchObject({
      status: 401,
      code: 'statement_not_accepted',
    });
  });

  // prettier-ignore
  test.each<[string, object, string]>([
    ['as it is held',         {},                                        'issued'],
    ['of another issuer',     { iss: 'https://elsewhere.example.test' }, 'not_accepted'],
    ['of another type',       { vct: 'https://elsewhere.example.test' }, 'not_accepted'],
    ['that ends this second', { exp: Math.floor(begun / 1_000) },        'not_accepted'],
  ])('signed by us, %s', async (_what, changes, result) => {
    expect((await topUp(await shown(await signedAnew(changes)))).outcome?.result).toBe(result);
  });

  test('that has expired', async () => {
    house.clock.at += 366 * day;
    expect((await topUp(await shown(held))).outcome).toEqual({ result: 'not_accepted' });
  });
});

test('without places in a status list nothing is signed (AGENCY-21)', async () => {
  expect(await topUp(await shown(held), { ...ids, statuses: [] })).toMatchObject({
    status: 401,
    code: 'statement_not_accepted',
  });
});
