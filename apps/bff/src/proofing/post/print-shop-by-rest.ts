import * as v from 'valibot';
import { letterId, type LetterId } from '@signet/contracts/ids';
import { readAtMost } from '@signet/contracts/read-at-most';
import { hmacBodySignature } from '../../http/outgoing.ts';
import {
  paperStatuses,
  type HandOverAnswer,
  type LetterToPrint,
  type PaperEvent,
  type PrintShop,
} from './paper.ts';
import { createPrintShopBreaker } from './print-shop-breaker.ts';
import {
  printShopManifest,
  requireAllowed,
  type PrintShopOperation,
} from './print-shop-manifest.ts';
import type { PrintShopSetting } from './print-shop-setting.ts';

type RestSetting = Extract<PrintShopSetting, { handOver: 'rest' }>;

const { budget, retention, signing } = printShopManifest;
/** By the name that the manifest has for it. */
const sign = { 'hmac-body-v1': hmacBodySignature }[signing];

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
export function createRestPrintShop(setting: RestSetting, now: () => number): PrintShop {
  const breaker = createPrintShopBreaker(now);
  const post: Post = async (...call) => {
    if (!breaker.admits()) return undefined;
    const answer = await postOnce(setting, ...call);
    breaker.note(answer !== undefined && [200, 422].includes(answer.status));
    return answer;
  };
  return {
    async handOver(letters) {
      const answers = new Map<LetterId, HandOverAnswer>();
      for (const letter of letters) {
        const answer = await handOverOne(post, letter);
        if (answer === undefined) break;
        answers.set(letter.letterId, answer);
      }
      return answers;
    },
    async statusesOf(letterIds) {
      const answer = await post('/statuses', { letterIds });
      const parsed = v.safeParse(statusesSchema, answer?.body);
      if (answer?.status !== 200 || !parsed.success) return undefined;
      return parsed.output.letters.filter(
        (one): one is PaperEvent => one.status !== 'accepted' && letterIds.includes(one.letterId),
      );
    },
  };
}

type Answer = { readonly status: number; readonly body: unknown };
type Post = (
  operation: PrintShopOperation,
  content: object,
  idempotencyKey?: string,
) => Promise<Answer | undefined>;

async function handOverOne(
  post: Post,
  { letterId: name, sealed }: LetterToPrint,
): Promise<HandOverAnswer | undefined> {
  const answer = await post('/letters', { letterId: name, sealed }, name);
  if (answer === undefined) return undefined;
  const taken = v.safeParse(takenSchema, answer.body);
  if (answer.status === 200 && taken.success && taken.output.letterId === name) return 'taken';
  const refused = v.safeParse(refusedSchema, answer.body);
  if (answer.status === 422 && refused.success && refused.output.letterId === name)
    return 'refused';
  return undefined;
}

async function postOnce(
  setting: RestSetting,
  ...[operation, content, idempotencyKey]: Parameters<Post>
): Promise<Answer | undefined> {
  requireAllowed(operation, content);
  const { keyId, requests } = setting.credential;
  const url = new URL(`${setting.url}${operation}`);
  const body = JSON.stringify(content);
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(Math.min(setting.timeoutMs, budget.callMs)),
      headers: {
        'content-type': 'application/json',
        'signet-retention': retention,
        // A connection of its own: an answer that comes twice must not be the next call's.
        connection: 'close',
        authorization: sign({ keyId, secret: Buffer.from(requests, 'base64url') }, url, body),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
    });
    const text = await readAtMost(response, budget.answerBytes);
    const type = response.headers.get('content-type') ?? '';
    if (text === undefined || !/^application\/json(;|$)/i.test(type)) return undefined;
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
