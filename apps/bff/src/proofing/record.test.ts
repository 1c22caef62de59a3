import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fact, ProofingStep } from '@signet/contracts/facts';
import { applications } from '../db/schema.ts';
import type { AccountId, ApplicationId } from '@signet/contracts/ids';
import { decideReview } from '../testing/operators.ts';
import { createCitizen, type TestCitizen } from '../testing/citizen.ts';
import type { House } from '../testing/house.ts';
import { openHouseWithProofing, type PretendProofing } from '../testing/house-with-proofing.ts';
import type { Script } from '../testing/pretend-proofing.ts';
import { replayDecision } from './replay-decision.ts';

let house: House;
let proofing: PretendProofing;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ house, proofing, close } = await openHouseWithProofing());
});
afterAll(() => close());

const fact = (
  kind: Fact['kind'],
  source: string,
  method: string,
  more: Partial<Fact> = {},
): Fact => ({
  kind,
  source,
  method,
  result: 'yes',
  at: new Date(house.bff.now()).toISOString(),
  ...more,
});
const card = { evidence: 'state_id' } as const;
const phone = { evidence: 'phone_account' } as const;
// prettier-ignore
const facts = {
  document: () => [
    fact('evidence_presented',  'applicant',        'pdf417-aamva',     card),
    fact('evidence_consistent', 'proofing',         'pdf417-aamva',     card),
    fact('age_reached',         'proofing',         'birth-date'),
    fact('evidence_authentic',  'document-checker', 'document-checker', card),
  ],
  information: (result: Fact['result'] = 'yes') => [
    fact('evidence_validated', 'issuing-source', 'dldv',           { ...card, result }),
    fact('identity_validated', 'records',        'records-bureau'),
    fact('death_record',       'records',        'records-bureau', { result: 'no' }),
  ],
  phone:   () => [fact('phone_owned',       'carrier', 'carrier-name-match', phone), fact('phone_line_bound', 'carrier', 'carrier-line-type', phone)],
  address: () => [fact('address_confirmed', 'carrier', 'sms-code',           phone)],
};

/** Somebody who takes steps, each of which establishes what the test says. */
async function applicant(email: string) {
  const person = createCitizen(house, email);
  person.browser.keep(house.signIn(house.signUp(email, null)));
  const { applicationId } = (await person.ask('startProofing', {})).value;
  const take = async (step: ProofingStep, found: readonly Fact[], script: Script = {}) => {
    const confirmation = { codeHash: 'h'.repeat(43), expiresAt: '2099-01-01T00:00:00.000Z' };
    proofing.answers({
      ...script,
      facts: { facts: found, ...(step === 'send-code' ? { confirmation } : {}), ...script.facts },
    });
    const answer = await person.ask('submitStep', {
      step,
      request: 'bytes.that.the.bff.cannotread',
    });
    house.wait(1000);
    return answer;
  };
  return { person, applicationId, take };
}

test('the person’s own record says what was checked, by whom, when and how it ended, and the bff decides it again (PROOF-25, PROOF-9)', async () => {
  const { person, applicationId, take } = await applicant('record@example.test');
  const decided = () => replayDecision(house.bff, applicationId, new Date(house.bff.now()));

  await take('examine-document', facts.document());
  await take('check-information', facts.information('no'), { result: 'not_matched' });
  await take('check-information', facts.information());
  await take('send-code', facts.phone());
  expect(decided()).toMatchObject({ level: null, missing: ['address_confirmed'] });
  await take('redeem-code', [], { result: 'tried_too_often' });
  await take('redeem-code', facts.address());
  await take('issue', [fact('notice_sent', 'carrier', 'sms-notice', phone)]);
  expect(decided()).toMatchObject({ level: 'verified', pathway: 'document-and-phone' });

  const [record] = (await person.ask('readProofingRecord', {})).value.applications;
  expect(record).toMatchObject({
    applicationId,
    state: 'issued',
    decision: {
      profile: 'as-published',
      level: 'verified',
      pathway: 'document-and-phone',
      evidence: ['state_id', 'phone_account'],
    },
  });
  expect(record?.steps.map(({ step, result }) => `${step} ${result}`)).toEqual([
    'examine-document accepted',
    'check-information not_matched',
    'check-information matched',
    'send-code sent',
    'redeem-code tried_too_often',
    'redeem-code confirmed',
    'issue issued',
  ]);
  const [, failed, matched] = record?.steps ?? [];
  // An impostor must not read there which source disagreed (PROOF-5).
  expect(failed?.checks).toEqual([]);
  expect(matched?.checks).toContainEqual(
    expect.objectContaining({ source: 'issuing-source', method: 'dldv', result: 'yes' }),
  );
});

test('what is parked is not got round with a ticket from before: the bff knows the facts too (PROOF-23)', async () => {
  const { person, take } = await applicant('parked-record@example.test');
  const risk = (result: Fact['result']) => fact('risk_low', 'risk', 'risk-signals', { result });
  const upToIssue = async (result: Fact['result']) => {
    await take('examine-document', facts.document());
    await take('check-information', [...facts.information(), risk(result)]);
    await take('send-code', facts.phone());
    await take('redeem-code', facts.address());
  };
  await upToIssue('yes');
  await upToIssue('no');
  // As proofing answers to the ticket of the first time.
  expect((await take('issue', [])).problem.code).toBe('wrong_step');
  const state = async () => (await person.ask('readProofing', {})).value.application?.state;
  expect(await state()).toBe('address-confirmed');
  expect((await person.ask('readSession', {})).value).toMatchObject({ verified: false });
  expect((await take('issue', [], { result: 'in_review' })).status).toBe(200);
  expect(await state()).toBe('in-review');
});

