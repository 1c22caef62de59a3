import type { ReplyOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';
import type { Agency } from '@signet/contracts/registry';
import { call, type CallProblem } from '../app/call.ts';
import { agencyOf } from '../app/registry.ts';
import { credentialFor, credentialsIn } from '../vault/credentials.ts';
import { disclosuresOf } from '../vault/sd-jwt.ts';
import type { ClaimValues } from './claim-rows.tsx';

/** What the consent screen asks: whose request it is and for what, as the registry has it, beside the person's own values. */
export type Question = {
  readonly uid: string;
  readonly details: ReplyOf<typeof operationTable.readInteraction>;
  readonly agency: Agency;
  readonly values: ClaimValues;
};

export async function questionOf(
  uid: string | undefined,
  email: string,
): Promise<Question | CallProblem> {
  const details = uid === undefined ? undefined : await call('readInteraction', {}, { uid });
  if (uid === undefined || details === undefined)
    return { type: 'problem', code: 'interaction_gone' };
  if (!details.ok) return details.error;
  const agency = await agencyOf(details.value.clientId);
  if (agency === undefined) return { type: 'problem', code: 'agency_unknown' };
  // What the registry does not list for this agency is not asked, whatever the bff says.
  const requestedClaims = details.value.requestedClaims.filter((claim) =>
    agency.attributes.some((one) => one.claim === claim),
  );
  const held = credentialFor(await credentialsIn(), agency.clientId);
  const values = held === undefined ? {} : await disclosuresOf(held.credential);
  return {
    uid,
    details: { ...details.value, requestedClaims },
    agency,
    values: { ...values, email },
  };
}
