import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StatusReference } from '@signet/contracts/credential-status';
import type { ProofingStep } from '@signet/contracts/facts';
import type { KeyedByProofing } from '../db/made-elsewhere.ts';
import { statusOf } from '../credential-status/read-status.ts';
import { accounts, applications, identities } from '../db/schema.ts';
import { instant } from '../instant.ts';
import { applicantsIn, indexOf } from '../testing/applicants.ts';
import type { House } from '../testing/house.ts';
import { openHouseWithProofing, type PretendProofing } from '../testing/house-with-proofing.ts';
import type { Script } from '../testing/pretend-proofing.ts';

const day = 24 * 60 * 60_000;
const sealed = 'bytes.that.the.bff.cannotread';
let house: House;
let proofing: PretendProofing;
let close: () => Promise<void>;
let applicants: ReturnType<typeof applicantsIn>;
beforeAll(async () => {
  ({ house, proofing, close } = await openHouseWithProofing());
  applicants = applicantsIn(house, proofing);
});
afterAll(() => close());
beforeEach(() => {
  proofing.answers({});
  house.wait(7 * 60 * 60_000);
});

describe('one person, one account (PROOF-21)', () => {
  test('a second account is told when its information matched, and gets no further', async () => {
    const first = await applicants.newApplicant();
    await applicants.proveAll(first, 'quinn');
    await applicants.take(first, 'issue');
    const second = await applicants.newApplicant();
    await applicants.take(second, 'examine-document');
    const { value } = await applicants.take(second, 'check-information', {
      facts: { ssnIndex: indexOf('quinn') },
    });
    expect(value.application.state).toBe('duplicate');
    for (const step of ['send-code', 'issue'] as const)
      expect((await applicants.take(second, step)).problem.code).toBe('wrong_step');
    expect(JSON.stringify(value)).not.toContain(first.accountId);
    // Once the other account is gone, asking again leads on.
    house.bff.db.delete(accounts).where(eq(accounts.id, first.accountId)).run();
    const again = await applicants.take(second, 'check-information', {
      facts: { ssnIndex: indexOf('quinn') },
    });
    expect(again.value.application.state).toBe('information-checked');
  });

  test('of two accounts that come at once proofing is asked about one, so that it sends no notice of nothing to the other (PROOF-22)', async () => {
    const [one, other] = [await applicants.newApplicant(), await applicants.newApplicant()];
    for (const applicant of [one, other]) await applicants.proveAll(applicant, 'at-once');
    const issue = { step: 'issue', request: sealed } as const;
    for (const [at, outcome] of (['unavailable', 'issued'] as const).entries()) {
      const { promise: after, resolve: answer } = Promise.withResolvers<void>();
      const calls = proofing.calls.length;
      proofing.answers({ after, result: outcome });
      const asked = one.ask('submitStep', issue);
      await expect.poll(() => proofing.calls.length).toBe(calls + 1);
      expect((await other.ask('submitStep', issue)).problem.code).toBe('temporarily_unavailable');
      expect(proofing.calls.length).toBe(calls + 1);
      expect(await applicants.stateOf(other)).toBe('address-confirmed');
      answer();
      expect((await asked).status).toBe(200);
      // Who was not issued keeps nobody out.
      proofing.answers({ result: 'not_satisfied' });
      const later = await other.ask('submitStep', issue);
      expect(later.problem?.code).toBe(at === 0 ? undefined : 'identity_in_use');
    }
  });

  test('of two accounts whose requests overlap none the less one is issued, and what was made for the other is not handed over', async () => {
    const [one, other] = [await applicants.newApplicant(), await applicants.newApplicant()];
    for (const applicant of [one, other]) await applicants.proveAll(applicant, 'twice');
    const inUse = house.recorded('proofing.identity-in-use').length;
    const { promise: after, resolve: answer } = Promise.withResolvers<void>();
    const calls = proofing.calls.length;
    proofing.answers({ after });
    const asked: ReturnType<typeof one.ask<'submitStep'>>[] = [];
    for (const applicant of [one, other]) {
      asked.push(applicant.ask('submitStep', { step: 'issue', request: sealed }));
      await expect.poll(() => proofing.calls.length).toBe(calls + asked.length);
      // Longer than anybody waits for proofing.
      house.wait(2 * 60_000);
    }
    answer();
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409']);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.problem.code).toBe('identity_in_use');
    expect(JSON.stringify(refused)).not.toContain(proofing.reply);
    const states = [await applicants.stateOf(one), await applicants.stateOf(other)];
    expect(states.map(String).toSorted()).toEqual(['duplicate', 'issued']);
    expect(
      house.bff.db
        .select()
        .from(identities)
        .where(eq(identities.ssnIndex, indexOf('twice') as KeyedByProofing))
        .all(),
    ).toHaveLength(1);
    expect(house.recorded('proofing.identity-in-use')).toHaveLength(inUse + 1);
  });

  test.each<[string, string, Script]>([
    ['was refused', 'kept-refused', { result: 'not_satisfied' }],
    ['waits for two operators', 'kept-parked', { result: 'in_review' }],
    ['could not be decided', 'kept-undecided', { result: 'unavailable' }],
    ['got no answer', 'kept-unanswered', { raw: { status: 500, body: '' } }],
  ])('whoever %s keeps the person themselves out of nothing', async (_how, person, script) => {
    const impostor = await applicants.newApplicant();
    await applicants.proveAll(impostor, person);
    await applicants.take(impostor, 'issue', script);
    const owner = await applicants.newApplicant();
    await applicants.proveAll(owner, person);
    await applicants.take(owner, 'issue');
    expect(await applicants.stateOf(owner)).toBe('issued');
    expect((await applicants.take(impostor, 'issue')).problem.code).toBe('identity_in_use');
    expect(await applicants.stateOf(impostor)).toBe('duplicate');
  });

  describe.each<[string, ProofingStep[]]>([
    ['phone', ['send-code', 'redeem-code', 'issue']],
    ['letter', ['send-letter', 'redeem-letter', 'issue']],
  ])('by %s', (way, steps) => {
    test('one’s own ticket does not go with the document of somebody who has no account', async () => {
      const own = indexOf(`${way}-first`);
      const first = await applicants.newApplicant();
      await applicants.proveAll(first, `${way}-first`);
      await applicants.take(first, 'issue');
      for (const step of steps) {
        const second = await applicants.newApplicant();
        const lent = indexOf(`${way}-${step}`);
        await applicants.take(second, 'examine-document');
        await applicants.take(second, 'check-information', { facts: { ssnIndex: own } });
        expect(await applicants.stateOf(second)).toBe('duplicate');
        // The ticket that matched is kept; the application is somebody else's from now on.
        await applicants.take(second, 'examine-document');
        await applicants.take(second, 'check-information', { facts: { ssnIndex: lent } });
        for (const before of steps.slice(0, steps.indexOf(step)))
          expect((await applicants.take(second, before, { ticketOf: lent })).status).toBe(200);
        const state = await applicants.stateOf(second);
        const { problem } = await applicants.take(second, step, { ticketOf: own });
        expect(problem.code).toBe('temporarily_unavailable');
        expect(await applicants.statementOf()).toMatchObject({ step, ssnIndex: lent });
        expect(await applicants.stateOf(second)).toBe(state);
        expect((await applicants.take(second, step, { ticketOf: lent })).status).toBe(200);
      }
    });
  });

  test('the database itself refuses a second row for a person or an account', async () => {
    const [one, other] = [await applicants.newApplicant(), await applicants.newApplicant()];
    const row = (accountId: typeof one.accountId, index: string) => {
      const ssnIndex = index as KeyedByProofing;
      return house.bff.db.insert(identities).values({ accountId, ssnIndex, claimedAt: 1 }).run();
    };
    row(one.accountId, 'only');
    expect(() => row(other.accountId, 'only')).toThrow(/UNIQUE/);
    expect(() => row(one.accountId, 'another')).toThrow(/UNIQUE/);
  });

  test('an account that proved one person is not issued another', async () => {
    const seller = await applicants.newApplicant();
    await applicants.proveAll(seller, 'seller');
    await applicants.take(seller, 'issue');
    await seller.ask('startProofing', { anew: true });
    await applicants.take(seller, 'examine-document');
    const { value } = await applicants.take(seller, 'check-information', {
      facts: { ssnIndex: indexOf('buyer') },
    });
    expect(value.application.state).toBe('duplicate');
  });
});

