import * as v from 'valibot';
import type { EvidenceAttributes } from '@signet/contracts/person';
import { askJson } from './ask-json.ts';
import type { Line } from './call-source.ts';
import type { SharedSecret } from './credentials.ts';
import type { SourceOutcome } from './outcome.ts';
import { withSharedSecret } from './signing.ts';
import type { StepBudget } from './step-budget.ts';

const lineTypes = ['mobile', 'landline', 'voip', 'prepaid', 'toll_free'] as const;

const answerSchema = v.object({
  owner: v.picklist(['match', 'no_match']),
  lineType: v.picklist(lineTypes),
  /** Whether the number moved to another SIM or carrier within a week: the mark of a number taken over. */
  movedLately: v.boolean(),
});
export type Ownership = v.InferOutput<typeof answerSchema>;

/** Phone ownership: whose number is it, on what sort of line, and did it just move? */
export function createPhoneOwnership(line: Line, credential: SharedSecret) {
  const head = withSharedSecret(credential);
  return (
    phone: string,
    { givenName, familyName }: Pick<EvidenceAttributes, 'givenName' | 'familyName'>,
    budget: StepBudget,
  ): Promise<SourceOutcome<Ownership>> => {
    const fields = { phone, givenName, familyName };
    return askJson(line, head, { operation: '/ownership', fields, answer: answerSchema }, budget);
  };
}
