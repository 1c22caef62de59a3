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

/** What a provider adds to an agency's address (RFC 6749 §4.1.2, RFC 9207), or the engine does with an error. */
const ofAnAnswer = ['code', 'state', 'iss', 'error', 'error_description', 'scope'];

/**
 * Throws unless the address is one that the signed registry lists for the agency, with an answer and nothing else: the bff does not decide where a
 * person goes, nor what else the page there is told, as whose secret they come with, or where it is to go on to.
 */
export function mustBeListed(address: URL, redirectUris: readonly string[]): void {
  // Letter by letter: the addresses of apps have no origin to compare (RFC 8252 §7.1).
  const beforeAnswer = ({ href }: URL) => href.split(/[?#]/, 1)[0];
  const isListed = redirectUris
    .map((uri) => new URL(uri))
    .some((uri) => beforeAnswer(uri) === beforeAnswer(address) && hasOnlyAnswer(address, uri));
  if (!isListed) throw new Error('the registry does not list this address');
}

/** A listed address may have a query of its own, which stays (RFC 6749 §3.1.2). */
function hasOnlyAnswer(address: URL, listed: URL): boolean {
  const names = new Set([...listed.searchParams.keys(), ...address.searchParams.keys()]);
  const isAsListed = (name: string) =>
    JSON.stringify(address.searchParams.getAll(name)) ===
    JSON.stringify(listed.searchParams.getAll(name));
  const isAnswer = (name: string) =>
    ofAnAnswer.includes(name) && address.searchParams.getAll(name).length === 1;
  return (
    !address.href.includes('#') && [...names].every((name) => isAnswer(name) || isAsListed(name))
  );
}
