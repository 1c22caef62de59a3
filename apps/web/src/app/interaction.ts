import * as v from 'valibot';
import { resumeReply } from '@signet/contracts/consent';
import { failed, ok, type Result } from '@signet/contracts/result';
import type { CallProblem } from './call.ts';
import { noAnswer } from './no-answer.ts';

/** Goes on with the agency's request at the provider: answers with the next address, on this origin or at the agency. */
export async function resume(path: string): Promise<Result<URL, CallProblem>> {
  try {
    const response = await fetch(path, {
      headers: { accept: 'application/json' },
      credentials: 'same-origin',
      redirect: 'error',
      cache: 'no-store',
    });
    const parsed = v.safeParse(resumeReply, await response.json());
    return response.ok && parsed.success
      ? ok(new URL(parsed.output.location))
      : failed<CallProblem>({ type: 'problem', code: 'interaction_gone' });
  } catch {
    return failed(noAnswer());
  }
}

/** The interaction that an address on this origin stands for. */
export function interactionIn(address: URL): string | undefined {
  return address.origin === location.origin
    ? /^\/interaction\/([\w-]+)$/.exec(address.pathname)?.[1]
    : undefined;
}

/** Throws unless the address is one that the signed registry lists for the agency: the bff does not decide where a person goes. */
export function mustBeListed(address: URL, redirectUris: readonly string[]): void {
  // Letter by letter: the addresses of apps have no origin to compare (RFC 8252 §7.1).
  const beforeAnswer = ({ href }: URL) => href.split(/[?#]/, 1)[0];
  const isListed = redirectUris.some((uri) => beforeAnswer(new URL(uri)) === beforeAnswer(address));
  if (!isListed) throw new Error('the registry does not list this address');
}
