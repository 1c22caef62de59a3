import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { readAtMost } from '@signet/contracts/read-at-most';
import { log } from '../audit/log.ts';
import { hmacBodySignature } from '../http/outgoing.ts';

export type CarrierSetting = {
  readonly url: string;
  readonly timeoutMs: number;
  readonly keyId: string;
  readonly secret: Buffer;
};

export type TextOutcome = 'accepted' | 'undeliverable' | 'unavailable';

const answerSchema = v.object({
  idempotencyKey: v.string(),
  status: v.picklist(['accepted', 'undeliverable']),
});
const largestAnswer = 10_000;

/**
 * The phone carrier, as the bff's own customer: it may have text messages delivered and ask for nobody's number. Requests are signed
 * (`hmac-body-v1`: HMAC-SHA-256 over time, nonce, method, host, path and body digest) and say that nothing may be retained.
 */
export function createCarrier(setting: CarrierSetting) {
  return async (to: string, text: string): Promise<TextOutcome> => {
    const url = new URL(`${setting.url}/messages`);
    const idempotencyKey = randomUUID();
    const body = JSON.stringify({ idempotencyKey, to, channel: 'sms', text });
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(setting.timeoutMs),
        headers: {
          'content-type': 'application/json',
          'signet-retention': 'none',
          // A connection of its own: an answer that comes twice must not be the next call's.
          connection: 'close',
          authorization: hmacBodySignature(setting, url, body),
        },
      });
      const answer = await readAtMost(response, largestAnswer);
      const said =
        response.status === 200 && answer !== undefined
          ? v.parse(answerSchema, JSON.parse(answer))
          : undefined;
      if (said?.idempotencyKey === idempotencyKey) return said.status;
    } catch {
      // Whatever went wrong, in whatever words of the carrier: it is down for us.
    }
    log('text-not-sent');
    return 'unavailable';
  };
}