test('what is proved anew ends every copy of before, and none of its own, however often it is asked for (PROOF-12)', async () => {
  const owner = await applicants.newApplicant();
  const issued = async (step: 'issue' | 'top-up' = 'issue') => {
    expect((await applicants.take(owner, step)).status).toBe(200);
    return (await applicants.statementOf())['statuses'] as StatusReference[];
  };
  /** Whether it is relayed, with the bff's word that the shown copy stands. */
  const relayed = async (shown: StatusReference | undefined) => {
    const before = proofing.calls.length;
    const { status } = await owner.ask('submitStep', {
      step: 'top-up',
      request: 'bytes.that.the.bff.cannotread',
      shown,
    });
    if (status !== 200) return { status, asked: proofing.calls.length - before };
    return { status, shown: (await applicants.statementOf())['shown'] };
  };
  const said = (places: readonly StatusReference[]) => [
    ...new Set(places.map((place) => statusOf(house.bff, owner.accountId, place))),
  ];
  await applicants.proveAll(owner, 'again-and-again');
  const first = [...(await issued()), ...(await issued('top-up'))];
  expect(said(first)).toEqual(['valid']);
  await owner.ask('startProofing', { anew: true });
  await applicants.proveAll(owner, 'again-and-again');
  expect(said([...first, ...(await issued('top-up'))])).toEqual(['valid']);
  expect(await relayed(first[0])).toEqual({ status: 200, shown: first[0] });
  const second = await issued();
  // All of it on one day, by which a copy does not tell.
  expect(await relayed(first[0])).toEqual({ status: 409, asked: 0 });
  expect(await relayed(second[0])).toEqual({ status: 200, shown: second[0] });
  const stranger = await applicants.newApplicant();
  expect(await relayed(house.status(stranger.accountId))).toEqual({ status: 409, asked: 0 });
  expect(said(first)).toEqual([undefined]);
  expect(said(second)).toEqual(['valid']);
  // Whoever closed the page too early asks again.
  const again = await issued();
  expect(said([...second, ...again, ...(await issued('top-up'))])).toEqual(['valid']);
});

