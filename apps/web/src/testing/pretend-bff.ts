import * as v from 'valibot';
import { vi } from 'vitest';
import { operationTable, type OperationName } from '@signet/contracts/operation-table';
import { problemStatus, type Problem, type ProblemCode } from '@signet/contracts/problem';
import { origin } from './installation.ts';

type Params = Readonly<Record<string, string>>;
/** `never`: each answer knows what its own operation is asked. */
type Answer = (input: never, params: Params) => unknown;
export type Answers = Partial<Record<OperationName, Answer>>;

type Asked = {
  readonly path: string;
  readonly init: RequestInit;
  readonly operation: OperationName | undefined;
};

export function refused(
  code: ProblemCode,
  more: Partial<Pick<Problem, 'attemptsLeft' | 'retryAt'>> = {},
): Response {
  const status = problemStatus[code];
  return Response.json({ type: 'about:blank', title: code, status, code, ...more }, { status });
}

/** Stands where the network is: takes what the table of operations takes, answers as it is told, writes down what was asked. */
export function pretendBff(
  answers: Answers,
  pages: Record<string, () => Response | Promise<Response>> = {},
) {
  const asked: Asked[] = [];
  vi.stubGlobal('location', new URL(origin));
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}): Promise<Response> => {
    const method = init.method ?? 'GET';
    const found = operationAt(method, path);
    asked.push({ path, init, operation: found?.name });
    const page = pages[path];
    if (page !== undefined) return arrived(await page(), init);
    const answer = found === undefined ? undefined : answers[found.name];
    if (found === undefined || answer === undefined) return refused('not_found');
    const body: unknown = method === 'GET' ? {} : JSON.parse(init.body as string);
    const input = v.parse(operationTable[found.name].input, body);
    const said = await answer(input as never, found.params);
    return arrived(said instanceof Response ? said : Response.json(said), init);
  });
  return { asked, bodies: () => asked.map(({ init }) => (init.body ?? '') as string).join('\n') };
}

/** A redirection as `fetch` treats it; whoever it leads to answers with what stands in it. */
function arrived(response: Response, { redirect }: RequestInit): Response {
  if (response.status < 300 || response.status > 399) return response;
  if (redirect === 'error') throw new TypeError('redirected');
  return new Response(response.body);
}

function operationAt(method: string, path: string) {
  for (const [name, operation] of Object.entries(operationTable)) {
    const pattern = operation.path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)');
    const match = new RegExp(`^${pattern}$`).exec(path);
    if (match !== null && operation.method === method)
      return { name: name as OperationName, params: { ...match.groups } as Params };
  }
  return undefined;
}
