import * as v from 'valibot';
import type { InputOf, ReplyOf } from '@signet/contracts/operation';
import { operationTable, type OperationName } from '@signet/contracts/operation-table';
import { problemSchema, type Problem } from '@signet/contracts/problem';
import { failed, ok, type Result } from '@signet/contracts/result';

export type CallProblem = Pick<Problem, 'code' | 'attemptsLeft' | 'retryAt'> & {
  readonly type: 'problem';
};

/**
 * Asks the bff. What comes back is parsed before it is believed: the bff may be an attacker. A refusal is a value, and so is
 * a network that does not answer.
 */
export async function call<Name extends OperationName>(
  name: Name,
  input: InputOf<(typeof operationTable)[Name]>,
  params: Readonly<Record<string, string>> = {},
): Promise<Result<ReplyOf<(typeof operationTable)[Name]>, CallProblem>> {
  const { method, path, reply } = operationTable[name];
  const target = path.replaceAll(/:(\w+)/g, (_whole, key: string) =>
    encodeURIComponent(params[key] ?? ''),
  );
  const body =
    method === 'GET'
      ? {}
      : { body: JSON.stringify(input), headers: { 'content-type': 'application/json' } };
  let response: Response;
  let content: unknown;
  try {
    response = await fetch(target, {
      method,
      credentials: 'same-origin',
      redirect: 'error',
      cache: 'no-store',
      ...body,
    });
    content = await response.json();
  } catch {
    return problem('temporarily_unavailable');
  }
  if (response.ok) {
    const parsed = v.safeParse(reply, content);
    return parsed.success
      ? ok(parsed.output as ReplyOf<(typeof operationTable)[Name]>)
      : problem('internal_error');
  }
  const refused = v.safeParse(problemSchema, content);
  return refused.success ? failed(problemOf(refused.output)) : problem('internal_error');
}

/** What the page needs of a problem document; its own `type` is a URI and means nothing here. */
function problemOf({ code, attemptsLeft, retryAt }: Problem): CallProblem {
  return {
    type: 'problem',
    code,
    ...(attemptsLeft === undefined ? {} : { attemptsLeft }),
    ...(retryAt === undefined ? {} : { retryAt }),
  };
}

function problem(code: Problem['code']) {
  return failed<CallProblem>({ type: 'problem', code });
}
