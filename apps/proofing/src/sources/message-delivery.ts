import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { callSource, type Line } from './call-source.ts';
import type { SharedSecret } from './credentials.ts';
import { unavailable, type SourceOutcome } from './outcome.ts';
import { parseAnswer } from './parse-answer.ts';
import { withSharedSecret } from './signing.ts';
import type { StepBudget } from './step-budget.ts';

const answerSchema = v.object({
  idempotencyKey: v.string(),
  status: v.picklist(['accepted', 'undeliverable']),
});
export type Delivery = v.InferOutput<typeof answerSchema>['status'];

/** Message delivery: please deliver this, once. A repeated request has the same key, and the carrier delivers nothing twice (PROOF-33). */
export function createMessageDelivery(line: Line, credential: SharedSecret) {
  const head = withSharedSecret(credential);
  return (
    to: string,
    channel: 'sms' | 'voice',
    text: string,
    budget: StepBudget,
  ): Promise<SourceOutcome<Delivery>> => {
    const fields = { idempotencyKey: randomUUID(), to, channel, text };
    return callSource<Delivery>(
      line,
      {
        operation: '/messages',
        fields: Object.keys(fields),
        body: JSON.stringify(fields),
        contentType: 'application/json',
        head,
        read(raw) {
          const answer = parseAnswer(answerSchema, raw);
          if (!answer.ok) return answer;
          return answer.value.idempotencyKey === fields.idempotencyKey
            ? { ok: true, value: answer.value.status }
            : unavailable('protocol_error');
        },
      },
      budget,
    );
  };
}
