import querystring from 'node:querystring';
import type { Context } from 'koa';
import { readBytes } from '../http/read-body.ts';

const longestBody = 56 * 1_024;

/** What was posted, before the engine reads it; what is changed in it the engine reads so. */
export async function readForm(ctx: Context): Promise<querystring.ParsedUrlQuery | undefined> {
  const form = 'application/x-www-form-urlencoded';
  if (ctx.is(form) !== form) return undefined;
  // The engine takes a body that was read before it from here.
  const request = ctx.req as typeof ctx.req & { body?: querystring.ParsedUrlQuery };
  if (request.body !== undefined) return request.body;
  const body = await readBytes(request, longestBody);
  // What is too long, or does not come to its end, is as good as empty.
  request.body = body.ok ? querystring.parse(body.value.toString()) : {};
  return request.body;
}
