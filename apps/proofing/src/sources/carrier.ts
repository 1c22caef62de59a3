import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { SourceSetting } from '../config.ts';
import { requireAllowed, type Manifest } from './manifest.ts';
import type { SourceOutcome } from './outcome.ts';
import { parseAnswer } from './parse-answer.ts';
import { send } from './send.ts';

const ownership: Manifest = {
  source: 'carrier',
  fields: ['transactionRef', 'phone', 'givenName', 'familyName'],
  signing: 'hmac-body-v1',
  retention: 'none',
};
const messages: Manifest = { ...ownership, fields: ['idempotencyKey', 'to', 'channel', 'text'] };

const ownerSchema = v.object({
  owner: v.picklist(['match', 'no_match']),
  lineType: v.picklist(['mobile', 'landline', 'voip']),
});
const deliverySchema = v.object({ status: v.picklist(['accepted', 'undeliverable']) });

export type Ownership = v.InferOutput<typeof ownerSchema>;
export type Delivery = v.InferOutput<typeof deliverySchema>['status'];

/** The phone carrier: whose number is it, and please deliver this. */
export function createCarrier(setting: SourceSetting) {
  return {
    async ownerOf(
      phone: string,
      { givenName, familyName }: { givenName: string; familyName: string },
    ): Promise<SourceOutcome<Ownership>> {
      const fields = { transactionRef: randomUUID(), phone, givenName, familyName };
      requireAllowed(ownership, Object.keys(fields));
      const sent = await send(ownership, setting, '/ownership', JSON.stringify(fields));
      return sent.ok ? parseAnswer(ownerSchema, sent.value) : sent;
    },

    async deliver(
      to: string,
      channel: 'sms' | 'voice',
      text: string,
    ): Promise<SourceOutcome<Delivery>> {
      const fields = { idempotencyKey: randomUUID(), to, channel, text };
      requireAllowed(messages, Object.keys(fields));
      const sent = await send(messages, setting, '/messages', JSON.stringify(fields));
      if (!sent.ok) return sent;
      const answer = parseAnswer(deliverySchema, sent.value);
      return answer.ok ? { ok: true, value: answer.value.status } : answer;
    },
  };
}
