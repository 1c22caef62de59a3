import { createHash, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ProofingStep, StepResult } from '@signet/contracts/facts';
import type { AccountId } from '@signet/contracts/ids';
import type { ApplicationState } from '@signet/contracts/proofing';
import type { KeyedByProofing } from '../db/made-elsewhere.ts';
import { accounts, applications } from '../db/schema.ts';
import { limitTable, type LimitName } from '../limits/limits.ts';
import { applicantsIn, type TestApplicant } from '../testing/applicants.ts';
import { createCitizen } from '../testing/citizen.ts';
import type { House } from '../testing/house.ts';
import { openHouseWithProofing, type PretendProofing } from '../testing/house-with-proofing.ts';
import type { Script } from '../testing/pretend-proofing.ts';
import { transitions } from './transitions.ts';

const hour = 60 * 60_000;
let house: House;
let proofing: PretendProofing;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ house, proofing, close } = await openHouseWithProofing());
  applicants = applicantsIn(house, proofing);
});
afterAll(() => close());

let applicants: ReturnType<typeof applicantsIn>;
let count = 0;
let applicant: TestApplicant;
let accountId: AccountId;
beforeEach(async () => {
  house.wait(7 * hour);
  await nextApplicant();
});
async function nextApplicant() {
  count += 1;
  applicant = await applicants.newApplicant();
  ({ accountId } = applicant);
}

/** The application as it is before a step. */
async function standAt(step: ProofingStep) {
  const linkHash = randomBytes(32).toString('base64url');
  if (step === 'send-hand-off-link') await applicant.ask('beginHandOff', { linkHash });
  if (step === 'redeem-letter') house.putLetter(accountId);
  house.bff.db
    .update(accounts)
    .set({ verifiedAt: house.bff.now() })
    .where(eq(accounts.id, accountId))
    .run();
  house.bff.db
    .update(applications)
    .set({
      state: transitions[step].from.at(-1) as ApplicationState,
      ssnIndex: String(count).padStart(43, 'i') as KeyedByProofing,
      codeHash: 'h'.repeat(43) as KeyedByProofing,
      codeExpiresAt: house.bff.now() + 600_000,
    })
    .where(eq(applications.accountId, accountId))
    .run();
}
const confirmation = { codeHash: 'n'.repeat(43), expiresAt: '2099-01-01T00:00:00.000Z' };
const submit = (step: ProofingStep) =>
  applicant.ask('submitStep', { step, request: `${count}.that.the.bff.cannotread` });
const shown = async (step: ProofingStep) =>
  (await applicant.ask('readProofing', {})).value.application?.attempts.find(
    (one) => one.step === step,
  );

/** Sixty at once, none of which is answered before all were let through or refused. */
async function sixtyAtOnce(step: ProofingStep, most: number, script: Script) {
  const { promise: after, resolve: answer } = Promise.withResolvers<void>();
  proofing.answers({ ...script, after });
  const before = proofing.calls.length;
  let refused = 0;
  const all = Array.from({ length: 60 }, async () => {
    const { status } = await submit(step);
    if (status === 429) refused += 1;
    return status;
  });
  await expect.poll(() => refused).toBe(60 - most);
  await expect.poll(() => proofing.calls.length - before).toBe(most);
  answer();
  await Promise.all(all);
  return proofing.calls.length - before;
}

// prettier-ignore
const limited: [ProofingStep, LimitName | 'one code', number, StepResult, Record<string, unknown>?][] = [
  ['send-hand-off-link', 'hand-off-text',        5,  'sent'],
  ['send-hand-off-link', 'hand-off-text',        5,  'undeliverable'],
  ['examine-document',   'proofing-document',    5,  'not_accepted'],
  ['check-information',  'proofing-information', 5,  'not_matched'],
  ['send-code',          'proofing-phone',       5,  'sent', { confirmation }],
  ['redeem-code',        'one code',             5,  'wrong_code'],
  ['send-letter',        'letter-in-a-day',      1,  'sealed'],
  ['redeem-letter',      'letter-code',          5,  'wrong_code'],
  ['issue',              'credential-again',     10, 'issued'],
  ['top-up',             'credential-top-up',    10, 'issued'],
];

describe('of many at once no more are relayed than the limit lets through (PROOF-11)', () => {
  test.each(limited)('%s: %s, %i, however it ends: %s', async (step, name, most, result, facts) => {
    if (name !== 'one code') expect(limitTable[name].most).toBe(most);
    await standAt(step);
    expect(
      await sixtyAtOnce(step, most, { result, ...(facts === undefined ? {} : { facts }) }),
    ).toBe(most);
    // Another code may be tried anew.
    if (result !== 'sent' || step !== 'send-code') expect((await shown(step))?.left).toBe(0);
  });

  test('every limit of a step is among these, but for those that many sources and many requests have', () => {
    const there = new Set<string>(limited.map(([, name]) => name));
    const all = Object.values(transitions).flatMap(({ limits, limitsAgain }) => [
      ...limits,
      ...(limitsAgain?.limits ?? []),
    ]);
    expect(all.filter((name) => !there.has(name) && name !== 'proofing-request')).toEqual([
      'proofing-retake',
      'proofing-code',
      'letters-in-a-month',
    ]);
  });

  test('text messages from one source, whatever the account', async () => {
    for (let nth = 0; nth < limitTable['hand-off-text-source'].most; nth += 1) {
      if (nth % 5 === 0) {
        await nextApplicant();
        await standAt('send-hand-off-link');
      }
      proofing.answers({ result: 'sent' });
      expect((await submit('send-hand-off-link')).status).toBe(200);
    }
    await nextApplicant();
    await standAt('send-hand-off-link');
    const calls = proofing.calls.length;
    expect((await submit('send-hand-off-link')).problem.code).toBe('too_many_attempts');
    expect(proofing.calls.length).toBe(calls);
  });
});

