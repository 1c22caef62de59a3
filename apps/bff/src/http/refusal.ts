import { problemStatus, type Problem, type ProblemCode } from '@signet/contracts/problem';

/** A refusal as a value: what an operation answers instead of its reply. Instants are milliseconds. */
export type Refusal = {
  readonly type: ProblemCode;
  readonly attemptsLeft?: number;
  readonly retryAt?: number;
};

export function refuse(
  type: ProblemCode,
  more: Omit<Refusal, 'type'> = {},
): { readonly ok: false; readonly error: Refusal } {
  return { ok: false, error: { type, ...more } };
}

/** RFC 9457. The title repeats the code: what a person reads is chosen in the browser. */
function problemOf(refusal: Refusal): Problem {
  return {
    type: `urn:signet:problem:${refusal.type}`,
    title: refusal.type.replaceAll('_', ' '),
    status: problemStatus[refusal.type],
    code: refusal.type,
    ...(refusal.attemptsLeft === undefined ? {} : { attemptsLeft: refusal.attemptsLeft }),
    ...(refusal.retryAt === undefined ? {} : { retryAt: new Date(refusal.retryAt).toISOString() }),
  };
}

export function problemResponse(refusal: Refusal): Response {
  return new Response(JSON.stringify(problemOf(refusal)), {
    status: problemStatus[refusal.type],
    headers: { 'content-type': 'application/problem+json' },
  });
}
