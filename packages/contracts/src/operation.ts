import type * as v from 'valibot';
import type { ProblemCode } from './problem.ts';

/**
 * The header in which a page says whose it is, once it knows. The cookie belongs to the browser, and somebody else may have signed in by
 * it: what the page of one account asks is done to no other (AUTH-8). It is no secret, and lets nobody in.
 */
export const accountHeader = 'signet-account';

/** What the caller's session must have reached before the operation is looked at. */
export type RequiredSession =
  /** Anyone. */
  | 'none'
  /** A confirmed e-mail link, not yet an account. */
  | 'sign-up'
  /** The password was proved; the second factor was not. */
  | 'first-factor'
  /** The link after a day of waiting, and the second factor if there is one: another vault takes the place of the lost one. */
  | 'resetting'
  /** The phone that took a hand-off's link. It is not signed in, and this is good for nothing else (PROOF-13). */
  | 'hand-off'
  /** Both factors, or a fresh account that is choosing its first second factor. */
  | 'enrolling'
  /** Both factors. Slots and records are handed over only here. */
  | 'signed-in';

type Schema = v.GenericSchema;

/**
 * One thing that the browser may ask of the bff. The table of all of them is the whole wire: the bff implements
 * an operation, the browser calls one, and both parse with the same schemas.
 *
 * `path` may hold `:name` parameters; they are path segments of unreserved characters.
 */
export type Operation<Input extends Schema = Schema, Reply extends Schema = Schema> = {
  readonly method: 'GET' | 'POST';
  readonly path: `/${string}`;
  readonly session: RequiredSession;
  /** Asked by a page that nobody touches: it does not move the session's idle limit (AUTH-8). */
  readonly unasked?: true;
  /** Open to a session that began with the recovery key, before there are a new password and a new key (AUTH-10). */
  readonly recovering?: true;
  /** A session begins with it, and the one that was before in this browser ends: its pages go (AUTH-8). */
  readonly begins?: true;
  /** What it does to the session that its page is of: anyone may ask, and it is done to no other account's (AUTH-8). */
  readonly ofItsPage?: 'extends' | 'ends';
  /** Parsed from the JSON body (POST). GET operations take `v.strictObject({})`. */
  readonly input: Input;
  readonly reply: Reply;
  /** Refusals this operation may answer with, beyond those that every operation has (`commonProblems`). */
  readonly problems: readonly ProblemCode[];
  /** Largest accepted request body in bytes; 32 KiB when absent. */
  readonly bodyLimitBytes?: number;
};

export const commonProblems = [
  'malformed_request',
  'unsupported_media_type',
  'request_too_large',
  'cross_site_request',
  'signed_out',
  'another_account',
  'too_many_attempts',
  'temporarily_unavailable',
  'internal_error',
] as const satisfies readonly ProblemCode[];

/** Keeps the literal types of a table of operations. */
export function operations<const Table extends Record<string, Operation>>(table: Table): Table {
  return table;
}

export type InputOf<O extends Operation> = v.InferOutput<O['input']>;
export type ReplyOf<O extends Operation> = v.InferOutput<O['reply']>;