test('whoever moved begins anew; what was issued stays until the new one is (PROOF-12)', async () => {
  const owner = await applicants.newApplicant();
  await applicants.proveAll(owner, 'moved');
  await applicants.take(owner, 'issue');
  expect((await owner.ask('startProofing', {})).value.state).toBe('issued');
  expect((await owner.ask('startProofing', { anew: true })).value.state).toBe('started');
  expect((await owner.ask('startProofing', { anew: true })).value.state).toBe('started');
  expect((await owner.ask('readSession', {})).value).toMatchObject({ verified: true });
  // More copies of what is held are signed meanwhile, and again of what is issued then.
  for (const step of ['examine-document', 'check-information', 'send-code'] as const) {
    const facts = step === 'check-information' ? { ssnIndex: indexOf('moved') } : {};
    await applicants.take(owner, step, { facts });
    expect((await applicants.take(owner, 'top-up')).status).toBe(200);
    expect(await applicants.statementOf()).toMatchObject({
      verifiedAt: expect.stringMatching(/^2\d{3}-/),
    });
  }
  await applicants.take(owner, 'redeem-code');
  await applicants.take(owner, 'issue');
  expect((await applicants.take(owner, 'top-up')).status).toBe(200);
  expect(await applicants.stateOf(owner)).toBe('issued');
  expect(
    house.bff.db
      .select()
      .from(applications)
      .where(eq(applications.accountId, owner.accountId))
      .all(),
  ).toHaveLength(2);
});

test('since when the person counts as verified is when the last code came back, whenever it is asked for (PROOF-12)', async () => {
  const owner = await applicants.newApplicant();
  const at = instant(house.bff.now());
  const confirmed = {
    kind: 'address_confirmed',
    evidence: 'phone_account',
    source: 'carrier',
    method: 'sms-code',
    result: 'yes',
    at,
  };
  for (const step of ['examine-document', 'check-information', 'send-code'] as const)
    await applicants.take(owner, step);
  await applicants.take(owner, 'redeem-code', { facts: { facts: [confirmed] } });
  for (const _time of ['first', 'again']) {
    house.wait(20 * day);
    owner.browser.keep(house.signIn(owner.accountId));
    await applicants.take(owner, 'issue');
    await applicants.take(owner, 'top-up');
    expect(await applicants.statementOf()).toMatchObject({ step: 'top-up', verifiedAt: at });
  }
  // An earlier release counted from when it was asked for. What is signed for whoever never sealed it counts from then.
  house.bff.db
    .update(accounts)
    .set({ verifiedAt: Date.parse(at) + 20 * day })
    .where(eq(accounts.id, owner.accountId))
    .run();
  await applicants.take(owner, 'issue');
  await applicants.take(owner, 'top-up');
  expect(await applicants.statementOf()).toMatchObject({ step: 'top-up', verifiedAt: at });
  // It ends a year from then, and not from when it was asked for.
  house.wait(325 * day);
  owner.browser.keep(house.signIn(owner.accountId));
  expect((await applicants.take(owner, 'top-up')).problem.code).toBe('wrong_step');
  expect(await applicants.stateOf(owner)).toBeUndefined();
});
