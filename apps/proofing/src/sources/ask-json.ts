import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { callSource, type Line } from './call-source.ts';
import { unavailable, type SourceOutcome } from './outcome.ts';
import { parseAnswer } from './parse-answer.ts';
import type { SignHead } from './signing.ts';
import type { StepBudget } from './step-budget.ts';

const referred = v.object({ transactionRef: v.string() });

/**
 * One question in JSON under a fresh reference, which is nobody's. An answer counts only when it bears the reference of this very
 * question (PROOF-32): one that was meant for another request, or is given twice, is none.
 */
export async function askJson<Schema extends v.GenericSchema>(
  line: Line,
  head: SignHead,
  question: {
    readonly operation: string;
    readonly fields: Readonly<Record<string, unknown>>;
    readonly answer: Schema;
  },
  budget: StepBudget,
): Promise<SourceOutcome<v.InferOutput<Schema>>> {
  const transactionRef = randomUUID();
  const fields = { transactionRef, ...question.fields };
  return callSource<v.InferOutput<Schema>>(
    line,
    {
      operation: question.operation,
      fields: Object.keys(fields),
      body: JSON.stringify(fields),
      contentType: 'application/json',
      head,
      read(raw) {
        const reference = parseAnswer(referred, raw);
        if (!reference.ok) return reference;
        return reference.value.transactionRef === transactionRef
          ? parseAnswer(question.answer, raw)
          : unavailable('protocol_error');
      },
    },
    budget,
  );
}