describe('a link by text message (PROOF-13)', () => {
  const send = async (result: StepResult = 'sent') => {
    proofing.answers({ result });
    return submit('send-hand-off-link');
  };

  test('five in six hours, and a sixth when they are over', async () => {
    await standAt('send-hand-off-link');
    const begun = house.bff.now();
    for (let left = 4; left >= 0; left -= 1) {
      expect((await send()).status).toBe(200);
      expect((await shown('send-hand-off-link'))?.left).toBe(left);
    }
    const calls = proofing.calls.length;
    const { status, problem } = await send();
    expect([status, problem.code]).toEqual([429, 'too_many_attempts']);
    const waits = Date.parse(problem.retryAt ?? '') - begun;
    expect(waits).toBeGreaterThanOrEqual(6 * hour);
    expect(waits).toBeLessThan(6 * hour + 60_000);
    expect(proofing.calls.length).toBe(calls);
    house.wait(waits);
    applicant.browser.keep(house.signIn(accountId));
    await standAt('send-hand-off-link');
    expect((await send()).status).toBe(200);
  });

  test('of which the carrier is down costs none', async () => {
    await standAt('send-hand-off-link');
    for (let nth = 0; nth < 6; nth += 1)
      expect((await send('unavailable')).value.application.state).toBe('duplicate');
    expect(await shown('send-hand-off-link')).toMatchObject({ left: 5, resetsAt: null });
  });

  test('goes nowhere before its hand-off was begun, nor once its phone has come', async () => {
    const calls = proofing.calls.length;
    expect((await send()).problem.code).toBe('wrong_step');
    const link = randomBytes(32).toString('base64url');
    const linkHash = createHash('sha256').update(link).digest('base64url');
    await applicant.ask('beginHandOff', { linkHash });
    await createCitizen(house, 'nobody@example.test').ask('redeemHandOff', { link });
    expect((await send()).problem.code).toBe('wrong_step');
    expect(proofing.calls.length).toBe(calls);
  });
});

describe('what was taken beforehand is given back where nothing came of it (PROOF-6)', () => {
  // prettier-ignore
  const nothing: [string, Script][] = [
    ['the sources do not answer', { result: 'unavailable' }],
    ['proofing does not answer',  { raw: { status: 500, body: '{}' } }],
  ];
  const sources = limited.filter(([step]) => !step.startsWith('redeem') && step !== 'top-up');
  test.each(
    sources.flatMap(([step, , most]) =>
      nothing.map(([why, script]) => [step, why, most, script] as const),
    ),
  )('%s: %s', async (step, _why, most, script) => {
    await standAt(step);
    const before = await shown(step);
    await sixtyAtOnce(step, most, script);
    expect(await shown(step)).toEqual(before);
  });

  test('a code that was asked about too late, once more than proofing compares it, or without an answer, is not counted', async () => {
    await standAt('redeem-code');
    for (const script of [
      { result: 'expired' },
      { result: 'tried_too_often' },
      { raw: { status: 500, body: '' } },
    ] as const) {
      proofing.answers(script);
      await submit('redeem-code');
      expect((await shown('redeem-code'))?.left).toBe(5);
    }
  });

  test('a letter that would come too late is none of those that one may ask for', async () => {
    await standAt('send-letter');
    const before = await shown('send-letter');
    proofing.answers({ result: 'too_old' });
    const { status, value } = await submit('send-letter');
    expect([status, value.application.state]).toEqual([200, 'letter-sent']);
    expect(await shown('send-letter')).toEqual(before);
    expect((await applicant.ask('readLetters', {})).value.letters).toEqual([]);
  });

  test('a card of a kind that cannot be checked yet costs no try (PROOF-39)', async () => {
    await standAt('examine-document');
    proofing.answers({ result: 'unsupported' });
    expect((await submit('examine-document')).status).toBe(200);
    expect(await shown('examine-document')).toMatchObject({ left: 5, resetsAt: null });
  });

  test('what the result spends is not: of a photograph that could not be read the document’s try', async () => {
    await standAt('examine-document');
    proofing.answers({ result: 'retake' });
    for (let nth = 0; nth < 6; nth += 1)
      expect((await submit('examine-document')).status).toBe(200);
    expect((await shown('examine-document'))?.left).toBe(5);
  });

  test('whoever never gets an answer has used it until the window ends, and then it is nobody else’s to give back', async () => {
    await standAt('check-information');
    const { promise: after, resolve: answer } = Promise.withResolvers<void>();
    proofing.answers({ result: 'unavailable', after });
    const stuck = submit('check-information');
    await expect.poll(async () => (await shown('check-information'))?.left).toBe(4);
    const endsAt = Date.parse((await shown('check-information'))?.resetsAt ?? '');
    house.wait(endsAt - house.bff.now());
    applicant.browser.keep(house.signIn(accountId));
    expect(await shown('check-information')).toMatchObject({ left: 5, resetsAt: null });
    proofing.answers({ result: 'not_matched' });
    await submit('check-information');
    answer();
    await stuck;
    expect((await shown('check-information'))?.left).toBe(4);
  });
});