test('a level that the kept facts do not give is not issued: a ticket from before another check of information is worth nothing (PROOF-20, PROOF-9)', async () => {
  const { person, applicationId, take } = await applicant('other-level@example.test');
  const issue = (level: string | null) =>
    take('issue', [], {
      facts: { decision: { profile: 'as-published', level, pathway: null, missing: [] } },
    });
  await take('examine-document', facts.document());
  await take('check-information', facts.information());
  await take('send-code', facts.phone());
  await take('redeem-code', facts.address());
  expect((await issue('ial2')).problem.code).toBe('wrong_step');
  expect((await person.ask('readSession', {})).value).toMatchObject({ verified: false });
  house.bff.db
    .update(applications)
    .set({ state: 'document-examined' })
    .where(eq(applications.id, applicationId))
    .run();
  await take('check-information', facts.information());
  // What was confirmed before that is of the other check.
  const decided = replayDecision(house.bff, applicationId, new Date(house.bff.now()));
  expect(decided).toMatchObject({ level: null, missing: ['address_confirmed'] });
  await take('send-code', facts.phone());
  await take('redeem-code', facts.address());
  expect((await issue('verified')).status).toBe(200);
});

test('a ticket that knows less than is kept, as an answer was lost, is issued what it reaches, and the record says that (PROOF-20, PROOF-25)', async () => {
  await underRevision4(async () => {
    const { person, applicationId, take } = await applicant('lost-answer@example.test');
    await take('examine-document', facts.document());
    await take('check-information', facts.information());
    await take('send-code', facts.phone());
    const byLetter = fact('address_confirmed', 'post', 'letter-code', card);
    await take('redeem-code', [...facts.address(), byLetter]);
    const decided = () => replayDecision(house.bff, applicationId, new Date(house.bff.now()));
    expect(decided().level).toBe('ial2');
    const pathway = 'document-and-phone';
    const decision = { profile: 'nist-800-63a-4', level: 'verified', pathway, missing: [] };
    expect((await take('issue', [], { facts: { decision } })).status).toBe(200);
    const [record] = (await person.ask('readProofingRecord', {})).value.applications;
    expect(record?.decision).toMatchObject({ level: 'verified', pathway });
  });
});

test('whoever waits for a letter with the phone confirmed, and cancels it, goes on to the two operators who are to look (PROOF-23)', async () => {
  await underRevision4(async () => {
    const { person, take } = await applicant('cancelled-letter@example.test');
    const doubt = fact('risk_low', 'risk', 'risk-signals', { result: 'no' });
    await take('examine-document', facts.document());
    await take('check-information', [...facts.information(), doubt]);
    await take('send-letter', []);
    await take('send-code', facts.phone());
    const state = async () => (await person.ask('readProofing', {})).value.application?.state;
    await take('redeem-code', facts.address());
    expect(await state()).toBe('letter-sent');
    expect((await person.ask('cancelLetter', {})).status).toBe(200);
    expect(await state()).toBe('address-confirmed');
    await take('issue', [], { result: 'in_review' });
    expect(await state()).toBe('in-review');
  });
});

test('whom two operators let pass when what was checked was too old by then is told so, and begins anew at once (PROOF-23)', async () => {
  const { person, applicationId, take } = await applicant('passed-too-late@example.test');
  const doubt = fact('risk_low', 'risk', 'risk-signals', { result: 'no' });
  await take('examine-document', facts.document());
  later(person, applicationId, 58);
  await take('check-information', [...facts.information(), doubt]);
  await take('send-code', facts.phone());
  await take('redeem-code', facts.address());
  await take('issue', [], { result: 'in_review' });
  decideReview(house, applicationId, 'pass');
  const review = async () => (await person.ask('readProofing', {})).value.application?.review;
  const anew = async () => (await person.ask('startProofing', { anew: true })).value.applicationId;
  expect(await review()).toMatchObject({ outcome: 'passed', lapsed: false });
  expect(await anew()).toBe(applicationId);
  later(person, applicationId, 3);
  expect(await review()).toMatchObject({ outcome: 'passed', lapsed: true });
  expect(await anew()).not.toBe(applicationId);
});

/** Days later, signed in anew. */
function later(person: TestCitizen, id: ApplicationId, days: number) {
  house.wait(days * 24 * 60 * 60_000);
  const row = house.bff.db.select().from(applications).where(eq(applications.id, id)).get();
  person.browser.keep(house.signIn(row?.accountId as AccountId));
}

async function underRevision4(act: () => Promise<void>) {
  const policy = house.bff.registry.proofing;
  const { profile } = policy;
  Object.assign(policy, { profile: 'nist-800-63a-4' });
  try {
    await act();
  } finally {
    Object.assign(policy, { profile });
  }
}

test('nobody reads another’s record', async () => {
  const stranger = createCitizen(house, 'other-record@example.test');
  expect((await stranger.ask('readProofingRecord', {})).problem.code).toBe('signed_out');
  stranger.browser.keep(house.signIn(house.signUp(stranger.email, null)));
  expect((await stranger.ask('readProofingRecord', {})).value.applications).toEqual([]);
});
