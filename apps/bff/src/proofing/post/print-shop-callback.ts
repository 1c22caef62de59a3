import { createHmac, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { letterId } from '@signet/contracts/ids';
import { log } from '../../audit/log.ts';
import type { Bff } from '../../bff.ts';
import type { App } from '../../http/mount-operation.ts';
import { readBody } from '../../http/read-body.ts';
import { problemResponse } from '../../http/refusal.ts';
import { paperStatuses } from './paper.ts';
import { takePaperEvents } from './take-paper-events.ts';

export const callbackPath = '/callbacks/print-shop';
const toleranceMs = 5 * 60_000;
const limitBytes = 32 * 1_024;

const callbackSchema = v.strictObject({
  events: v.pipe(
    v.array(v.strictObject({ letterId, status: v.picklist(paperStatuses) })),
    v.minLength(1),
    v.maxLength(200),
  ),
});

const callbackText = v.pipe(v.string(), v.parseJson(), callbackSchema);

/**
 * The print shop's word about letters. No browser asks here, so what stands for origin and session is a MAC over time and body,
 * looked at before anything is parsed (WEB-2, LETTER-5). The same callback may come again: nothing happens twice.
 */
export function mountPrintShopCallback(app: App, bff: Bff): void {
  app.post(callbackPath, async (c) => {
    const body = await readBody(c.env.incoming, /^application\/json(;|$)/i, limitBytes);
    if (!body.ok) return problemResponse(body.error);
    if (!isSigned(bff, c.req.header('signet-signature') ?? '', body.value)) {
      log('print-shop-callback-refused');
      return problemResponse({ type: 'signed_out' });
    }
    const callback = v.safeParse(callbackText, body.value);
    if (!callback.success) return problemResponse({ type: 'malformed_request' });
    takePaperEvents(bff, callback.output.events);
    return c.json({ taken: callback.output.events.length });
  });
}

/** `t=<milliseconds>,v1=<HMAC-SHA-256 over "t.body", base64url>`. */
function isSigned({ letters, now }: Bff, header: string, body: string): boolean {
  const [, time = '', given = ''] = /^t=(\d{1,16}),v1=([\w-]{43})$/.exec(header) ?? [];
  if (time === '' || Math.abs(now() - Number(time)) > toleranceMs) return false;
  const expected = createHmac('sha256', Buffer.from(letters.callbackKey, 'base64url'))
    .update(`${time}.${body}`)
    .digest();
  const mac = Buffer.from(given, 'base64url');
  return mac.length === expected.length && timingSafeEqual(mac, expected);
}
