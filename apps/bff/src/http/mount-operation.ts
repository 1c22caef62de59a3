import type { IncomingHttpHeaders } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import * as v from 'valibot';
import {
  accountHeader,
  type InputOf,
  type Operation,
  type ReplyOf,
} from '@signet/contracts/operation';
import type { Language } from '@signet/contracts/languages';
import { failed, ok, type Result } from '@signet/contracts/result';
import type { Client } from '@signet/contracts/client';
import { changeDue } from '../accounts.ts';
import type { Bff } from '../bff.ts';
import { clientOf } from './client-of.ts';
import { callLanguage } from './language.ts';
import { sourceOf } from './source-of.ts';
import { readJsonBody } from './read-body.ts';
import { readPhone, type Phone } from './phone.ts';
import { problemResponse, type Refusal } from './refusal.ts';
import type { BrowserTokens } from '../keys/browser-of.ts';
import { isSameOrigin } from './same-origin.ts';
import {
  deviceTokens,
  missingStage,
  readSession,
  touchSession,
  type Asked,
  type Session,
} from './session.ts';

export type App = Hono<{ Bindings: HttpBindings }>;

/** What an operation may know of its call. `session` has reached the stage that the table requires. */
export type Call = {
  readonly session: Session | undefined;
  /** The hand-off of the phone that calls, if the table asks for one. */
  readonly phone: Phone | undefined;
  readonly params: Readonly<Record<string, string>>;
  /** Who is calling, for limits only: never stored but as a keyed digest. */
  readonly source: string;
  /** By what a browser is known again (AUTH-22). */
  readonly device: BrowserTokens;
  readonly client: Client;
  /** What its page speaks. */
  readonly language: Language;
  readonly node: HttpBindings;
  setCookie(cookie: string): void;
};

export type Verb<O extends Operation> = (
  bff: Bff,
  input: InputOf<O>,
  call: Call,
) => Promise<
  | { readonly ok: true; readonly value: ReplyOf<O> }
  | { readonly ok: false; readonly error: Refusal }
>;

/**
 * Puts one operation of the table on the wire. The order is the same for all: origin, session, body limit, parse, verb,
 * parse of the reply. What does not parse is a problem document and is never echoed (WEB-2, WEB-3).
 */
export function mountOperation<O extends Operation>(
  app: App,
  bff: Bff,
  operation: O,
  verb: Verb<O>,
): void {
  app.on(operation.method, operation.path, async (c) => {
    const { incoming, outgoing } = c.env;
    const { headers } = incoming;
    if (operation.method !== 'GET' && !isSameOrigin(headers, bff.config.issuer)) {
      return problemResponse({ type: 'cross_site_request' });
    }
    const before = callerOf(bff, headers, operation);
    if (!before.ok) return problemResponse(before.error);

    const body =
      operation.method === 'GET'
        ? { ok: true as const, value: {} }
        : await readJsonBody(incoming, operation.bodyLimitBytes);
    if (!body.ok) return problemResponse(body.error);
    // A body that is held back outlives no session: who calls is known once it is here.
    const caller = callerOf(bff, headers, operation, false);
    if (!caller.ok) return problemResponse(caller.error);
    const input = v.safeParse(operation.input, body.value);
    if (!input.success) return problemResponse({ type: 'malformed_request' });

    const cookies: string[] = [];
    const outcome = await verb(bff, input.output as InputOf<O>, {
      ...caller.value,
      params: c.req.param() as Record<string, string>,
      source: sourceOf(
        incoming.socket.remoteAddress,
        headers['x-forwarded-for']?.toString(),
        bff.config.trustedProxies,
      ),
      device: deviceTokens(headers),
      get client() {
        return clientOf(headers['user-agent'] ?? '');
      },
      get language() {
        return callLanguage(headers);
      },
      node: c.env,
      setCookie: (cookie) => cookies.push(cookie),
    });
    const response = outcome.ok
      ? Response.json(v.parse(operation.reply, outcome.value))
      : problemResponse(outcome.error);
    for (const cookie of cookies) outgoing.appendHeader('set-cookie', cookie);
    return response;
  });
}

/** Who calls, if the table lets them: a session that has come far enough, or the phone of a hand-off. */
function callerOf(
  bff: Bff,
  headers: IncomingHttpHeaders,
  operation: Operation,
  touch = operation.unasked !== true,
): Result<Pick<Call, 'session' | 'phone'>, Refusal> {
  if (operation.session === 'hand-off') {
    const phone = readPhone(bff, headers);
    return phone === undefined
      ? failed({ type: 'link_expired' })
      : ok({ session: undefined, phone });
  }
  const session = readSession(bff, headers, askedBy(operation));
  const missing =
    ofAnother(session, headers, operation) ??
    missingStage(session, operation.session) ??
    stillRecovering(bff, session, operation);
  if (missing !== undefined) return failed(missing);
  const used = touch && session !== undefined ? touchSession(bff, session) : session;
  return ok({ session: used, phone: undefined });
}

function askedBy({ method, ofItsPage }: Operation): Asked {
  if (ofItsPage === 'ends') return 'ends';
  return method === 'GET' ? 'reads' : 'changes';
}

/** AUTH-8: the page of one account does nothing to another that was signed in to in its browser meanwhile. */
function ofAnother(
  session: Session | undefined,
  headers: IncomingHttpHeaders,
  { session: required, ofItsPage }: Operation,
): Refusal | undefined {
  const meant = headers[accountHeader];
  const isForAnyone = required === 'none' && ofItsPage === undefined;
  if (isForAnyone || meant === undefined || session?.accountId == null) return undefined;
  return meant === session.accountId ? undefined : { type: 'another_account' };
}

/** AUTH-10: who came by the recovery key reads the vault and chooses another password and key, and then the rest. */
function stillRecovering(
  bff: Bff,
  session: Session | undefined,
  { session: required, recovering }: Operation,
): Refusal | undefined {
  const isOpen = required === 'none' || recovering === true;
  if (isOpen || session?.stage !== 'signed-in' || session.accountId === null) return undefined;
  if (!session.methods.split(' ').includes('recovery')) return undefined;
  return changeDue(bff, session.accountId) !== null ? { type: 'password_change_due' } : undefined;
}
