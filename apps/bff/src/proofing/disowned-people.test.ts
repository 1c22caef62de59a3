import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ApplicationId } from '@signet/contracts/ids';
import { identities, sessions } from '../db/schema.ts';
import { sweepExpired } from '../db/sweep-expired.ts';
import { disownedPeople, orphanedNotices } from '../identity/schema.ts';
import { applicantsIn, type TestApplicant } from '../testing/applicants.ts';
import { createCitizen } from '../testing/citizen.ts';
import { disavowalsIn, tokenIn } from '../testing/disavowals.ts';
import type { House } from '../testing/house.ts';
import { openHouseWithProofing, type PretendProofing } from '../testing/house-with-proofing.ts';
import { decideReview } from '../testing/operators.ts';
import type { Script } from '../testing/pretend-proofing.ts';

const day = 24 * 60 * 60_000;
const sealed = 'bytes.that.the.bff.cannotread';
let house: House;
let proofing: PretendProofing;
let close: () => Promise<void>;
let applicants: ReturnType<typeof applicantsIn>;
let disavowals: ReturnType<typeof disavowalsIn>;
beforeAll(async () => {
  ({ house, proofing, close } = await openHouseWithProofing());
  applicants = applicantsIn(house, proofing);
  disavowals = disavowalsIn(house, applicants);
});
afterAll(() => close());
beforeEach(() => {
  proofing.answers({});
  house.wait(7 * 60 * 60_000);
});

