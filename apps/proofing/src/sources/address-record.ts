import * as v from 'valibot';
import type { EvidenceAttributes, PostalAddress } from '@signet/contracts/person';
import { askJson } from './ask-json.ts';
import type { Line } from './call-source.ts';
import type { SharedSecret } from './credentials.ts';
import type { SourceOutcome } from './outcome.ts';
import { withSharedSecret } from './signing.ts';
import type { StepBudget } from './step-budget.ts';

const answerSchema = v.object({
  /** Whether the post delivers there. */
  deliverable: v.picklist(['yes', 'no']),
  kind: v.picklist(['street', 'po_box', 'mail_agent']),
  /** Whether records associate the address with the person. */
  occupant: v.picklist(['match', 'no_match']),
});
export type AddressAnswer = v.InferOutput<typeof answerSchema>;

/** The address record: does the post deliver there, what sort of place is it, and do records know the person there? */
export function createAddressRecord(line: Line, credential: SharedSecret) {
  const head = withSharedSecret(credential);
  return (
    { givenName, familyName }: Pick<EvidenceAttributes, 'givenName' | 'familyName'>,
    address: PostalAddress,
    budget: StepBudget,
  ): Promise<SourceOutcome<AddressAnswer>> => {
    const fields = { givenName, familyName, address };
    return askJson(line, head, { operation: '/addresses', fields, answer: answerSchema }, budget);
  };
}
