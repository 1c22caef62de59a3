import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ProofingStep } from '@signet/contracts/facts';
import { stepReplies } from './schema.ts';
import { createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { openHouseWithProofing } from '../testing/house-with-proofing.ts';

type Place = Awaited<ReturnType<typeof openHouseWithProofing>>;
let place: Place;
beforeAll(async () => {
  place = await openHouseWithProofing();
});
afterAll(() => place.close());

let count = 0;
let applicant: TestCitizen;
beforeEach(async () => {
  const { house, proofing } = place;
  proofing.answers({});
  applicant = createCitizen(house, `reply-${(count += 1)}@example.test`);
  applicant.browser.keep(house.signIn(house.signUp(applicant.email, null)));
  await applicant.ask('startProofing', {});
});

const take = (step: ProofingStep) =>
  applicant.ask('submitStep', { step, request: 'bytes.that.the.bff.cannotread' });
const kept = async () => {
  const { application } = (await applicant.ask('readProofing', {})).value;
  return place.house.bff.db
    .select()
    .from(stepReplies)
    .all()
    .filter(({ applicationId }) => applicationId === application?.applicationId);
};
const answered = async () => (await applicant.ask('readStepReply', {})).value.answered;

describe('the answer to the last step (PROOF-38)', () => {
  test('is there again for whoever did not get it, with how the application stands now', async () => {
    expect(await answered()).toBeNull();
    const { value } = await take('examine-document');
    expect(await answered()).toEqual({ step: 'examine-document', ...value });
  });

  test('gives way to that of the next step', async () => {
    await take('examine-document');
    await take('check-information');
    expect((await answered())?.step).toBe('check-information');
    expect(await kept()).toHaveLength(1);
  });

  test('is nobody else’s', async () => {
    await take('examine-document');
    const { house } = place;
    const other = createCitizen(house, `other-${count}@example.test`);
    expect((await other.ask('readStepReply', {})).problem?.code).toBe('signed_out');
    other.browser.keep(house.signIn(house.signUp(other.email, null)));
    await other.ask('startProofing', {});
    expect((await other.ask('readStepReply', {})).value.answered).toBeNull();
  });

  test('goes once the credential is issued', async () => {
    for (const step of ['examine-document', 'check-information'] as const) await take(step);
    const expiresAt = new Date(place.house.bff.now() + 600_000).toISOString();
    place.proofing.answers({ facts: { confirmation: { codeHash: 'h'.repeat(43), expiresAt } } });
    await take('send-code');
    place.proofing.answers({});
    await take('redeem-code');
    expect((await answered())?.step).toBe('redeem-code');
    expect((await take('issue')).status).toBe(200);
    expect(await kept()).toEqual([]);
  });

  test('is not there when the application did not move on', async () => {
    place.proofing.answers({ raw: { status: 502, body: '' } });
    expect((await take('examine-document')).problem?.code).toBe('temporarily_unavailable');
    expect(await answered()).toBeNull();
  });
});
