/** Forged, stale or broken input. The code says what kind; nothing says why in detail. */
export type RefusalCode =
  | 'malformed_request'
  | 'request_too_large'
  | 'unknown_step'
  | 'statement_not_accepted'
  | 'request_not_opened'
  | 'ticket_not_accepted'
  | 'wrong_step'
  | 'too_many_at_once';

export class Refused extends Error {
  readonly code: RefusalCode;
  constructor(code: RefusalCode) {
    super(code);
    this.code = code;
  }
}

export const refusalStatus = {
  malformed_request: 400,
  request_too_large: 413,
  unknown_step: 404,
  statement_not_accepted: 401,
  request_not_opened: 400,
  ticket_not_accepted: 403,
  wrong_step: 409,
  too_many_at_once: 503,
} as const satisfies Record<RefusalCode, number>;
