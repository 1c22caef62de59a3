/**
 * What asking a source can come to: a closed union. "No match" is an answer and stands in `value`; only what is listed here is none.
 * Why there is no answer is kept apart, because it decides what the person is told and whether the source is asked again.
 */
// prettier-ignore
export const unavailableReasons = [
  'timeout',         // not within the time of one call
  'outage',          // not reached, cut off, or a server error
  'maintenance',     // said to be closed for a while
  'throttled',       // said to be asked too often
  'refused',         // we were not taken: credentials, clock
  'not_taken',       // this very request was not taken, for what it says; another may be
  'protocol_error',  // something came back that is no answer to this request
  'circuit_open',    // failed so often lately that it was not asked
  'budget_spent',    // the step had no time left to ask
] as const;

export type Unavailable = {
  readonly type: 'unavailable';
  readonly reason: (typeof unavailableReasons)[number];
};

export type SourceOutcome<Answer> =
  | { readonly ok: true; readonly value: Answer }
  | { readonly ok: false; readonly error: Unavailable };

export function unavailable(reason: Unavailable['reason']): {
  readonly ok: false;
  readonly error: Unavailable;
} {
  return { ok: false, error: { type: 'unavailable', reason } };
}
