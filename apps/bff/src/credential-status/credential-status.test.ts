import { inflateSync } from 'node:zlib';
import { importJWK, jwtVerify } from 'jose';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { credential } from '@signet/contracts/claims';
import {
  statusAt,
  statusList,
  statusListPayload,
  statusListType,
  type StatusReference,
} from '@signet/contracts/credential-status';
import type { AccountId } from '@signet/contracts/ids';
import { createCitizen } from '../testing/citizen.ts';
import type { House } from '../testing/house.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { rememberSubject, subjectAt } from '../signals/agency-subjects.ts';
import { openHouseWithProofing, type PretendProofing } from '../testing/house-with-proofing.ts';
import { allocateStatuses } from './allocate.ts';
import { invalidateCredentials, reinstateIdentity, suspendIdentity } from './change-status.ts';
import { identityCommand } from './identity-command.ts';
import { statusOf } from './read-status.ts';
import { credentialStatus } from './schema.ts';

const sealed = 'bytes.that.the.bff.cannotread';
let house: House;
let proofing: PretendProofing;
let agency: TestAgency;
let close: () => Promise<void>;
beforeAll(async () => {
  agency = await testAgency('harbor', { claims: ['given_name'] });
  ({ house, proofing, close } = await openHouseWithProofing([agency]));
});
afterAll(() => close());

let count = 0;
async function verified() {
  const citizen = createCitizen(house, `holder-${(count += 1)}@example.test`);
  const accountId = house.signUp(citizen.email);
  citizen.browser.keep(house.signIn(accountId));
  await citizen.ask('startProofing', {});
  for (const step of [
    'examine-document',
    'check-information',
    'send-code',
    'redeem-code',
    'issue',
  ] as const) {
    const confirmation = {
      codeHash: 'h'.repeat(43),
      expiresAt: new Date(house.bff.now() + 600_000).toISOString(),
    };
    proofing.answers(step === 'send-code' ? { facts: { confirmation } } : {});
    expect((await citizen.ask('submitStep', { step, request: sealed })).status).toBe(200);
  }
  return { citizen, accountId, statuses: await placesGiven() };
}

/** The places in the last statement that the bff signed. */
async function placesGiven(): Promise<StatusReference[]> {
  const call = proofing.calls.at(-1);
  if (call === undefined) throw new Error('proofing was not asked');
  const { claims } = await proofing.statementOf(call.body, house.bff.keys.relayKey);
  return claims['statuses'] as StatusReference[];
}

/** As an agency reads it: fetched, verified, unpacked. */
async function published({ status_list: { uri, idx } }: StatusReference) {
  const response = await fetch(uri);
  expect(response.headers.get('content-type')).toBe('application/statuslist+jwt');
  expect(response.headers.get('cache-control')).toContain(`max-age=${statusList.ttl}`);
  const { d: _private, ...publicKey } = house.bff.keys.statusKey;
  const { payload } = await jwtVerify(await response.text(), await importJWK(publicKey, 'ES256'), {
    typ: statusListType,
    subject: uri,
    currentDate: new Date(house.bff.now()),
  });
  const { status_list } = v.parse(statusListPayload, payload);
  return statusAt(inflateSync(Buffer.from(status_list.lst, 'base64url')), idx);
}

const change = (how: typeof suspendIdentity | typeof reinstateIdentity, accountId: AccountId) => {
  house.wait(6_000);
  return house.bff.db.transaction((tx) => how(house.bff, tx, accountId, 'fraud-suspected'));
};

