import { redirect, type LoaderFunctionArgs } from 'react-router';
import type { ReplyOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';
import { isUnlocked, keptFor } from '../vault/this-tab.ts';
import { call } from './call.ts';
import { journeyPath } from './journey.ts';
import { leave } from './leave.ts';
import { goesWithPage } from './page-account.ts';
import { unreachable } from './unreachable.ts';

export type SessionState = ReplyOf<typeof operationTable.readSession>;

/**
 * Who is here, as the bff says. Throws `Unreachable` when it does not say: nobody is signed out by a lost signal. Where somebody else signed
 * in meanwhile the page goes, and what waits for the answer goes with it.
 */
export async function currentSession(): Promise<SessionState> {
  const session = await call('readSession', {});
  if (!session.ok) throw unreachable(session.error);
  if (goesWithPage(session.value)) return session.value;
  leave('/signed-out?elsewhere');
  return new Promise(() => {});
}

/** Keeps a page to those who have come this far, before anything of it is shown. */
export function requireStage(...stages: readonly SessionState['stage'][]) {
  return async ({ params }: LoaderFunctionArgs): Promise<SessionState> => {
    const session = await currentSession();
    if (stages.includes(session.stage)) return session;
    throw redirect(journeyPath(params['uid'], entranceOf[session.stage]));
  };
}

/** As `requireStage('signed-in')`, with the vault open in this tab; after a reload the password opens it again. */
export async function requireUnlocked({
  params,
  request,
}: LoaderFunctionArgs): Promise<SessionState> {
  const session = await currentSession();
  if (session.stage !== 'signed-in')
    throw redirect(journeyPath(params['uid'], entranceOf[session.stage]));
  const page = new URL(request.url).pathname.replace(/^\/interaction\/[\w-]+/, '').slice(1);
  // AUTH-10, AUTH-21, AUTH-22: a recovery key was used, a passkey lost, or somebody else signed in, so new ones come before everything.
  const recovers = keptFor('new-password') !== undefined;
  const due = recovers && session.due !== null ? 'recover/password' : comesFirst(session);
  // Within the agency's request, so that the person comes back to it.
  if (isUnlocked() && due !== undefined && page !== due)
    throw redirect(journeyPath(params['uid'], due));
  if (isUnlocked()) return session;
  throw redirect(`${journeyPath(params['uid'], 'unlock')}?to=${encodeURIComponent(page)}`);
}

/** AUTH-15: the last backup code is used, and nothing else is left: another second step comes first, while its owner is still in. */
function comesFirst({
  due,
  secondFactors,
}: Extract<SessionState, { stage: 'signed-in' }>): string | undefined {
  if (due !== null) return dueAt[due];
  return secondFactors.length === 0 ? 'sign-up/another-step' : undefined;
}

const dueAt = {
  'new-password': 'account/password',
  'new-locks': 'account/new-locks',
  'new-recovery-key': 'account/recovery-key',
} as const;

/** Where a person goes on from each stage. */
const entranceOf: Record<SessionState['stage'], string> = {
  none: 'sign-in',
  'sign-up': 'sign-up/password',
  'first-factor': 'sign-in/second-step',
  enrolling: 'sign-up/second-step',
  resetting: 'reset/password',
  'signed-in': 'continue',
};

export function entrance(stage: SessionState['stage']): string {
  return entranceOf[stage];
}
