import { randomUUID } from 'node:crypto';
import type { SharedSecret } from './credentials.ts';
import type { Outbox } from './outbox.ts';
import { magicAnswer } from './outcomes.ts';
import { sameDigits, sameText, type Person } from './people.ts';
import { createVerifier } from './signature.ts';
import { json, parseObject, type SourceEndpoint } from './source-endpoint.ts';

const ownershipFields = ['transactionRef', 'phone', 'givenName', 'familyName'] as const;
const messageFields = ['idempotencyKey', 'to', 'channel', 'text'] as const;

/** A phone carrier: whose number is it, and please deliver this. A customer for messages alone may ask nothing. */
export function carrier(
  shared: SharedSecret,
  messagesOnly: SharedSecret,
  people: readonly Person[],
  outbox: Outbox,
): SourceEndpoint[] {
  const customer = createVerifier(shared);
  const messenger = createVerifier(messagesOnly);
  const delivered = new Map<string, string>();
  const refuse =
    (
      path: string,
      customers: readonly ReturnType<typeof createVerifier>[],
    ): SourceEndpoint['refuse'] =>
    (c, body) => {
      const refusals = customers.map((verify) =>
        verify({
          method: 'POST',
          host: c.req.header('host') ?? '',
          path,
          authorization: c.req.header('authorization'),
          retention: c.req.header('signet-retention'),
          body,
        }),
      );
      if (refusals.includes(undefined)) return undefined;
      // The others only say that it was not signed with their secret.
      return refusals.find((one) => one !== 'signature_wrong') ?? 'signature_wrong';
    };

  const ownership: SourceEndpoint = {
    endpoint: 'carrier',
    path: '/carrier/v1/ownership',
    limitBytes: 16_000,
    refuse: refuse('/carrier/v1/ownership', [customer]),
    async answer(body) {
      const parsed = parseObject(body, ownershipFields);
      if (!parsed.ok) return { reply: json(400, { error: parsed.error }), fields: [] };
      const {
        phone = '',
        givenName = '',
        familyName = '',
      } = parsed.value as Record<string, string>;
      const magic = magicAnswer('carrier', phone);
      const owner = people.find((one) => sameDigits(one.phone, phone));
      const matches =
        magic !== 'no_match' &&
        owner !== undefined &&
        sameText(owner.givenName, givenName) &&
        sameText(owner.familyName, familyName);
      return {
        reply: json(200, {
          reference: randomUUID(),
          owner: matches ? 'match' : 'no_match',
          lineType: magic === 'voip' ? 'voip' : 'mobile',
        }),
        fields: ownershipFields,
      };
    },
  };

  const messages: SourceEndpoint = {
    endpoint: 'carrier',
    path: '/carrier/v1/messages',
    limitBytes: 16_000,
    refuse: refuse('/carrier/v1/messages', [customer, messenger]),
    async answer(body) {
      const parsed = parseObject(body, messageFields);
      if (!parsed.ok) return { reply: json(400, { error: parsed.error }), fields: [] };
      const {
        idempotencyKey = '',
        to = '',
        channel,
        text = '',
      } = parsed.value as Record<string, string>;
      if (channel !== 'sms' && channel !== 'voice')
        return { reply: json(400, { error: 'field_malformed' }), fields: messageFields };
      if (magicAnswer('carrier', to) === 'undeliverable') {
        return {
          reply: json(200, { reference: randomUUID(), status: 'undeliverable' }),
          fields: messageFields,
        };
      }
      const reference = delivered.get(idempotencyKey) ?? randomUUID();
      if (!delivered.has(idempotencyKey)) {
        delivered.set(idempotencyKey, reference);
        outbox.deliver({ channel, to, text });
      }
      return { reply: json(200, { reference, status: 'accepted' }), fields: messageFields };
    },
  };
  return [ownership, messages];
}
