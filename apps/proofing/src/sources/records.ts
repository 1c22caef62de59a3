import * as v from 'valibot';
import type { AtAddress } from '@signet/contracts/person';
import { askJson } from './ask-json.ts';
import type { Line } from './call-source.ts';
import type { SharedSecret } from './credentials.ts';
import type { SourceOutcome } from './outcome.ts';
import { withSharedSecret } from './signing.ts';
import type { StepBudget } from './step-budget.ts';

const check = v.picklist(['match', 'no_match']);
const answerSchema = v.object({
  checks: v.object({
    name: check,
    birthDate: check,
    ssn: check,
    address: check,
    deceased: v.boolean(),
  }),
});
export type RecordsAnswer = v.InferOutput<typeof answerSchema>['checks'];

/** An authoritative source for the person: a records bureau. */
export function createRecords(line: Line, credential: SharedSecret) {
  const head = withSharedSecret(credential);
  return async (
    { givenName, familyName, birthDate, address }: AtAddress,
    ssn: string,
    budget: StepBudget,
  ): Promise<SourceOutcome<RecordsAnswer>> => {
    const fields = { givenName, familyName, birthDate, ssn, address };
    const answer = await askJson(
      line,
      head,
      { operation: '/verify', fields, answer: answerSchema },
      budget,
    );
    return answer.ok ? { ok: true, value: answer.value.checks } : answer;
  };
}