describe('whoever it really is can prove it in an account of their own, by two operators (PROOF-21, PROOF-22)', () => {
  const proveAnew = async (one: TestApplicant, person: string, script: Script = {}) => {
    one.browser.keep(house.signIn(one.accountId));
    house.wait(7 * 60 * 60_000);
    one.browser.keep(house.signIn(one.accountId));
    await one.ask('startProofing', {});
    await applicants.proveAll(one, person);
    await applicants.take(one, 'issue', script);
    return applicants.stateOf(one);
  };
  const nothing = async (_stranger: TestApplicant) => {};
  async function frozen(person: string, meanwhile = nothing, gone = false) {
    const stranger = await applicants.newApplicant();
    await applicants.proveAll(stranger, person);
    await applicants.take(stranger, 'issue');
    const token = tokenIn((await disavowals.noticesTo(stranger.email))[0]?.link ?? '');
    await meanwhile(stranger);
    const finder = createCitizen(house, 'finder@example.test');
    const { value } = await finder.ask('disavowIdentity', { token });
    expect(value).toEqual({ accountIsGone: gone });
    // It is used up.
    expect((await finder.ask('disavowIdentity', { token })).problem.code).toBe('link_expired');
    return stranger;
  }

  async function deleted(one: TestApplicant) {
    one.browser.keep(house.signIn(one.accountId));
    house.bff.db.update(sessions).set({ secretProvedAt: house.bff.now() }).run();
    expect((await one.ask('deleteAccount', {})).status).toBe(200);
  }

  test('once it is frozen, and not before; then the stranger’s account is the second one', async () => {
    const stranger = await applicants.newApplicant();
    await applicants.proveAll(stranger, 'freed');
    await applicants.take(stranger, 'issue');
    const owner = await applicants.newApplicant();
    expect(await proveAnew(owner, 'freed')).toBe('duplicate');
    const token = tokenIn((await disavowals.noticesTo(stranger.email))[0]?.link ?? '');
    await createCitizen(house, 'finder@example.test').ask('disavowIdentity', { token });
    expect(await proveAnew(owner, 'freed', { result: 'in_review' })).toBe('in-review');
    await disavowals.passBy(owner);
    expect(await applicants.stateOf(owner)).toBe('issued');
    // Asked for again it is settled.
    await applicants.take(owner, 'issue');
    expect(await applicants.statementOf()).not.toHaveProperty('disowned');
    expect(await proveAnew(stranger, 'freed')).toBe('duplicate');
    expect((await stranger.ask('readSession', {})).value).toMatchObject({ verified: false });
  });

  test('whoever repeats in the frozen account what passed before waits for two operators, and keeps its owner out of nothing (PROOF-23)', async () => {
    const impostor = await frozen('repeated');
    expect(await proveAnew(impostor, 'repeated')).toBe('address-confirmed');
    expect(await applicants.statementOf()).toMatchObject({ step: 'issue', disowned: true });
    // Whatever proofing says: without the two it is not handed over.
    expect((await applicants.take(impostor, 'issue')).problem.code).toBe('wrong_step');
    await applicants.take(impostor, 'issue', { result: 'in_review' });
    expect(await applicants.stateOf(impostor)).toBe('in-review');
    expect((await applicants.take(impostor, 'issue')).problem.code).toBe('wrong_step');
    expect((await impostor.ask('readSession', {})).value).toMatchObject({ verified: false });
    const owner = await applicants.newApplicant();
    expect(await proveAnew(owner, 'repeated', { result: 'in_review' })).toBe('in-review');
    await disavowals.passBy(owner);
    expect(await applicants.stateOf(owner)).toBe('issued');
    // Even if the operators are fooled too.
    impostor.browser.keep(house.signIn(impostor.accountId));
    expect((await applicants.take(impostor, 'issue')).problem.code).toBe('identity_in_use');
  });

  test.each(['a second account', 'another after deleting the first', 'another, deleting first'])(
    'whoever repeats it in %s waits for two operators there, as long as a notice counts (PROOF-22, PROOF-23)',
    async (where) => {
      const person = where.replaceAll(/\W+/g, '-');
      const deletesFirst = where === 'another, deleting first';
      const impostor = await frozen(person, deletesFirst ? deleted : nothing, deletesFirst);
      if (where === 'another after deleting the first') await deleted(impostor);
      if (where !== 'a second account') {
        house.wait(364 * day);
        sweepExpired(house.bff);
      }
      const again = await applicants.newApplicant();
      expect(await proveAnew(again, person)).toBe('address-confirmed');
      expect(await applicants.statementOf()).toMatchObject({ step: 'issue', disowned: true });
      expect((await applicants.take(again, 'issue')).problem.code).toBe('wrong_step');
      await disavowals.passBy(again);
      expect(await applicants.stateOf(again)).toBe('issued');
    },
  );

  test.each([
    ['telephone or letter freezes that account', false],
    ['e-mail, to addresses of whoever deleted it, freezes none', true],
  ])(
    'where it was proved again before the link was pressed, one by %s (PROOF-22)',
    async (_how, byMail) => {
      const person = byMail ? 'again-by-mail' : 'again-by-post';
      const impostor = await applicants.newApplicant();
      await applicants.proveAll(impostor, person);
      await applicants.take(impostor, 'issue');
      const byPost = String((await applicants.statementOf())['noticeLink']);
      const mailed = (await disavowals.noticesTo(impostor.email))[0]?.link ?? '';
      await deleted(impostor);
      const again = await applicants.newApplicant();
      expect(await proveAnew(again, person)).toBe('issued');
      const token = tokenIn(byMail ? mailed : byPost);
      const { value } = await createCitizen(house, 'finder@example.test').ask('disavowIdentity', {
        token,
      });
      expect(value).toEqual({ accountIsGone: byMail });
      again.browser.keep(house.signIn(again.accountId));
      expect((await again.ask('readSession', {})).value).toMatchObject({ frozen: !byMail });
    },
  );

  test('and not where two operators let it pass since (PROOF-23)', async () => {
    const impostor = await applicants.newApplicant();
    await applicants.proveAll(impostor, 'passed-since');
    await applicants.take(impostor, 'issue');
    const token = tokenIn(String((await applicants.statementOf())['noticeLink']));
    await deleted(impostor);
    const owner = await applicants.newApplicant();
    expect(await proveAnew(owner, 'passed-since', { result: 'in_review' })).toBe('in-review');
    await disavowals.passBy(owner);
    const { value } = await createCitizen(house, 'finder@example.test').ask('disavowIdentity', {
      token,
    });
    expect(value).toEqual({ accountIsGone: true });
    owner.browser.keep(house.signIn(owner.accountId));
    expect((await owner.ask('readSession', {})).value).toMatchObject({ frozen: false });
  });

  test('a year after the deletion nothing of the person is kept', async () => {
    const impostor = await frozen('long-ago');
    await deleted(impostor);
    house.wait(366 * day);
    sweepExpired(house.bff);
    expect(house.bff.db.select().from(disownedPeople).all()).toEqual([]);
  });

  test('of a deleted account that nobody disowned, what its notices need is sealed under them, and kept no longer than they count (AUTH-12)', async () => {
    const owner = await applicants.newApplicant();
    await applicants.proveAll(owner, 'left');
    await applicants.take(owner, 'issue');
    const { db } = house.bff;
    const claimed = db.select().from(identities).where(eq(identities.accountId, owner.accountId));
    const ssnIndex = String(claimed.get()?.ssnIndex);
    expect(house.bytesAtRest().includes(ssnIndex)).toBe(true);
    const links = (await disavowals.noticesTo(owner.email)).length + 1;
    await deleted(owner);
    expect(db.select().from(orphanedNotices).all()).toHaveLength(links);
    // Nobody can tell by it who it was: not even by the index of whoever proves themselves.
    expect(house.bytesAtRest().includes(ssnIndex)).toBe(false);
    house.wait(366 * day);
    sweepExpired(house.bff);
    expect(db.select().from(orphanedNotices).all()).toEqual([]);
  });

  test('the frozen account is nobody else’s from now on: agencies know it as that person', async () => {
    const stranger = await frozen('still-bound');
    expect(await proveAnew(stranger, 'another-person')).toBe('duplicate');
  });

  test('if its own owner proves it anew first, it is theirs again', async () => {
    const owner = await frozen('theirs-again');
    expect(await proveAnew(owner, 'theirs-again', { result: 'in_review' })).toBe('in-review');
    await disavowals.passBy(owner);
    expect(await applicants.stateOf(owner)).toBe('issued');
    const second = await applicants.newApplicant();
    expect(await proveAnew(second, 'theirs-again')).toBe('duplicate');
  });

  test('whose review passed too late for them begins anew, as the ticket that was looked at is of no use (PROOF-23)', async () => {
    const owner = await applicants.newApplicant();
    await applicants.proveAll(owner, 'parked');
    await applicants.take(owner, 'issue', { result: 'in_review' });
    await frozen('parked', async () => {
      await disavowals.passBy(owner);
      expect(await applicants.stateOf(owner)).toBe('duplicate');
    });
    house.wait(1000);
    expect((await owner.ask('startProofing', { anew: true })).value).toMatchObject({
      state: 'started',
      review: null,
    });
    expect(await proveAnew(owner, 'parked', { result: 'in_review' })).toBe('in-review');
  });

  test('of two accounts that prove the freed one at once, one is issued', async () => {
    await frozen('both-at-once');
    const two = [await applicants.newApplicant(), await applicants.newApplicant()];
    for (const one of two) {
      await applicants.proveAll(one, 'both-at-once');
      await applicants.take(one, 'issue', { result: 'in_review' });
      const { value } = await one.ask('readProofing', {});
      decideReview(house, value.application?.applicationId as ApplicationId, 'pass');
    }
    proofing.answers({});
    const issue = { step: 'issue', request: sealed } as const;
    const answers = await Promise.all(two.map((one) => one.ask('submitStep', issue)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const late = two[answers.findIndex(({ status }) => status !== 200)];
    expect((await late?.ask('submitStep', issue))?.problem.code).toBe('identity_in_use');
  });
});
