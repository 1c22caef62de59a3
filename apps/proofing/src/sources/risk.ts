import * as v from 'valibot';
import { yearsOld } from '@signet/contracts/ages';
import type { EvidenceAttributes } from '@signet/contracts/person';
import { askJson } from './ask-json.ts';
import type { Line } from './call-source.ts';
import type { SharedSecret } from './credentials.ts';
import type { SourceOutcome } from './outcome.ts';
import { withSharedSecret } from './signing.ts';
import type { StepBudget } from './step-budget.ts';

const answerSchema = v.object({ risk: v.picklist(['low', 'review', 'high']) });
export type RiskAnswer = v.InferOutput<typeof answerSchema>['risk'];

/** Risk: does an application of this sort look like fraud? It is told bands and kinds, and no value of the person. */
export function createRisk(line: Line, credential: SharedSecret) {
  const head = withSharedSecret(credential);
  return async (
    { evidence, jurisdiction, birthDate, expiryDate }: EvidenceAttributes,
    now: Date,
    budget: StepBudget,
  ): Promise<SourceOutcome<RiskAnswer>> => {
    const fields = {
      evidence,
      ...(jurisdiction === undefined ? {} : { jurisdiction }),
      ageBand: ageBand(yearsOld(birthDate, now)),
      documentLife: documentLife(expiryDate, now),
    };
    const answer = await askJson(
      line,
      head,
      { operation: '/assess', fields, answer: answerSchema },
      budget,
    );
    return answer.ok ? { ok: true, value: answer.value.risk } : answer;
  };
}

function ageBand(years: number): string {
  const [band = '65-and-over'] =
    Object.entries({
      'under-25': 25,
      '25-to-44': 45,
      '45-to-64': 65,
    }).find(([, below]) => years < below) ?? [];
  return band;
}

/** How long the document is still valid, roughly. */
function documentLife(expiryDate: string | undefined, now: Date): string {
  if (expiryDate === undefined) return 'no-end';
  const days = (Date.parse(expiryDate) - now.getTime()) / 86_400_000;
  return days < 180 ? 'ends-soon' : days < 4 * 365 ? 'middle' : 'long';
}
