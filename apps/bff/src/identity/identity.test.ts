import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { proofingSteps, type ProofingStep } from '@signet/contracts/facts';
import type { AccountId } from '@signet/contracts/ids';
import type { KeyedByProofing } from '../db/made-elsewhere.ts';
import { accounts, applications, identities, sessions } from '../db/schema.ts';
import { rememberSubject } from '../signals/agency-subjects.ts';
import { openSignal } from '../signals/queue-signal.ts';
import { signals } from '../signals/schema.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { createCitizen, type TestCitizen } from '../testing/citizen.ts';
import type { House } from '../testing/house.ts';
import { openHouseWithProofing, type PretendProofing } from '../testing/house-with-proofing.ts';
import type { Script } from '../testing/pretend-proofing.ts';

const day = 24 * 60 * 60_000;
const sealed = 'bytes.that.the.bff.cannotread';
let house: House;
let proofing: PretendProofing;
let close: () => Promise<void>;
let agency: TestAgency;
beforeAll(async () => {
  agency = {
    ...(await testAgency('harbor', { claims: ['given_name'] })),
    signals: { delivery: 'poll' },
  };
  ({ house, proofing, close } = await openHouseWithProofing([agency]));
});
afterAll(() => close());
beforeEach(() => {
  proofing.answers({});
  house.wait(7 * 60 * 60_000);
});

let count = 0;
async function newApplicant() {
  const applicant = createCitizen(house, `person-${(count += 1)}@example.test`);
  const accountId = house.signUp(applicant.email, null);
  applicant.browser.keep(house.signIn(accountId));
  await applicant.ask('startProofing', {});
  return { ...applicant, accountId };
}
const indexOf = (name: string) => name.padEnd(43, '-');

async function take(applicant: TestCitizen, step: ProofingStep, script: Script = {}) {
  const confirmation = { codeHash: 'h'.repeat(43), expiresAt: '2099-01-01T00:00:00.000Z' };
  proofing.answers(step === 'send-code' ? { ...script, facts: { confirmation } } : script);
  return applicant.ask('submitStep', { step, request: sealed });
}
/** Every step before issuing, as the person behind an index. */
async function proveAll(applicant: TestCitizen, person: string) {
  for (const step of proofingSteps.filter((one) => one !== 'issue'))
    await take(
      applicant,
      step,
      step === 'check-information' ? { facts: { ssnIndex: indexOf(person) } } : {},
    );
}
const told = () =>
  house.bff.db
    .select()
    .from(signals)
    .all()
    .map((row) => openSignal(house.bff, row)?.name);
const stateOf = async (applicant: TestCitizen) =>
  (await applicant.ask('readProofing', {})).value.application?.state;
const statementOf = async () =>
  (
    await proofing.statementOf(
      proofing.calls.at(-1)?.body ?? { statement: '', request: '' },
      house.bff.keys.relayKey,
    )
  ).claims;