describe('each copy has a place of its own, drawn at random (AGENCY-20)', () => {
  test('a batch gets as many places as it has copies, all different, in no order', async () => {
    const { statuses } = await verified();
    const places = statuses.map(({ status_list }) => status_list.idx);
    expect(new Set(places).size).toBe(credential.copies);
    expect(places).not.toEqual(places.toSorted((one, other) => one - other));
    expect(Math.max(...places) - Math.min(...places)).toBeGreaterThan(statusList.size / 8);
  });

  test('a list that is half full is followed by another', () => {
    const { bff } = house;
    const accountId = house.signUp('many@example.test');
    const rows = Array.from({ length: statusList.size / 2 }, (_none, at) => ({
      list: 7,
      idx: at * 2,
      ownerDigest: null,
      status: 0,
      expiresAt: bff.now() + 1_000,
    }));
    bff.db.transaction((tx) => {
      for (let at = 0; at < rows.length; at += 4_096)
        tx.insert(credentialStatus)
          .values(rows.slice(at, at + 4_096))
          .run();
    });
    const given = allocateStatuses(bff, bff.db, accountId, 2, bff.now());
    expect(given.map(({ status_list }) => status_list.uri)).toEqual(
      [8, 8].map((list) => `${house.issuer}/credential-status/${list}`),
    );
  });

  test('the table does not say whose a place is', () => {
    const { $client } = house.bff.db;
    const rows = $client.prepare('SELECT * FROM credential_status LIMIT 50').all();
    expect(JSON.stringify(rows)).not.toContain('sub_');
  });
});

describe('a suspended identity (AGENCY-21)', () => {
  test('is suspended in every copy, stands again when reinstated, and its owner is told', async () => {
    const { accountId, citizen, statuses } = await verified();
    const all = () => Promise.all(statuses.map(published));
    const says = async () =>
      (await citizen.ask('readSession', {})).value as { readonly suspended: boolean };
    expect(await says()).toMatchObject({ suspended: false });
    expect(new Set(await all())).toEqual(new Set(['valid']));
    expect(change(suspendIdentity, accountId)).toBe(true);
    expect(change(suspendIdentity, accountId)).toBe(false);
    expect(new Set(await all())).toEqual(new Set(['suspended']));
    expect(await says()).toMatchObject({ suspended: true });
    expect(change(reinstateIdentity, accountId)).toBe(true);
    expect(await says()).toMatchObject({ suspended: false });
    house.wait(6_000);
    expect(new Set(await all())).toEqual(new Set(['valid']));
    const letters = await house.lettersTo(citizen.email);
    expect(letters.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['identity-suspended', 'identity-reinstated']),
    );
  });

  test('nobody else is touched', async () => {
    const [one, other] = [await verified(), await verified()];
    change(suspendIdentity, one.accountId);
    expect(new Set(await Promise.all(other.statuses.map(published)))).toEqual(new Set(['valid']));
  });

  test('gets no copies, neither anew nor more of them, and proofing is not asked', async () => {
    const { accountId, citizen } = await verified();
    change(suspendIdentity, accountId);
    const asked = proofing.calls.length;
    for (const step of ['issue', 'top-up'] as const) {
      const { problem } = await citizen.ask('submitStep', { step, request: sealed });
      expect(problem.code).toBe('identity_suspended');
    }
    expect(proofing.calls).toHaveLength(asked);
  });
});

