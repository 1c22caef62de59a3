import type { ApplicationId } from '@signet/contracts/ids';
import type { applicantsIn, TestApplicant } from './applicants.ts';
import type { House } from './house.ts';
import { decideReview } from './operators.ts';

/** The token in a link of a notice of proofing. */
export const tokenIn = (link: string) => new URLSearchParams(link.split('#')[1]).get('token') ?? '';

/** What comes before "this wasn't me" and after it. */
export function disavowalsIn(house: House, applicants: ReturnType<typeof applicantsIn>) {
  return {
    noticesTo: async (email: string) =>
      (await house.lettersTo(email)).filter(({ kind }) => kind === 'identity-proved'),

    /** Two operators let it pass, and it is asked for. */
    async passBy(applicant: TestApplicant): Promise<void> {
      await applicants.take(applicant, 'issue', { result: 'in_review' });
      const { value } = await applicant.ask('readProofing', {});
      decideReview(house, value.application?.applicationId as ApplicationId, 'pass');
      await applicants.take(applicant, 'issue');
    },
  };
}