describe('one person, one account (PROOF-21)', () => {
  test('a second account is told when its information matched, and gets no further', async () => {
    const first = await newApplicant();
    await proveAll(first, 'quinn');
    await take(first, 'issue');
    const second = await newApplicant();
    await take(second, 'examine-document');
    const { value } = await take(second, 'check-information', {
      facts: { ssnIndex: indexOf('quinn') },
    });
    expect(value.application.state).toBe('duplicate');
    for (const step of ['send-code', 'issue'] as const)
      expect((await take(second, step)).problem.code).toBe('wrong_step');
    expect(JSON.stringify(value)).not.toContain(first.accountId);
    // Once the other account is gone, asking again leads on.
    house.bff.db.delete(accounts).where(eq(accounts.id, first.accountId)).run();
    const again = await take(second, 'check-information', {
      facts: { ssnIndex: indexOf('quinn') },
    });
    expect(again.value.application.state).toBe('information-checked');
  });

  test('of two accounts that come at once one is issued, and proofing is not even asked for the other', async () => {
    const [one, other] = [await newApplicant(), await newApplicant()];
    for (const applicant of [one, other]) await proveAll(applicant, 'twice');
    proofing.answers({});
    const calls = proofing.calls.length;
    const answers = await Promise.all(
      [one, other].map((applicant) =>
        applicant.ask('submitStep', { step: 'issue', request: sealed }),
      ),
    );
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409']);
    expect(answers.find(({ status }) => status === 409)?.problem.code).toBe('identity_in_use');
    expect(proofing.calls.length).toBe(calls + 1);
    const states = [await stateOf(one), await stateOf(other)];
    expect(states.map(String).toSorted()).toEqual(['duplicate', 'issued']);
    expect(
      house.bff.db
        .select()
        .from(identities)
        .where(eq(identities.ssnIndex, indexOf('twice') as KeyedByProofing))
        .all(),
    ).toHaveLength(1);
    expect(house.recorded('proofing.identity-in-use')).toHaveLength(1);
  });

  describe.each<[string, ProofingStep[]]>([
    ['phone', ['send-code', 'redeem-code', 'issue']],
    ['letter', ['send-letter', 'redeem-letter', 'issue']],
  ])('by %s', (way, steps) => {
    test('one’s own ticket does not go with the document of somebody who has no account', async () => {
      const own = indexOf(`${way}-first`);
      const first = await newApplicant();
      await proveAll(first, `${way}-first`);
      await take(first, 'issue');
      for (const step of steps) {
        const second = await newApplicant();
        const lent = indexOf(`${way}-${step}`);
        await take(second, 'examine-document');
        await take(second, 'check-information', { facts: { ssnIndex: own } });
        expect(await stateOf(second)).toBe('duplicate');
        // The ticket that matched is kept; the application is somebody else's from now on.
        await take(second, 'examine-document');
        await take(second, 'check-information', { facts: { ssnIndex: lent } });
        for (const before of steps.slice(0, steps.indexOf(step)))
          expect((await take(second, before, { ticketOf: lent })).status).toBe(200);
        const state = await stateOf(second);
        const { problem } = await take(second, step, { ticketOf: own });
        expect(problem.code).toBe('temporarily_unavailable');
        expect(await statementOf()).toMatchObject({ step, ssnIndex: lent });
        expect(await stateOf(second)).toBe(state);
        expect((await take(second, step, { ticketOf: lent })).status).toBe(200);
      }
    });
  });

  test('the database itself refuses a second row for a person or an account', async () => {
    const [one, other] = [await newApplicant(), await newApplicant()];
    const row = (accountId: typeof one.accountId, index: string) => {
      const ssnIndex = index as KeyedByProofing;
      return house.bff.db.insert(identities).values({ accountId, ssnIndex, claimedAt: 1 }).run();
    };
    row(one.accountId, 'only');
    expect(() => row(other.accountId, 'only')).toThrow(/UNIQUE/);
    expect(() => row(one.accountId, 'another')).toThrow(/UNIQUE/);
  });

  test('an account that proved one person is not issued another', async () => {
    const seller = await newApplicant();
    await proveAll(seller, 'seller');
    await take(seller, 'issue');
    await seller.ask('startProofing', { anew: true });
    await take(seller, 'examine-document');
    const { value } = await take(seller, 'check-information', {
      facts: { ssnIndex: indexOf('buyer') },
    });
    expect(value.application.state).toBe('duplicate');
  });
});

