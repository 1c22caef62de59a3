import { eq } from 'drizzle-orm';
import { errors, type Provider } from 'oidc-provider';
import { agreementHolds, type Agency } from '@signet/contracts/agency';
import type { AccountId } from '@signet/contracts/ids';
import { failed, ok, type Result } from '@signet/contracts/result';
import type { AgreedRequest } from '../agencies/agreed-request.ts';
import { findAgency } from '../agencies/find-agency.ts';
import type { Bff } from '../bff.ts';
import type { Call } from '../http/mount-operation.ts';
import type { Session } from '../http/session.ts';
import { rowHash } from '../oidc/row-hash.ts';
import { oidcRows } from '../oidc/schema.ts';
import { askedOf } from './asked-of.ts';

export type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

export type AgencyInteraction = {
  readonly interaction: Interaction;
  readonly agency: Agency;
  readonly asked: AgreedRequest;
};

/**
 * The agency's request that this path is about. The engine finds it by a cookie that browsers send to this path only;
 * that the path names the same one is checked again (AGENCY-10).
 */
export async function findInteraction(
  engine: Provider,
  bff: Parts,
  call: Call,
): Promise<
  Result<AgencyInteraction, { type: 'interaction_gone' | 'agency_unknown' | 'agreement_over' }>
> {
  const found = await findAny(engine, bff, call);
  // AGENCY-42: a request may have begun while the agreement was in force.
  if (found.ok && !agreementHolds(found.value.agency, bff.now()))
    return failed({ type: 'agreement_over' });
  return found;
}

type Parts = Pick<Bff, 'registry' | 'db' | 'keys' | 'now'>;

/** The same whether or not the agency may still ask: whoever stands before a question can always say no. */
export async function findAny(
  engine: Provider,
  bff: Parts,
  { node, params, session }: Call,
): Promise<Result<AgencyInteraction, { type: 'interaction_gone' | 'agency_unknown' }>> {
  let interaction: Interaction;
  try {
    interaction = await engine.interactionDetails(node.incoming, node.outgoing);
  } catch (problem) {
    if (problem instanceof errors.SessionNotFound) return failed({ type: 'interaction_gone' });
    throw problem;
  }
  if (interaction.uid !== params['uid']) return failed({ type: 'interaction_gone' });
  const agency = findAgency(bff.registry, interaction.params['client_id']);
  if (agency === undefined) return failed({ type: 'agency_unknown' });
  const asked = askedOf(bff, agency, interaction.params, signedInAs(session));
  return ok({ interaction, agency, asked });
}

/** Whom the question is put to: who completed the sign-in before it, and nobody who came to this browser since. At a sign-in nobody is asked yet. */
export function askedPerson({ prompt, session }: Interaction): AccountId | undefined {
  return prompt.name === 'consent' ? (session?.accountId as AccountId | undefined) : undefined;
}

/** By one factor alone nobody is here yet. */
export function signedInAs(session: Session | undefined): AccountId | undefined {
  return session?.stage === 'signed-in' ? (session.accountId ?? undefined) : undefined;
}

/** Whether the answer can still be given: the path that goes on with it takes the question away, and then has a code made of what was said. */
export function isUnanswered(tx: Pick<Bff['db'], 'select'>, { uid }: Interaction): boolean {
  const idHash = rowHash.id('Interaction', uid);
  const ofIt = tx.select({ idHash: oidcRows.idHash }).from(oidcRows);
  return ofIt.where(eq(oidcRows.idHash, idHash)).get() !== undefined;
}

/** The path, on this origin, that goes on with the agency's request. */
export function resumePath(returnTo: string): string {
  return new URL(returnTo).pathname;
}
