import * as v from 'valibot';
import type { ApplicationState } from '@signet/contracts/proofing';
import { readJsonRecord } from './json-record.ts';

const draft = v.looseObject({ applicationId: v.string(), ticket: v.optional(v.string()) });

/** A draft with a ticket is of what was issued and is not in the vault yet; asked for again, it is. */
export async function isUnsealed(
  application: { readonly applicationId: string; readonly state: ApplicationState } | null,
): Promise<boolean> {
  if (application?.state !== 'issued') return false;
  const kept = await readJsonRecord('proofing-draft', draft);
  return kept?.ticket !== undefined && kept.applicationId === application.applicationId;
}