describe('the notice of proofing and "this wasn’t me" (PROOF-22)', () => {
  const linkIn = (link: string) => new URLSearchParams(link.split('#')[1]).get('token') ?? '';
  const noticesTo = async (email: string) =>
    (await house.lettersTo(email)).filter(({ kind }) => kind === 'identity-proved');

  test('proofing is given the link for the telephone, and the same goes to the e-mail address, once', async () => {
    const owner = await newApplicant();
    await proveAll(owner, 'noticed');
    expect(await noticesTo(owner.email)).toEqual([]);
    await take(owner, 'issue', { result: 'unavailable' });
    expect(await noticesTo(owner.email)).toEqual([]);
    await take(owner, 'issue');
    const { noticeLink } = await statementOf();
    const sent = await noticesTo(owner.email);
    expect(sent.map(({ link }) => link)).toEqual([noticeLink]);
    expect(noticeLink).toMatch(/\/not-my-identity#token=[\w-]{43}$/);
    await take(owner, 'issue');
    expect(await statementOf()).not.toHaveProperty('noticeLink');
    expect(await noticesTo(owner.email)).toHaveLength(1);
  });

  test('it freezes: signed out, nothing issued, until the owner proves themselves anew', async () => {
    const owner = await newApplicant();
    await proveAll(owner, 'frozen');
    await take(owner, 'issue');
    const token = linkIn((await noticesTo(owner.email))[0]?.link ?? '');
    const stranger = createCitizen(house, 'stranger@example.test');
    house.wait(day);
    expect((await stranger.ask('disavowIdentity', { token })).status).toBe(200);
    expect((await stranger.ask('disavowIdentity', { token })).problem.code).toBe('link_expired');
    expect((await owner.ask('readProofing', {})).problem.code).toBe('signed_out');
    expect(
      house.bff.db.select().from(sessions).where(eq(sessions.accountId, owner.accountId)).all(),
    ).toEqual([]);
    const ended = house
      .recorded('session.ended')
      .filter((one) => one.accountId === owner.accountId);
    expect(ended).toHaveLength(1);
    expect(house.recorded('identity.frozen')).toMatchObject([{ accountId: owner.accountId }]);
    expect((await house.lettersTo(owner.email)).at(-1)?.kind).toBe('identity-frozen');

    owner.browser.keep(house.signIn(owner.accountId));
    expect((await owner.ask('readSession', {})).value).toMatchObject({ verified: false });
    expect((await take(owner, 'issue')).problem.code).toBe('wrong_step');
    house.wait(1000);
    expect((await owner.ask('startProofing', {})).value.state).toBe('started');
    await proveAll(owner, 'frozen');
    await take(owner, 'issue');
    expect(await stateOf(owner)).toBe('issued');
    expect((await owner.ask('readSession', {})).value).toMatchObject({ verified: true });
    expect(house.recorded('identity.unfrozen')).toMatchObject([{ accountId: owner.accountId }]);
  });

  test.each([
    ['issued again', 'issue'],
    ['given more copies', 'top-up'],
  ] as const)(
    'what is %s while somebody says so is not handed over, and unfreezes nothing',
    async (_how, step) => {
      const owner = await newApplicant();
      await proveAll(owner, `meanwhile-${step}`);
      await take(owner, 'issue');
      const token = linkIn((await noticesTo(owner.email))[0]?.link ?? '');
      const { promise: after, resolve: answer } = Promise.withResolvers<void>();
      const calls = proofing.calls.length;
      const before = house.recorded('identity.unfrozen').length;
      const onItsWay = take(owner, step, { after });
      await expect.poll(() => proofing.calls.length).toBe(calls + 1);
      const finder = createCitizen(house, 'finder@example.test');
      expect((await finder.ask('disavowIdentity', { token })).status).toBe(200);
      answer();
      expect((await onItsWay).problem.code).toBe('wrong_step');
      owner.browser.keep(house.signIn(owner.accountId));
      expect((await owner.ask('readSession', {})).value).toMatchObject({ verified: false });
      expect((await take(owner, 'issue')).problem.code).toBe('wrong_step');
      expect(house.recorded('identity.unfrozen')).toHaveLength(before);
    },
  );

  describe('whoever it really is can prove it in an account of their own (PROOF-21)', () => {
    const proveAnew = async (one: TestCitizen & { accountId: AccountId }, person: string) => {
      one.browser.keep(house.signIn(one.accountId));
      house.wait(7 * 60 * 60_000);
      one.browser.keep(house.signIn(one.accountId));
      await one.ask('startProofing', {});
      await proveAll(one, person);
      await take(one, 'issue');
      return stateOf(one);
    };
    async function frozen(person: string) {
      const stranger = await newApplicant();
      await proveAll(stranger, person);
      await take(stranger, 'issue');
      const token = linkIn((await noticesTo(stranger.email))[0]?.link ?? '');
      await createCitizen(house, 'finder@example.test').ask('disavowIdentity', { token });
      return stranger;
    }

    test('once it is frozen, and not before; then the stranger’s account is the second one', async () => {
      const stranger = await newApplicant();
      await proveAll(stranger, 'freed');
      await take(stranger, 'issue');
      const owner = await newApplicant();
      expect(await proveAnew(owner, 'freed')).toBe('duplicate');
      const token = linkIn((await noticesTo(stranger.email))[0]?.link ?? '');
      await createCitizen(house, 'finder@example.test').ask('disavowIdentity', { token });
      expect(await proveAnew(owner, 'freed')).toBe('issued');
      expect(await proveAnew(stranger, 'freed')).toBe('duplicate');
      expect((await stranger.ask('readSession', {})).value).toMatchObject({ verified: false });
    });

    test('the frozen account is nobody else’s from now on: agencies know it as that person', async () => {
      const stranger = await frozen('still-bound');
      expect(await proveAnew(stranger, 'another-person')).toBe('duplicate');
    });

    test('if its own owner proves it anew first, it is theirs again', async () => {
      const owner = await frozen('theirs-again');
      expect(await proveAnew(owner, 'theirs-again')).toBe('issued');
      const second = await newApplicant();
      expect(await proveAnew(second, 'theirs-again')).toBe('duplicate');
    });

    test('of two accounts that prove the freed one at once, one is issued', async () => {
      await frozen('both-at-once');
      const two = [await newApplicant(), await newApplicant()];
      for (const one of two) await proveAll(one, 'both-at-once');
      proofing.answers({});
      const answers = await Promise.all(
        two.map((one) => one.ask('submitStep', { step: 'issue', request: sealed })),
      );
      expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409']);
    });
  });

  test('agencies that know the person are told of the freeze, its end and the new proofing, each once (AGENCY-11)', async () => {
    const owner = await newApplicant();
    // Known from a sign-in without any attribute: the first proofing is none anew.
    house.bff.db.transaction((tx) => rememberSubject(house.bff, tx, agency, owner.accountId));
    await proveAll(owner, 'told');
    await take(owner, 'issue');
    expect(told()).toEqual([]);
    const token = linkIn((await noticesTo(owner.email))[0]?.link ?? '');
    await createCitizen(house, 'finder@example.test').ask('disavowIdentity', { token });
    expect(told()).toEqual(['account-disabled']);

    owner.browser.keep(house.signIn(owner.accountId));
    house.wait(1000);
    await owner.ask('startProofing', {});
    await proveAll(owner, 'told');
    await take(owner, 'issue');
    await take(owner, 'issue');
    expect(told()).toEqual(
      expect.arrayContaining(['account-disabled', 'account-enabled', 'reproof-completed']),
    );
    expect(told()).toHaveLength(3);
  });

  test('a link that nobody sent, and one older than a year, freeze nothing', async () => {
    const owner = await newApplicant();
    await proveAll(owner, 'late');
    await take(owner, 'issue');
    const token = linkIn((await noticesTo(owner.email))[0]?.link ?? '');
    expect((await owner.ask('disavowIdentity', { token: 'A'.repeat(43) })).problem.code).toBe(
      'link_expired',
    );
    house.wait(366 * day);
    expect((await owner.ask('disavowIdentity', { token })).problem.code).toBe('link_expired');
  });
});

test('whoever moved begins anew; what was issued stays until the new one is (PROOF-12)', async () => {
  const owner = await newApplicant();
  await proveAll(owner, 'moved');
  await take(owner, 'issue');
  expect((await owner.ask('startProofing', {})).value.state).toBe('issued');
  expect((await owner.ask('startProofing', { anew: true })).value.state).toBe('started');
  expect((await owner.ask('startProofing', { anew: true })).value.state).toBe('started');
  expect((await owner.ask('readSession', {})).value).toMatchObject({ verified: true });
  await proveAll(owner, 'moved');
  await take(owner, 'issue');
  expect(await stateOf(owner)).toBe('issued');
  expect(
    house.bff.db
      .select()
      .from(applications)
      .where(eq(applications.accountId, owner.accountId))
      .all(),
  ).toHaveLength(2);
});
