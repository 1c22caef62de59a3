import { Hono } from 'hono';
import { readAtMost } from '@signet/contracts/read-at-most';
import { log } from './log.ts';
import type { Installation } from './proofing.ts';
import { takeStep } from './steps.ts';
import { Refused, refusalStatus } from './wire/refused.ts';

const bodyLimit = 42_000_000;

/** One door, for the bff: `POST /steps/:step`. */
export function createApp(installation: Installation): Hono {
  const { readingRoom } = installation;
  const app = new Hono();

  app.post('/steps/:step', async (c) => {
    const step = c.req.param('step');
    const take = async () => takeStep(installation, step, await readBody(c.req.raw));
    try {
      // Photographs are tens of megabytes before they are looked at.
      const answer = await (step === 'examine-document' ? readingRoom.admit(take) : take());
      if (answer === undefined) throw new Refused('too_many_at_once');
      return c.json(answer);
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      log('refused', { result: cause.code });
      return problem(cause.code, refusalStatus[cause.code]);
    }
  });
  app.get('/health', (c) => c.json({ healthy: true }));
  app.notFound(() => problem('not_found', 404));
  app.onError(() => {
    log('unexpected-error');
    return problem('internal_error', 500);
  });
  return app;
}

/** Counts while it reads; what does not parse is refused without a word of it (WEB-3). */
async function readBody(request: Request): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? 0) > bodyLimit)
    throw new Refused('request_too_large');
  const text = await readAtMost(request, bodyLimit);
  if (text === undefined) throw new Refused('request_too_large');
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused('malformed_request');
  }
}

function problem(code: string, status: number): Response {
  return new Response(
    JSON.stringify({
      type: `urn:signet:problem:${code}`,
      title: code.replaceAll('_', ' '),
      status,
      code,
    }),
    {
      status,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    },
  );
}
