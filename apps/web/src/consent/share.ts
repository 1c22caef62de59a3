import * as v from 'valibot';
import { claims, type ClaimName } from '@signet/contracts/claims';
import type { ReplyOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';
import type { Agency } from '@signet/contracts/registry';
import { ok, type Result } from '@signet/contracts/result';
import { call, type CallProblem } from '../app/call.ts';
import { credentialFor, credentialsIn, writeCredentials } from '../vault/credentials.ts';
import { readJsonRecord, writeJsonRecord } from '../vault/json-record.ts';
import { resume } from './interaction.ts';
import { appendKey, present, sealRelease } from './present.ts';

type Details = ReplyOf<typeof operationTable.readInteraction>;

const historySchema = v.array(
  v.strictObject({ clientId: v.string(), claims: v.array(v.string()), at: v.string() }),
);

/** The person said yes: present, seal, hand over, and answer with the address at the agency. */
export async function share(
  uid: string,
  details: Details,
  agency: Agency,
  agreed: readonly ClaimName[],
): Promise<Result<URL, CallProblem>> {
  const presented = agreed.some((claim) => claims[claim].proofed)
    ? await sealedFor(details, agency, agreed)
    : ok(undefined);
  if (!presented.ok) return presented;
  const sealed = presented.value;
  const granted = await call(
    'grantConsent',
    { claims: [...agreed], ...(sealed === undefined ? {} : { release: sealed.release }) },
    { uid },
  );
  if (!granted.ok) return granted;
  await remember(agency, agreed).catch(() => undefined);
  const next = await resume(granted.value.resume);
  return next.ok ? ok(appendKey(next.value, sealed?.key, agency.redirectUris)) : next;
}

export async function refuse(uid: string, agency: Agency): Promise<Result<URL, CallProblem>> {
  const refused = await call('refuseConsent', {}, { uid });
  if (!refused.ok) return refused;
  const next = await resume(refused.value.resume);
  return next.ok ? ok(appendKey(next.value, undefined, agency.redirectUris)) : next;
}

async function sealedFor(details: Details, agency: Agency, agreed: readonly ClaimName[]) {
  // The audience is the agency of the signed registry, whatever the bff says.
  if (details.keyBinding.audience !== agency.clientId)
    throw new Error('the request is for another agency');
  const credentials = await credentialsIn();
  const held = credentialFor(credentials, agency.clientId);
  if (held === undefined) throw new Error('there is no credential');
  const presentation = await present(held, agreed, details.keyBinding, Date.now());
  // Written down before it is shown: a copy that two agencies see would let them match the person. The copy used last stands last.
  const marked = await writeCredentials([
    ...credentials.filter((one) => one !== held),
    { ...held, usedFor: agency.clientId },
  ]);
  return marked.ok ? ok(await sealRelease(presentation)) : marked;
}

/** The person's own record of what was shared, sealed; sharing does not fail when it cannot be written. */
async function remember(agency: Agency, agreed: readonly ClaimName[]): Promise<void> {
  const before = (await readJsonRecord('sharing-history', historySchema)) ?? [];
  await writeJsonRecord('sharing-history', [
    ...before.slice(-99),
    { clientId: agency.clientId, claims: [...agreed], at: new Date().toISOString() },
  ]);
}
