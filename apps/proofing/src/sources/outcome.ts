/** What a source can come back with. "No" is an answer; only these are not answers. */
export type Unavailable = {
  readonly type: 'unavailable';
  readonly reason:
    | 'timeout'
    | 'outage'
    | 'maintenance'
    | 'throttled'
    | 'protocol_error'
    | 'auth_failed';
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
