import { errors, type Provider } from 'oidc-provider';
import type { Agency, Registry } from '@signet/contracts/registry';
import { failed, ok, type Result } from '@signet/contracts/result';
import { agreedRequest, type AgreedRequest } from '../agencies/agreed-request.ts';
import { findAgency } from '../agencies/find-agency.ts';
import type { Call } from '../http/mount-operation.ts';

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
  registry: Registry,
  { node, params }: Call,
): Promise<Result<AgencyInteraction, { type: 'interaction_gone' | 'agency_unknown' }>> {
  let interaction: Interaction;
  try {
    interaction = await engine.interactionDetails(node.incoming, node.outgoing);
  } catch (problem) {
    if (problem instanceof errors.SessionNotFound) return failed({ type: 'interaction_gone' });
    throw problem;
  }
  if (interaction.uid !== params['uid']) return failed({ type: 'interaction_gone' });
  const agency = findAgency(registry, interaction.params['client_id']);
  if (agency === undefined) return failed({ type: 'agency_unknown' });
  return ok({ interaction, agency, asked: agreedRequest(agency, interaction.params) });
}

/** The path, on this origin, that goes on with the agency's request. */
export function resumePath(returnTo: string): string {
  return new URL(returnTo).pathname;
}
