import * as v from 'valibot';
import { letterId, type LetterId } from '@signet/contracts/ids';
import { hmacBodySignature, readAtMost } from '../../http/outgoing.ts';
import {
  paperStatuses,
  type HandOverAnswer,
  type LetterToPrint,
  type PaperEvent,
  type PrintShop,
} from './paper.ts';
import type { PrintShopSetting } from './print-shop-setting.ts';

type RestSetting = Extract<PrintShopSetting, { handOver: 'rest' }>;

const largestAnswer = 200_000;
const takenSchema = v.object({ letterId, accepted: v.literal(true) });
const refusedSchema = v.object({ letterId, accepted: v.literal(false) });
const statusesSchema = v.object({
  letters: v.pipe(
    v.array(v.object({ letterId, status: v.picklist(['accepted', ...paperStatuses]) })),
    v.maxLength(500),
  ),
});

/**
 * One request a letter, its name as idempotency key, signed with `hmac-body-v1`. An answer that is not about this very letter is
 * none. The first letter without an answer ends the round: whoever is down is not asked fifty times.
 */
export function createRestPrintShop(setting: RestSetting): PrintShop {
  return {
    async handOver(letters) {
      const answers = new Map<LetterId, HandOverAnswer>();
      for (const letter of letters) {
        const answer = await handOverOne(setting, letter);
        if (answer === undefined) break;
        answers.set(letter.letterId, answer);
      }
      return answers;
    },
    async statusesOf(letterIds) {
      const answer = await post(setting, '/statuses', { letterIds });
      const parsed = v.safeParse(statusesSchema, answer?.body);
      if (answer?.status !== 200 || !parsed.success) return undefined;
      return parsed.output.letters.filter(
        (one): one is PaperEvent => one.status !== 'accepted' && letterIds.includes(one.letterId),
      );
    },
  };
}

async function handOverOne(
  setting: RestSetting,
  { letterId: name, sealed }: LetterToPrint,
): Promise<HandOverAnswer | undefined> {
  const answer = await post(setting, '/letters', { letterId: name, sealed }, name);
  if (answer === undefined) return undefined;
  const taken = v.safeParse(takenSchema, answer.body);
  if (answer.status === 200 && taken.success && taken.output.letterId === name) return 'taken';
  const refused = v.safeParse(refusedSchema, answer.body);
  if (answer.status === 422 && refused.success && refused.output.letterId === name)
    return 'refused';
  return undefined;
}

async function post(
  setting: RestSetting,
  operation: string,
  content: object,
  idempotencyKey?: string,
): Promise<{ readonly status: number; readonly body: unknown } | undefined> {
  const { keyId, requests } = setting.credential;
  const url = new URL(`${setting.url}${operation}`);
  const body = JSON.stringify(content);
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(setting.timeoutMs),
      headers: {
        'content-type': 'application/json',
        'signet-retention': 'none',
        authorization: hmacBodySignature(
          { keyId, secret: Buffer.from(requests, 'base64url') },
          url,
          body,
        ),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
    });
    const text = await readAtMost(response, largestAnswer);
    if (!/^application\/json(;|$)/i.test(response.headers.get('content-type') ?? ''))
      return undefined;
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
