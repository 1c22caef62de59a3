import { randomUUID } from 'node:crypto';
import type { Credentials } from './credentials.ts';
import type { Outbox } from './outbox.ts';
import { magicAnswer } from './outcomes.ts';
import { sameDigits, sameText, type LineType, type Person } from './people.ts';
import { createVerifier, refuseUnless } from './signature.ts';
import { json, parseObject, referenceIn, type SourceEndpoint } from './source-endpoint.ts';

const ownershipFields = ['transactionRef', 'phone', 'givenName', 'familyName'] as const;
const messageFields = ['idempotencyKey', 'to', 'channel', 'text'] as const;

/** A phone carrier: whose number is it, and please deliver this. A customer for messages alone may ask nothing. */
export function carrier(
  credentials: Pick<Credentials, 'phoneOwnership' | 'messageDelivery' | 'messages'>,
  people: readonly Person[],
  outbox: Outbox,
  now: () => number,
): SourceEndpoint[] {
  const delivered = new Map<string, string>();
  const paths = { ownership: '/carrier/v1/ownership', messages: '/carrier/v1/messages' };

  const ownership: SourceEndpoint = {
    endpoint: 'phone-ownership',
    path: paths.ownership,
    limitBytes: 16_000,
    refuse: refuseUnless(paths.ownership, createVerifier(credentials.phoneOwnership, now)),
    async answer(body, wrongly) {
      const parsed = parseObject(body, ownershipFields);
      if (!parsed.ok) return { reply: json(400, { error: parsed.error }), fields: [] };
      const {
        phone = '',
        givenName = '',
        familyName = '',
      } = parsed.value as Record<string, string>;
      const magic = magicAnswer('phone-ownership', phone);
      const owner = people.find(
        (one) =>
          sameDigits(one.phone, phone) &&
          sameText(one.givenName, givenName) &&
          sameText(one.familyName, familyName),
      );
      const lines: readonly string[] = ['voip', 'prepaid', 'landline', 'toll_free'];
      const lineType = lines.includes(magic ?? '')
        ? (magic as LineType)
        : (owner?.lineType ?? 'mobile');
      const answer = {
        transactionRef: referenceIn(parsed.value, 'transactionRef', wrongly),
        owner: magic !== 'no_match' && owner !== undefined ? 'match' : 'no_match',
        lineType,
        movedLately: magic === 'moved_lately' || owner?.movedLately === true,
      };
      return { reply: json(200, answer), fields: ownershipFields };
    },
  };

  const messages: SourceEndpoint = {
    endpoint: 'message-delivery',
    path: paths.messages,
    limitBytes: 16_000,
    refuse: refuseUnless(
      paths.messages,
      createVerifier(credentials.messageDelivery, now),
      createVerifier(credentials.messages, now),
    ),
    async answer(body, wrongly) {
      const parsed = parseObject(body, messageFields);
      if (!parsed.ok) return { reply: json(400, { error: parsed.error }), fields: [] };
      const {
        idempotencyKey: key = '',
        to = '',
        channel,
        text = '',
      } = parsed.value as Record<string, string>;
      if (channel !== 'sms' && channel !== 'voice')
        return { reply: json(400, { error: 'field_malformed' }), fields: messageFields };
      const idempotencyKey = referenceIn(parsed.value, 'idempotencyKey', wrongly);
      const magic = magicAnswer('message-delivery', to);
      if (magic === 'undeliverable' || (magic === 'landline' && channel === 'sms')) {
        return {
          reply: json(200, { idempotencyKey, reference: randomUUID(), status: 'undeliverable' }),
          fields: messageFields,
        };
      }
      const reference = delivered.get(key) ?? randomUUID();
      if (!delivered.has(key)) {
        delivered.set(key, reference);
        outbox.deliver({ channel, to, text });
      }
      return {
        reply: json(200, { idempotencyKey, reference, status: 'accepted' }),
        fields: messageFields,
      };
    },
  };
  return [ownership, messages];
}
