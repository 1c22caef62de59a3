import * as v from 'valibot';
import {
  accountHeader,
  type InputOf,
  type Operation,
  type ReplyOf,
} from '@signet/contracts/operation';
import type { operationTable, OperationName } from '@signet/contracts/operation-table';
import { problemSchema, type Problem } from '@signet/contracts/problem';
import { failed, ok, type Result } from '@signet/contracts/result';
import { sessionOperations } from '@signet/contracts/session';
import { signInOperations } from '@signet/contracts/sign-in';
import { lock } from '../vault/this-tab.ts';
import { leave } from './leave.ts';
import { isNoAnswer, noAnswer } from './no-answer.ts';
import { forgetPageAccount, pageAccount } from './page-account.ts';
import { spokenHere } from './speak.ts';
import { tellTabs } from './other-tabs.ts';

export type CallProblem = Pick<Problem, 'attemptsLeft' | 'retryAt'> & {
  readonly type: 'problem';
  /**
   * No server says these: `no_answer`, none came that can be read; `offline`, nor can one come; `outcome_unknown`, none came, and what is stored, if it
   * could be looked at, does not say yet; `page_outdated`, a newer page wrote what was to be changed; `agency_changed`, the signed registry says something else of the agency by now;
   * `agency_unchecked`, what it says by now could not be read.
   */
  readonly code:
    | Problem['code']
    | 'no_answer'
    | 'offline'
    | 'outcome_unknown'
    | 'page_outdated'
    | 'agency_changed'
    | 'agency_unchecked';
};

/** What was sent is not answered, or not as it should be: it may have been done. */
export const isAnswerLost = (problem: CallProblem): boolean =>
  isNoAnswer(problem) ||
  problem.code === 'temporarily_unavailable' ||
  problem.code === 'internal_error';

type Table = typeof operationTable;

/** What is asked where one signs in, and on every page. The rest of the table is loaded beside the other pages (`routes.tsx`). */
const askedFirst: Partial<Table> = { ...sessionOperations, ...signInOperations };

export async function loadTable(): Promise<Table> {
  return (await import('@signet/contracts/operation-table')).operationTable;
}

/**
 * Asks the bff. What comes back is parsed before it is believed: the bff may be an attacker. A refusal is a value, and so is
 * a network that does not answer. `keepalive`: it goes out though the page goes away.
 */
export async function call<Name extends OperationName>(
  name: Name,
  input: InputOf<Table[Name]>,
  params: Readonly<Record<string, string>> = {},
  keepalive = false,
): Promise<Result<ReplyOf<Table[Name]>, CallProblem>> {
  let operation: Operation;
  let response: Response;
  let content: unknown;
  try {
    operation = askedFirst[name] ?? (await loadTable())[name];
    const { method, path } = operation;
    const target = path.replaceAll(/:(\w+)/g, (_whole, key: string) =>
      encodeURIComponent(params[key] ?? ''),
    );
    const account = pageAccount();
    // In what it writes for this page, a letter or a text message, the bff goes by it.
    const spoken = { 'accept-language': spokenHere() };
    const headers = account === undefined ? spoken : { ...spoken, [accountHeader]: account };
    const asked =
      method === 'GET'
        ? { headers }
        : {
            body: JSON.stringify(input),
            headers: { ...headers, 'content-type': 'application/json' },
          };
    response = await fetch(target, {
      method,
      credentials: 'same-origin',
      redirect: 'error',
      cache: 'no-store',
      keepalive,
      ...asked,
    });
    content = await response.json();
  } catch {
    return failed(noAnswer());
  }
  if (response.ok) {
    // Who was signed in before is not any more, on this page or another (AUTH-8).
    if (operation.begins === true) {
      lock();
      forgetPageAccount();
      tellTabs('begun');
    }
    const parsed = v.safeParse(operation.reply, content);
    return parsed.success ? ok(parsed.output as ReplyOf<Table[Name]>) : problem('internal_error');
  }
  const refused = v.safeParse(problemSchema, content);
  if (!refused.success) return problem('internal_error');
  if (refused.output.code === 'another_account') leave('/signed-out?elsewhere');
  return failed(problemOf(refused.output));
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
