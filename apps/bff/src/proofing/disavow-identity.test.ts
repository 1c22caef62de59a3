import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  identityNotices,
  postalLetters,
  reviews,
  sessions,
  type SealedLetter,
} from '../db/schema.ts';
import { sweepExpired } from '../db/sweep-expired.ts';
import type { StoredLetter } from './post/move-letter.ts';
import { openReview } from './review/reviews.ts';
import { rememberSubject } from '../signals/agency-subjects.ts';
import { openSignal } from '../signals/queue-signal.ts';
import { signals } from '../signals/schema.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { applicantsIn } from '../testing/applicants.ts';
import { codeAt, createCitizen } from '../testing/citizen.ts';
import { disavowalsIn, tokenIn } from '../testing/disavowals.ts';
import type { House } from '../testing/house.ts';
import type { AccountId } from '@signet/contracts/ids';
import { openHouseWithProofing, type PretendProofing } from '../testing/house-with-proofing.ts';

const day = 24 * 60 * 60_000;
let agency: TestAgency;
const sealed = 'bytes.that.the.bff.cannotread';
let house: House;
let proofing: PretendProofing;
let close: () => Promise<void>;
let applicants: ReturnType<typeof applicantsIn>;
let disavowals: ReturnType<typeof disavowalsIn>;
beforeAll(async () => {
  agency = {
    ...(await testAgency('harbor', { claims: ['given_name'] })),
    signals: { delivery: 'poll' },
  };
  ({ house, proofing, close } = await openHouseWithProofing([agency]));
  applicants = applicantsIn(house, proofing);
  disavowals = disavowalsIn(house, applicants);
});
afterAll(() => close());
beforeEach(() => {
  proofing.answers({});
  house.wait(7 * 60 * 60_000);
});
const told = () =>
  house.bff.db
    .select()
    .from(signals)
    .all()
    .map((row) => openSignal(house.bff, row)?.name);

