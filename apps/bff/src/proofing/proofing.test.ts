import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { proofingSteps, type ProofingStep, type StepResult } from '@signet/contracts/facts';
import { applicationStates } from '@signet/contracts/proofing';
import type { AccountId } from '@signet/contracts/ids';
import { limitTable } from '../limits/limits.ts';
import { accounts, applications } from '../db/schema.ts';
import { applicantsIn, type TestApplicant } from '../testing/applicants.ts';
import { createCitizen } from '../testing/citizen.ts';
import { es256KeyPair } from '../testing/holder.ts';
import { openHouse, type House } from '../testing/house.ts';
import { openHouseWithProofing, type PretendProofing } from '../testing/house-with-proofing.ts';
import type { Script } from '../testing/pretend-proofing.ts';
import { transitions } from './transitions.ts';

const hour = 60 * 60_000;
const sealed = 'bytes.that.the.bff.cannotread';
let house: House;
let proofing: PretendProofing;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ house, proofing, close } = await openHouseWithProofing());
  applicants = applicantsIn(house, proofing);
});
afterAll(() => close());

let applicants: ReturnType<typeof applicantsIn>;
let applicant: TestApplicant;
let accountId: AccountId;
beforeEach(async () => {
  proofing.answers({});
  house.wait(7 * hour);
  applicant = await applicants.newApplicant();
  ({ accountId } = applicant);
});

const confirmation = () => ({
  codeHash: 'h'.repeat(43),
  expiresAt: new Date(house.bff.now() + 600_000).toISOString(),
});

async function take(step: ProofingStep, script: Script = {}, request = sealed) {
  const sent = step === 'send-code' && (script.result ?? 'sent') === 'sent';
  proofing.answers(
    sent ? { ...script, facts: { confirmation: confirmation(), ...script.facts } } : script,
  );
  if (step === 'send-hand-off-link') await beginHandOff();
  return applicant.ask('submitStep', { step, request });
}
const beginHandOff = () =>
  applicant.ask('beginHandOff', { linkHash: randomBytes(32).toString('base64url') });
const state = async () => (await applicant.ask('readProofing', {})).value.application?.state;
const left = async (step: ProofingStep) =>
  (await applicant.ask('readProofing', {})).value.application?.attempts.find(
    (one) => one.step === step,
  );
const byPhone = proofingSteps.filter((step) => !step.endsWith('-letter'));
async function upTo(step: ProofingStep) {
  for (const before of byPhone.slice(0, byPhone.indexOf(step))) await take(before);
}

test('what the browser sealed reaches proofing untouched, and so does the answer (PROOF-1)', async () => {
  const { status, value } = await take('examine-document');
  expect(status).toBe(200);
  expect(value.reply).toBe(proofing.reply);
  const call = proofing.calls.at(-1);
  expect(call?.path).toBe('/steps/examine-document');
  expect(call?.body.request).toBe(sealed);
  const { protectedHeader, claims } = await proofing.statementOf(
    call?.body ?? { statement: '', request: '' },
    house.bff.keys.relayKey,
  );
  expect(protectedHeader.typ).toBe('signet-relay+jwt');
  expect(claims).toMatchObject({ iss: 'signet-bff', step: 'examine-document' });
  expect(Number(claims['exp']) - Number(claims['iat'])).toBe(60);
});

test('the whole way, step by step, ends in an account that is verified', async () => {
  for (const step of byPhone) expect((await take(step)).status).toBe(200);
  expect(await state()).toBe('issued');
  expect((await applicant.ask('readSession', {})).value).toMatchObject({ verified: true });
  expect((await take('examine-document')).problem.code).toBe('already_verified');
  expect((await take('issue')).status).toBe(200);
});

describe('facts are believed only when proofing signed them for this very request (PROOF-3)', () => {
  // prettier-ignore
  test.each<[string, () => Promise<Script> | Script]>([
    ['signed by someone else',       async () => ({ signedBy: await es256KeyPair() })],
    ['of another kind of token',     () => ({ type: 'JWT' })],
    ['of another application',       () => ({ facts: { applicationId: 'app_00000000000000000000000000' } })],
    ['of another step',              () => ({ facts: { step: 'issue' } })],
    ['of another request',           () => ({ facts: { requestDigest: 'd'.repeat(43) } })],
    ['with a result of another step', () => ({ result: 'issued' })],
    ['with a field too many',        () => ({ facts: { given_name: 'Quillon' } })],
    ['in an answer that is no JSON', () => ({ raw: { status: 200, body: '<html>' } })],
    ['in an answer that lacks them', () => ({ raw: { status: 200, body: '{"reply":"a.b.c.d.e"}' } })],
    ['with an error',                () => ({ raw: { status: 500, body: '{}' } })],
    ['with a refusal',               () => ({ raw: { status: 422, body: '{}' } })],
  ])('%s', async (_what, script) => {
    const { problem, status } = await take('examine-document', await script());
    expect({ status, code: problem.code }).toEqual({ status: 503, code: 'temporarily_unavailable' });
    expect(await state()).toBe('started');
    expect(await left('examine-document')).toMatchObject({ left: 5 });
  });
});

test.each([
  [409, 'wrong_step'],
  [403, 'ticket_not_accepted'],
])(
  'a ticket that proofing does not take, with %i, is told as such, not as an outage, and costs no try',
  async (status, code) => {
    const { problem } = await take('examine-document', {
      raw: { status, body: JSON.stringify({ code }) },
    });
    expect(problem.code).toBe('wrong_step');
    expect(await state()).toBe('started');
    expect(await left('examine-document')).toMatchObject({ left: 5 });
  },
);

