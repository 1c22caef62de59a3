import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { proofingSteps, type ProofingStep } from '@signet/contracts/facts';
import type { AccountId, ApplicationId } from '@signet/contracts/ids';
import { createCitizen, type TestCitizen } from '../../testing/citizen.ts';
import { testOperators, type House } from '../../testing/house.ts';
import { openHouseWithProofing, type PretendProofing } from '../../testing/house-with-proofing.ts';
import { operator, type TestOperator } from '../../testing/operators.ts';
import { parkedTicket, type Script } from '../../testing/pretend-proofing.ts';
import { reviews } from '../../db/schema.ts';
import { instant } from '../../instant.ts';
import { castVote } from './cast-vote.ts';
import { tellDecided } from './reviews.ts';

const day = 24 * 60 * 60_000;
let house: House;
let proofing: PretendProofing;
let close: () => Promise<void>;
const [ada, ben, cleo] = ['ada', 'ben', 'cleo'].map((name) => operator(name)) as [
  TestOperator,
  TestOperator,
  TestOperator,
];

beforeAll(async () => {
  ({ house, proofing, close } = await openHouseWithProofing());
});
afterAll(() => close());

let count = 0;
let applicant: TestCitizen;
let id: ApplicationId;
let accountId: AccountId;
beforeEach(async () => {
  house.wait(7 * 60 * 60_000);
  applicant = createCitizen(house, `parked-${(count += 1)}@example.test`);
  accountId = house.signUp(applicant.email, null);
  applicant.browser.keep(house.signIn(accountId));
  id = (await applicant.ask('startProofing', {})).value.applicationId;
  for (const step of proofingSteps.filter((one) => one !== 'issue')) await take(step);
  await take('issue', { result: 'in_review' });
});

async function take(step: ProofingStep, script: Script = {}) {
  const confirmation = { codeHash: 'h'.repeat(43), expiresAt: '2099-01-01T00:00:00.000Z' };
  proofing.answers(step === 'send-code' ? { facts: { confirmation } } : script);
  return applicant.ask('submitStep', { step, request: 'bytes.that.the.bff.cannotread' });
}
const status = async () => (await applicant.ask('readProofing', {})).value.application;
const vote = (who: typeof ada, what: 'pass' | 'refuse') =>
  castVote(house.bff, id, who, what, house.bff.now());
const said = async () =>
  (
    await proofing.statementOf(
      proofing.calls.at(-1)?.body ?? { statement: '', request: '' },
      house.bff.keys.relayKey,
    )
  ).claims['review'];

/** What two decided, as of when they did. */
const decided = (outcome: 'passed' | 'refused') => {
  const review = house.bff.db.select().from(reviews).where(eq(reviews.applicationId, id)).get();
  return { outcome, at: instant(review?.decidedAt ?? 0) };
};

describe('what looks like fraud waits for two operators (PROOF-23)', () => {
  test('the person sees that it waits, until when, and that nothing can be changed meanwhile', async () => {
    const waiting = await status();
    expect(waiting?.state).toBe('in-review');
    expect(waiting?.review?.outcome).toBeNull();
    const due = Date.parse(waiting?.review?.dueAt ?? '') - house.bff.now();
    expect(due).toBeGreaterThan(4.9 * day);
    expect((await take('examine-document')).problem.code).toBe('wrong_step');
    expect((await applicant.ask('startProofing', { anew: true })).value.state).toBe('in-review');
  });

  test('one operator decides nothing, not even by voting twice', async () => {
    expect(vote(ada, 'pass')).toEqual({ ok: true, value: 'one more must agree' });
    expect(vote(ada, 'pass')).toEqual({ ok: false, error: { type: 'voted_already' } });
    await take('issue', { result: 'in_review' });
    expect(await said()).toEqual({ ticketDigest: parkedTicket });
  });

  test('two who agree decide: proofing is told, the person by e-mail once, and what was done is recorded', async () => {
    vote(ada, 'pass');
    expect(vote(ben, 'pass')).toEqual({ ok: true, value: 'passed' });
    expect((await status())?.review?.outcome).toBe('passed');
    tellDecided(house.bff);
    tellDecided(house.bff);
    const told = (await house.lettersTo(applicant.email)).filter(
      ({ kind }) => kind === 'review-decided',
    );
    expect(told).toHaveLength(1);
    await take('issue');
    expect(await said()).toEqual({
      ticketDigest: parkedTicket,
      decided: decided('passed'),
    });
    expect((await status())?.state).toBe('issued');
    expect(house.recorded('review.decided').at(-1)).toMatchObject({
      applicationId: id,
      outcome: 'passed',
    });
    expect(vote(cleo, 'refuse')).toEqual({ ok: false, error: { type: 'decided' } });
  });

  test('where two disagree a third decides', async () => {
    vote(ada, 'pass');
    expect(vote(ben, 'refuse')).toEqual({ ok: true, value: 'one more must agree' });
    expect(vote(cleo, 'refuse')).toEqual({ ok: true, value: 'refused' });
    await take('issue', { result: 'not_satisfied' });
    expect(await said()).toEqual({
      ticketDigest: parkedTicket,
      decided: decided('refused'),
    });
    expect((await status())?.review?.outcome).toBe('refused');
    expect((await applicant.ask('startProofing', { anew: true })).value.state).toBe('started');
  });

  test('whoever is no operator any more decides nothing together with one who is, and another does', async () => {
    vote(ada, 'pass');
    const { ada: taken } = testOperators;
    delete testOperators['ada'];
    try {
      expect(vote(ben, 'pass')).toEqual({ ok: true, value: 'one more must agree' });
      tellDecided(house.bff);
      expect((await house.lettersTo(applicant.email)).at(-1)?.kind).not.toBe('review-decided');
      expect((await status())?.review?.outcome).toBeNull();
      expect(vote(cleo, 'pass')).toEqual({ ok: true, value: 'passed' });
      expect((await status())?.review?.outcome).toBe('passed');
    } finally {
      testOperators['ada'] = taken as never;
    }
  });

  test('whoever was taken off and named anew, with another key, has not voted, and their old vote counts for nothing', async () => {
    const before = testOperators['ada'];
    vote(ada, 'pass');
    try {
      const anew = operator('ada');
      expect(vote(anew, 'pass')).toEqual({ ok: true, value: 'one more must agree' });
      expect(vote(anew, 'pass')).toEqual({ ok: false, error: { type: 'voted_already' } });
      expect(vote(ben, 'pass')).toEqual({ ok: true, value: 'passed' });
      expect((await status())?.review?.outcome).toBe('passed');
    } finally {
      testOperators['ada'] = before as never;
    }
  });

  test('whoever waits longer than was promised may begin anew, and then nobody decides what they left', async () => {
    vote(ada, 'pass');
    house.wait(6 * day);
    applicant.browser.keep(house.signIn(accountId));
    expect((await status())?.state).toBe('in-review');
    expect((await applicant.ask('startProofing', { anew: true })).value.state).toBe('started');
    expect(vote(ben, 'pass')).toEqual({ ok: false, error: { type: 'closed' } });
    expect(() =>
      house.bff.db.$client.exec(`INSERT INTO review_votes VALUES ('${id}', 'ben', 'pass', 's', 1)`),
    ).toThrow(/closed/);
    tellDecided(house.bff);
    expect((await house.lettersTo(applicant.email)).map(({ kind }) => kind)).not.toContain(
      'review-decided',
    );
  });

  test('a decision that came first stands, and is told', async () => {
    vote(ada, 'refuse');
    vote(ben, 'refuse');
    await applicant.ask('startProofing', { anew: true });
    tellDecided(house.bff);
    expect((await house.lettersTo(applicant.email)).at(-1)?.kind).toBe('review-decided');
  });

  test('another account’s review goes on, whoever begins anew', async () => {
    applicant.browser.keep(house.signIn(house.signUp(`again-${count}@example.test`, null)));
    expect((await applicant.ask('startProofing', {})).value.state).toBe('started');
    expect(vote(ada, 'pass').ok).toBe(true);
  });
});

