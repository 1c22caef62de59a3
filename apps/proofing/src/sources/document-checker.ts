import * as v from 'valibot';
import { askJson } from './ask-json.ts';
import type { Line } from './call-source.ts';
import type { ApiKey } from './credentials.ts';
import type { SourceOutcome } from './outcome.ts';
import { withApiKey } from './signing.ts';
import type { StepBudget } from './step-budget.ts';

const answerSchema = v.object({
  result: v.picklist(['passed', 'failed', 'attention']),
  alerts: v.array(v.object({ name: v.string(), result: v.picklist(['failed', 'attention']) })),
});
export type DocumentAnswer = v.InferOutput<typeof answerSchema>;

/** Evidence authenticity: is this a photograph of a genuine document? */
export function createDocumentChecker(line: Line, credential: ApiKey) {
  const head = withApiKey(credential);
  return (
    document: { front: Uint8Array; back?: Uint8Array; barcode?: string },
    budget: StepBudget,
  ): Promise<SourceOutcome<DocumentAnswer>> => {
    const fields = {
      front: Buffer.from(document.front).toString('base64'),
      ...(document.back === undefined
        ? {}
        : { back: Buffer.from(document.back).toString('base64') }),
      ...(document.barcode === undefined ? {} : { barcode: document.barcode }),
    };
    return askJson(line, head, { operation: '/documents', fields, answer: answerSchema }, budget);
  };
}
