import { proofingSteps, type ProofingStep } from '@signet/contracts/facts';
import { createCitizen, type TestCitizen } from './citizen.ts';
import type { House } from './house.ts';
import type { PretendProofing } from './house-with-proofing.ts';
import type { Script } from './pretend-proofing.ts';

export type TestApplicant = Awaited<ReturnType<ReturnType<typeof applicantsIn>['newApplicant']>>;

const request = 'bytes.that.the.bff.cannotread';

/** The blind index of a person whom a test names. */
export const indexOf = (person: string) => person.padEnd(43, '-');

/** People who take the steps of proofing, of whom the pretended one says what the test wants. */
export function applicantsIn(house: House, proofing: PretendProofing) {
  let count = 0;
  async function newApplicant() {
    const applicant = createCitizen(house, `person-${(count += 1)}@example.test`);
    const accountId = house.signUp(applicant.email, null);
    applicant.browser.keep(house.signIn(accountId));
    await applicant.ask('startProofing', {});
    return { ...applicant, accountId };
  }

  async function take(applicant: TestCitizen, step: ProofingStep, script: Script = {}) {
    const confirmation = { codeHash: 'h'.repeat(43), expiresAt: '2099-01-01T00:00:00.000Z' };
    proofing.answers(step === 'send-code' ? { ...script, facts: { confirmation } } : script);
    return applicant.ask('submitStep', { step, request });
  }

  /** Every step before issuing, as the person behind an index. */
  async function proveAll(applicant: TestCitizen, person: string) {
    for (const step of proofingSteps.filter((one) => one !== 'issue' && one !== 'top-up'))
      await take(
        applicant,
        step,
        step === 'check-information' ? { facts: { ssnIndex: indexOf(person) } } : {},
      );
  }

  return {
    newApplicant,
    take,
    proveAll,
    stateOf: async (applicant: TestCitizen) =>
      (await applicant.ask('readProofing', {})).value.application?.state,
    /** What the bff said to proofing last. */
    statementOf: async () =>
      (
        await proofing.statementOf(
          proofing.calls.at(-1)?.body ?? { statement: '', request: '' },
          house.bff.keys.relayKey,
        )
      ).claims,
  };
}