describe('what is decided is decided of the ticket that was parked (PROOF-23)', () => {
  test('proofing is told which that was, whatever is brought later, before it is decided and after', async () => {
    await take('issue', { result: 'in_review', facts: { parkedTicket: 'o'.repeat(43) } });
    await take('issue', { result: 'in_review' });
    expect(await said()).toEqual({ ticketDigest: parkedTicket });
    vote(ada, 'pass');
    vote(ben, 'pass');
    await take('issue');
    await take('issue');
    expect(await said()).toEqual({
      ticketDigest: parkedTicket,
      decided: decided('passed'),
    });
  });

  // prettier-ignore
  test.each<[string, Script]>([
    ['a review of no ticket',           { result: 'in_review', facts: { parkedTicket: undefined } }],
    ['a ticket without a review',       { result: 'issued', facts: { parkedTicket } }],
  ])('%s is not believed', async (_what, script) => {
    expect((await take('issue', script)).problem.code).toBe('temporarily_unavailable');
    expect((await status())?.state).toBe('in-review');
  });
});

describe('the four eyes are the database’s and the operators’ keys’ (PROOF-23)', () => {
  const sql = (text: string) => house.bff.db.$client.exec(text);

  test('no outcome without two votes, whoever writes it', () => {
    expect(() =>
      sql(`UPDATE reviews SET outcome = 'passed' WHERE application_id = '${id}'`),
    ).toThrow(/two different operators/);
    vote(ada, 'pass');
    expect(() =>
      sql(`UPDATE reviews SET outcome = 'passed' WHERE application_id = '${id}'`),
    ).toThrow(/two different operators/);
    expect(() => sql(`UPDATE review_votes SET operator = 'ben'`)).toThrow(/cast once/);
    expect(() => sql(`INSERT INTO review_votes VALUES ('${id}', 'ada', 'pass', 's', 1)`)).toThrow(
      /UNIQUE/,
    );
  });

  test('an outcome is not changed and not voted on', () => {
    vote(ada, 'refuse');
    vote(ben, 'refuse');
    expect(() =>
      sql(`UPDATE reviews SET outcome = 'passed' WHERE application_id = '${id}'`),
    ).toThrow();
    expect(() => sql(`INSERT INTO review_votes VALUES ('${id}', 'cleo', 'pass', 's', 1)`)).toThrow(
      /decided/,
    );
  });

  // prettier-ignore
  test.each<[string, () => void]>([
    ['without a signature',                 () => sql(`INSERT INTO review_votes VALUES ('${id}', 'ben', 'pass', '', 1)`)],
    ['by somebody who is no operator',      () => void vote(operator('mallory', false), 'pass')],
    ['with another operator’s name',        () => void vote({ name: 'ben', key: cleo.key }, 'pass')],
    ['by one person under two names',       () => { testOperators['ada-again'] = testOperators['ada'] as never; vote({ name: 'ada-again', key: ada.key }, 'pass'); }],
  ])('a second vote %s counts for nothing', async (_what, second) => {
    vote(ada, 'pass');
    second();
    house.bff.db.$client.exec(`UPDATE reviews SET outcome = 'passed', decided_at = ${house.bff.now()} WHERE application_id = '${id}' AND outcome IS NULL`);
    expect((await status())?.review?.outcome).toBeNull();
    await take('issue', { result: 'in_review' });
    expect(await said()).toEqual({ ticketDigest: parkedTicket });
  });
});