describe('what is down costs no try and loses nothing (PROOF-6)', () => {
  test.each<[ProofingStep, StepResult]>([
    ['examine-document', 'unavailable'],
    ['send-hand-off-link', 'unavailable'],
    ['check-information', 'unavailable'],
    ['send-code', 'unavailable'],
  ])('%s', async (step, result) => {
    await upTo(step);
    const before = [await state(), (await left(step))?.left];
    expect((await take(step, { result })).status).toBe(200);
    expect([await state(), (await left(step))?.left]).toEqual(before);
    expect((await take(step)).status).toBe(200);
  });

  test('proofing itself', async () => {
    const alone = await openHouse();
    const one = createCitizen(alone, 'alone@example.test');
    one.browser.keep(alone.signIn(alone.signUp(one.email, null)));
    await one.ask('startProofing', {});
    const { problem } = await one.ask('submitStep', { step: 'examine-document', request: sealed });
    expect(problem.code).toBe('temporarily_unavailable');
    expect((await one.ask('readProofing', {})).value.application?.state).toBe('started');
    await alone.close();
  });
});

describe('states move only along the table (PROOF-10)', () => {
  for (const from of applicationStates) {
    for (const step of proofingSteps) {
      const allowed = transitions[step].from.includes(from);
      test(`${step} from ${from}: ${allowed ? 'taken' : 'refused'}`, async () => {
        house.bff.db
          .update(applications)
          .set({ state: from, ssnIndex: accountId as never })
          .run();
        const isHeld = from === 'issued' || step === 'top-up';
        house.bff.db
          .update(accounts)
          .set({ verifiedAt: isHeld ? house.bff.now() : null })
          .run();
        if (step === 'redeem-letter') house.putLetter(accountId);
        const { status } = await take(step);
        expect(status).toBe(allowed ? 200 : 409);
        expect(await state()).toBe(
          allowed ? (Object.values(transitions[step].to)[0] ?? from) : from,
        );
      });
    }
  }

  test('of two tabs that take the same step, one moves it', async () => {
    await upTo('check-information');
    proofing.answers({});
    const both = await Promise.all(
      ['first.tab.a.b.c', 'second.tab.a.b.c'].map((request) =>
        applicant.ask('submitStep', { step: 'check-information', request }),
      ),
    );
    expect(both.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409']);
  });
});

describe('tries are counted in fixed windows, and what is left is shown (PROOF-11)', () => {
  test('five failures, then the time of the next try, which further tries do not move', async () => {
    await upTo('check-information');
    const begun = house.bff.now();
    for (let after = 4; after >= 0; after -= 1) {
      const { value } = await take('check-information', { result: 'not_matched' });
      const { left: shown, resetsAt } =
        value.application.attempts.find((one) => one.step === 'check-information') ?? {};
      expect(shown).toBe(after);
      const end = Date.parse(resetsAt ?? '');
      expect(end).toBeGreaterThanOrEqual(begun + limitTable['proofing-information'].windowMs);
      expect(end).toBeLessThan(begun + limitTable['proofing-information'].windowMs + 60_000);
    }
    const { problem, status } = await take('check-information');
    expect({ status, attemptsLeft: problem.attemptsLeft }).toEqual({
      status: 429,
      attemptsLeft: 0,
    });
    expect((await take('check-information')).problem.retryAt).toBe(problem.retryAt);
    house.wait(Date.parse(problem.retryAt ?? '') - house.bff.now());
    applicant.browser.keep(house.signIn(accountId));
    expect((await take('check-information')).status).toBe(200);
  });

  test('a code may be wrong five times; another one may then be sent', async () => {
    await upTo('redeem-code');
    for (let after = 4; after >= 0; after -= 1) {
      await take('redeem-code', { result: 'wrong_code' });
      expect((await left('redeem-code'))?.left).toBe(after);
    }
    // Waiting would bring nothing back: no time is promised.
    expect((await left('redeem-code'))?.resetsAt).toBeNull();
    expect((await take('redeem-code')).problem.code).toBe('too_many_attempts');
    expect((await take('send-code')).status).toBe(200);
    expect((await take('redeem-code')).status).toBe(200);
  });
});

test('of the code the bff keeps the hash that proofing keyed, until it is redeemed (PROOF-8)', async () => {
  await upTo('redeem-code');
  await take('redeem-code');
  const { claims } = await proofing.statementOf(
    proofing.calls.at(-1)?.body ?? { statement: '', request: '' },
    house.bff.keys.relayKey,
  );
  expect(claims['confirmation']).toMatchObject({ codeHash: 'h'.repeat(43) });
  const row = house.bff.db
    .select({ hash: applications.codeHash })
    .from(applications)
    .where(eq(applications.accountId, accountId))
    .get();
  expect(row).toEqual({ hash: null });
});

test('whoever holds an expired credential can prove themselves anew (PROOF-12)', async () => {
  await upTo('issue');
  await take('issue');
  expect(await state()).toBe('issued');
  const again = async () => {
    applicant.browser.keep(house.signIn(accountId));
    return (await applicant.ask('startProofing', {})).value.state;
  };
  house.wait(363 * 24 * hour);
  expect(await again()).toBe('issued');
  house.wait(24 * hour);
  expect(await again()).toBe('started');
});