describe('the operator’s command (AGENCY-21, AUTH-20)', () => {
  const run = (...words: string[]) => identityCommand(house.bff, words);

  test('suspends by account or by the place that an agency names, and shows no value', async () => {
    const { accountId, statuses } = await verified();
    const { uri, idx } = statuses[2]?.status_list ?? { uri: '', idx: -1 };
    const list = uri.slice(uri.lastIndexOf('/') + 1);
    expect(run('show', accountId)).toBe(`${accountId}: not suspended; places given for 8 copies.`);
    expect(run('suspend', `${list}:${idx}`, 'death')).toContain('Suspended');
    expect(run('show', accountId)).toMatch(
      /suspended since .* \(death\); places given for 8 copies/,
    );
    expect(run('suspend', accountId, 'death')).toContain('already');
    expect(run('reinstate', accountId)).toContain('Reinstated');
    expect(run('reinstate', accountId)).toContain('not suspended');
  });

  test('by the identifier that an agency has of the person, who shared with it', async () => {
    const { accountId } = await verified();
    const whose = `${agency.clientId}/${subjectAt(house.bff, agency, accountId)}`;
    expect(() => run('show', whose)).toThrow('no account');
    house.bff.db.transaction((tx) => rememberSubject(house.bff, tx, agency, accountId));
    expect(run('show', whose)).toContain(`${accountId}: not suspended`);
    expect(() => run('show', whose.replace('/', '-other/'))).toThrow('No agency is');
  });

  test.each([
    [['suspend', 'sub_00000000000000000000000000', 'death'], 'no account'],
    [['suspend', '5:1', 'death'], 'no account'],
    [['show', '9999:1'], 'no account'],
  ])('%j is refused', (words, reason) => {
    expect(() => run(...words)).toThrow(reason);
  });

  test('a reason is a word of the list, so that nobody is described in it', async () => {
    const { accountId } = await verified();
    expect(() => run('suspend', accountId, 'Oda moved away')).toThrow('must be one of');
  });

  test.each([[], ['suspend'], ['unlock', 'x']])('%j explains itself or refuses', (...words) => {
    const said = () => run(...words);
    if (words.length > 1) expect(said).toThrow();
    else expect(said()).toContain('usage');
  });
});

test('the copies of an account that is gone are invalid, for good, and nobody’s (AUTH-12)', async () => {
  const { accountId, statuses } = await verified();
  const [first] = statuses;
  if (first === undefined) throw new Error('no place');
  house.bff.db.transaction((tx) => invalidateCredentials(house.bff, tx, accountId));
  change(suspendIdentity, accountId);
  change(reinstateIdentity, accountId);
  house.wait(6_000);
  expect(await published(first)).toBe('invalid');
  expect(statusOf(house.bff, accountId, first)).toBeUndefined();
});

describe('topping up', () => {
  test('leaves the application as old as it is, and takes ten tries a day (PROOF-12)', async () => {
    const { citizen } = await verified();
    const before = house.bff.db.$client.prepare('SELECT updated_at FROM applications').all();
    house.wait(1_000);
    for (let at = 0; at < 10; at += 1)
      expect((await citizen.ask('submitStep', { step: 'top-up', request: sealed })).status).toBe(
        200,
      );
    const answer = await citizen.ask('submitStep', { step: 'top-up', request: sealed });
    expect(answer.problem.code).toBe('too_many_attempts');
    expect(house.bff.db.$client.prepare('SELECT updated_at FROM applications').all()).toEqual(
      before,
    );
  });

  test('is for those who are verified', async () => {
    const citizen = createCitizen(house, 'unverified@example.test');
    citizen.browser.keep(house.signIn(house.signUp(citizen.email, null)));
    await citizen.ask('startProofing', {});
    const answer = await citizen.ask('submitStep', { step: 'top-up', request: sealed });
    expect(answer.problem.code).toBe('wrong_step');
  });
});

test.each(['0', '99', '1e1', '-1', 'x'])('there is no list %s', async (list) => {
  expect((await fetch(`${house.issuer}/credential-status/${list}`)).status).toBe(404);
});

test('a place of another person, or of another list, is not in force (AGENCY-4)', async () => {
  const [one, other] = [await verified(), await verified()];
  const [place] = one.statuses;
  if (place === undefined) throw new Error('no place');
  expect(statusOf(house.bff, one.accountId, place)).toBe('valid');
  expect(statusOf(house.bff, other.accountId, place)).toBeUndefined();
  const { uri: own } = place.status_list;
  const number = own.slice(own.lastIndexOf('/') + 1);
  for (const uri of [
    own.replace(house.issuer, 'http://elsewhere.test'),
    `${house.issuer}/credential-status/0${number}`,
    `${house.issuer}/credential-status/${Number(number) + 1}`,
    house.issuer,
  ])
    expect(
      statusOf(house.bff, one.accountId, { status_list: { ...place.status_list, uri } }),
    ).toBeUndefined();
});