describe('the notice of proofing and "this wasn’t me" (PROOF-22)', () => {
  test('proofing is given the link for the telephone, and another goes to the e-mail address, once', async () => {
    const owner = await applicants.newApplicant();
    await applicants.proveAll(owner, 'noticed');
    expect(await disavowals.noticesTo(owner.email)).toEqual([]);
    await applicants.take(owner, 'issue', { result: 'unavailable' });
    expect(await disavowals.noticesTo(owner.email)).toEqual([]);
    await applicants.take(owner, 'issue');
    const { noticeLink } = await applicants.statementOf();
    const sent = await disavowals.noticesTo(owner.email);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.link).not.toBe(noticeLink);
    for (const link of [sent[0]?.link, noticeLink])
      expect(link).toMatch(/\/not-my-identity#token=[\w-]{43}$/);
    await applicants.take(owner, 'issue');
    expect(await applicants.statementOf()).not.toHaveProperty('noticeLink');
    expect(await disavowals.noticesTo(owner.email)).toHaveLength(1);
  });

  test('it freezes: signed out, nothing issued, until the owner proves themselves anew', async () => {
    const owner = await applicants.newApplicant();
    await applicants.proveAll(owner, 'frozen');
    await applicants.take(owner, 'issue');
    const token = tokenIn((await disavowals.noticesTo(owner.email))[0]?.link ?? '');
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
    expect((await owner.ask('readSession', {})).value).toMatchObject({
      verified: false,
      frozen: true,
    });
    expect((await applicants.take(owner, 'issue')).problem.code).toBe('wrong_step');
    house.wait(1000);
    expect((await owner.ask('startProofing', {})).value.state).toBe('started');
    await applicants.proveAll(owner, 'frozen');
    await disavowals.passBy(owner);
    expect(await applicants.stateOf(owner)).toBe('issued');
    expect((await owner.ask('readSession', {})).value).toMatchObject({
      verified: true,
      frozen: false,
    });
    expect(house.recorded('identity.unfrozen')).toMatchObject([{ accountId: owner.accountId }]);
  });

  test.each([
    // Their session ends with it, and nothing is issued to one that ended (AUTH-14).
    ['issued again', 'issue', 'issued', 'signed_out'],
    ['given more copies', 'top-up', 'issued', 'signed_out'],
    ['parked', 'issue', 'in_review', 'wrong_step'],
  ] as const)(
    'what is %s while somebody says so is not handed over, and unfreezes nothing',
    async (how, step, result, told) => {
      const owner = await applicants.newApplicant();
      await applicants.proveAll(owner, `meanwhile-${how.replaceAll(' ', '-')}`);
      await applicants.take(owner, 'issue');
      const token = tokenIn((await disavowals.noticesTo(owner.email))[0]?.link ?? '');
      const { promise: after, resolve: answer } = Promise.withResolvers<void>();
      const calls = proofing.calls.length;
      const before = house.recorded('identity.unfrozen').length;
      const onItsWay = applicants.take(owner, step, { result, after });
      await expect.poll(() => proofing.calls.length).toBe(calls + 1);
      const finder = createCitizen(house, 'finder@example.test');
      expect((await finder.ask('disavowIdentity', { token })).status).toBe(200);
      answer();
      expect((await onItsWay).problem.code).toBe(told);
      owner.browser.keep(house.signIn(owner.accountId));
      expect((await owner.ask('readSession', {})).value).toMatchObject({ verified: false });
      expect((await applicants.take(owner, 'issue')).problem.code).toBe('wrong_step');
      expect(house.recorded('identity.unfrozen')).toHaveLength(before);
    },
  );

  test('a letter and a review of what was begun meanwhile are over with it (PROOF-23, LETTER-2)', async () => {
    const owner = await applicants.newApplicant();
    await applicants.proveAll(owner, 'begun-meanwhile');
    await applicants.take(owner, 'issue');
    const token = tokenIn((await disavowals.noticesTo(owner.email))[0]?.link ?? '');
    house.wait(1000);
    const { value } = await owner.ask('startProofing', { anew: true });
    house.putLetter(owner.accountId);
    openReview(house.bff, house.bff.db, value.applicationId);
    await createCitizen(house, 'finder@example.test').ask('disavowIdentity', { token });
    const letters = house.bff.db
      .select()
      .from(postalLetters)
      .where(eq(postalLetters.accountId, owner.accountId))
      .all();
    expect(letters.map(({ status, codeHash }) => [status, codeHash])).toContainEqual([
      'cancelled',
      null,
    ]);
    const review = house.bff.db
      .select()
      .from(reviews)
      .where(eq(reviews.applicationId, value.applicationId))
      .get();
    expect(review?.closedAt).not.toBeNull();
  });

  test('agencies that know the person are told of the freeze, its end and the new proofing, each once (AGENCY-11)', async () => {
    const owner = await applicants.newApplicant();
    // Known from a sign-in without any attribute: the first proofing is none anew.
    house.bff.db.transaction((tx) => rememberSubject(house.bff, tx, agency, owner.accountId));
    await applicants.proveAll(owner, 'told');
    await applicants.take(owner, 'issue');
    expect(told()).toEqual([]);
    const token = tokenIn((await disavowals.noticesTo(owner.email))[0]?.link ?? '');
    await createCitizen(house, 'finder@example.test').ask('disavowIdentity', { token });
    expect(told()).toEqual(['account-disabled']);

    owner.browser.keep(house.signIn(owner.accountId));
    house.wait(1000);
    await owner.ask('startProofing', {});
    await applicants.proveAll(owner, 'told');
    await disavowals.passBy(owner);
    await applicants.take(owner, 'issue');
    expect(told()).toEqual(
      expect.arrayContaining(['account-disabled', 'account-enabled', 'reproof-completed']),
    );
    expect(told()).toHaveLength(3);
  });

  test('of two requests at once neither makes dead the link that the other sends', async () => {
    const impostor = await applicants.newApplicant();
    await applicants.proveAll(impostor, 'at-once');
    const { promise: after, resolve: answer } = Promise.withResolvers<void>();
    const calls = proofing.calls.length;
    const first = applicants.take(impostor, 'issue', { after });
    await expect.poll(() => proofing.calls.length).toBe(calls + 1);
    const sent = String((await applicants.statementOf())['noticeLink']);
    // The second, which proofing refuses, ends before the first.
    await applicants.take(impostor, 'issue', { raw: { status: 403, body: '' } });
    const second = String((await applicants.statementOf())['noticeLink']);
    expect(second).not.toBe(sent);
    proofing.answers({});
    answer();
    expect((await first).status).toBe(200);
    expect(await disavowals.noticesTo(impostor.email)).toHaveLength(1);
    const finder = createCitizen(house, 'finder@example.test');
    expect((await finder.ask('disavowIdentity', { token: tokenIn(sent) })).status).toBe(200);
    expect((await finder.ask('disavowIdentity', { token: tokenIn(second) })).problem.code).toBe(
      'link_expired',
    );
  });

  test('neither the link nor a letter with it ends with a reset of the vault, and the person gets on in an account of their own (AUTH-21)', async () => {
    const password = 'a quiet harbor before seven';
    const impostor = createCitizen(house, 'resets-their-vault@example.test');
    const { secret, stored } = await impostor.signUp(password);
    const accountId = stored.accountId as AccountId;
    await impostor.ask('startProofing', {});
    await applicants.proveAll(impostor, 'reset-since');
    await applicants.take(impostor, 'issue');
    const link = tokenIn((await disavowals.noticesTo(impostor.email))[0]?.link ?? '');
    const notice = { purpose: 'notice', status: 'requested', codeHash: null, codeExpiresAt: null };
    const letterSealed = sealed as SealedLetter;
    const noticeId = house.putLetter(accountId, {
      ...notice,
      letterSealed,
    } as Partial<StoredLetter>);
    house.putLetter(accountId);

    await impostor.ask('beginReset', { email: impostor.email });
    house.wait(day);
    const ready = (await house.lettersTo(impostor.email)).find(
      ({ kind }) => kind === 'reset-ready',
    );
    const one = createCitizen(house, impostor.email);
    await one.ask('redeemReset', { token: tokenIn(ready?.link ?? '') });
    await one.ask('submitTotp', { code: codeAt(secret, house.bff.now()) });
    const { finish } = await one.prepareReplacement('a louder harbor after eight');
    expect((await one.ask('finishReplacement', finish)).status).toBe(200);
    expect((await one.ask('readProofing', {})).value.application).toBeNull();
    const letters = house.bff.db
      .select()
      .from(postalLetters)
      .where(eq(postalLetters.accountId, accountId))
      .all();
    expect(letters).toMatchObject([{ id: noticeId, applicationId: null, letterSealed }]);

    const owner = await applicants.newApplicant();
    await applicants.proveAll(owner, 'reset-since');
    expect(await applicants.stateOf(owner)).toBe('duplicate');
    house.wait(7 * 60 * 60_000);
    owner.browser.keep(house.signIn(owner.accountId));
    const finder = createCitizen(house, 'finder@example.test');
    expect((await finder.ask('disavowIdentity', { token: link })).status).toBe(200);
    expect(house.recorded('identity.frozen').at(-1)).toMatchObject({ accountId });
    await applicants.proveAll(owner, 'reset-since');
    await disavowals.passBy(owner);
    expect(await applicants.stateOf(owner)).toBe('issued');
  });

  test('what is about to end by itself is verified no more, and nobody is told that it is frozen', async () => {
    const owner = await applicants.newApplicant();
    await applicants.proveAll(owner, 'ends-soon');
    await applicants.take(owner, 'issue');
    house.wait(364.5 * day);
    owner.browser.keep(house.signIn(owner.accountId));
    expect((await owner.ask('readSession', {})).value).toMatchObject({
      verified: false,
      frozen: false,
    });
  });

  test('a link that nobody sent, and one older than a year, freeze nothing', async () => {
    const owner = await applicants.newApplicant();
    await applicants.proveAll(owner, 'late');
    await applicants.take(owner, 'issue');
    const token = tokenIn((await disavowals.noticesTo(owner.email))[0]?.link ?? '');
    expect((await owner.ask('disavowIdentity', { token: 'A'.repeat(43) })).problem.code).toBe(
      'link_expired',
    );
    house.wait(366 * day);
    sweepExpired(house.bff);
    expect(house.bff.db.select().from(identityNotices).all()).toEqual([]);
    expect((await owner.ask('disavowIdentity', { token })).problem.code).toBe('link_expired');
  });
});
