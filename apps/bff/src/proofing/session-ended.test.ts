import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ProofingStep } from '@signet/contracts/facts';
import { isVerified } from '../accounts.ts';
import { facts } from '../db/schema.ts';
import { createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { openHouseWithProofing, type PretendProofing } from '../testing/house-with-proofing.ts';

// A source is asked for up to two minutes; whoever asked may be signed out before it answers.

type Script = Parameters<PretendProofing['answers']>[0];
let place: Awaited<ReturnType<typeof openHouseWithProofing>>;
beforeAll(async () => {
  place = await openHouseWithProofing();
});
afterAll(() => place.close());

let count = 0;
let applicant: TestCitizen;
let accountId: ReturnType<typeof place.house.signUp>;
beforeEach(async () => {
  const { house, proofing } = place;
  proofing.answers({});
  applicant = createCitizen(house, `ended-${(count += 1)}@example.test`);
  accountId = house.signUp(applicant.email, null);
  signIn();
  await applicant.ask('startProofing', {});
});

const signIn = () => applicant.browser.keep(place.house.signIn(accountId));
const send = (step: ProofingStep) =>
  applicant.ask('submitStep', { step, request: 'bytes.that.the.bff.cannotread' });

const codeSent = () => ({
  facts: {
    confirmation: {
      codeHash: 'h'.repeat(43),
      expiresAt: new Date(place.house.bff.now() + 600_000).toISOString(),
    },
  },
});

const way = [
  'examine-document',
  'check-information',
  'send-code',
  'redeem-code',
  'issue',
  'top-up',
] as const;

/** Everything that comes before a step. */
async function upTo(step: (typeof way)[number]): Promise<void> {
  for (const each of way.slice(0, way.indexOf(step))) {
    place.proofing.answers(each === 'send-code' ? codeSent() : {});
    expect((await send(each)).status).toBe(200);
  }
}

/** The person signs out elsewhere, or was signed out, while proofing is at it. */
async function signedOutDuring(step: ProofingStep, script: Script) {
  const { house, proofing } = place;
  const answer = Promise.withResolvers<undefined>();
  proofing.answers({ ...script, after: answer.promise.then(() => undefined) });
  const before = proofing.calls.length;
  const sent = send(step);
  await vi.waitFor(() => expect(proofing.calls.length).toBe(before + 1));
  const elsewhere = createCitizen(house, applicant.email);
  elsewhere.browser.keep(house.signIn(accountId));
  expect((await elsewhere.ask('endOtherSessions', {})).status).toBe(200);
  answer.resolve(undefined);
  const { status, problem } = await sent;
  expect([status, problem?.code]).toEqual([401, 'signed_out']);
  proofing.answers({});
  signIn();
}

const application = async () => (await applicant.ask('readProofing', {})).value.application;
const results = () => {
  const { db } = place.house.bff;
  return db
    .select()
    .from(facts)
    .all()
    .map(({ step, result }) => `${step}: ${result}`);
};

describe('what was found out for somebody who was signed out meanwhile (PROOF-38, AUTH-14)', () => {
  test.each<[(typeof way)[number], Script, string]>([
    ['examine-document', {}, 'document-examined'],
    ['check-information', {}, 'information-checked'],
    ['check-information', { result: 'not_matched' }, 'document-examined'],
    ['issue', { result: 'in_review' }, 'in-review'],
  ])(
    'counts and is on record, and is told to who signs in next alone: %s %j',
    async (step, script, state) => {
      await upTo(step);
      const before = results().length;
      await signedOutDuring(step, script);
      expect((await application())?.state).toBe(state);
      expect(results()).toHaveLength(before + 1);
      const { answered } = (await applicant.ask('readStepReply', {})).value;
      expect(answered?.step).toBe(step === 'issue' ? undefined : step);
    },
  );
});

describe('what was signed for somebody who was signed out meanwhile (AUTH-14)', () => {
  test('is not issued, and is when they sign in again and ask for it', async () => {
    await upTo('issue');
    const before = results();
    await signedOutDuring('issue', {});
    expect(isVerified(place.house.bff, accountId)).toBe(false);
    expect((await application())?.state).toBe('address-confirmed');
    expect(results()).toEqual(before);
    expect((await send('issue')).status).toBe(200);
    expect(isVerified(place.house.bff, accountId)).toBe(true);
  });

  test('no further copies, either', async () => {
    await upTo('top-up');
    const before = results();
    await signedOutDuring('top-up', {});
    expect(results()).toEqual(before);
    expect((await send('top-up')).status).toBe(200);
  });
});
