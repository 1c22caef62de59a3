import * as v from 'valibot';
import type { Result } from '@signet/contracts/result';
import type { CallProblem } from '../app/call.ts';
import { readJsonRecord, writeJsonRecord } from './json-record.ts';

/** A copy of the credential with the key that it is bound to. One copy serves one agency, so that two cannot match them. */
const heldCredential = v.strictObject({
  credential: v.string(),
  holderKey: v.looseObject({
    kty: v.literal('EC'),
    crv: v.literal('P-256'),
    x: v.string(),
    y: v.string(),
    d: v.string(),
  }),
  usedFor: v.nullable(v.string()),
});
const heldCredentials = v.array(heldCredential);

export type HeldCredential = v.InferOutput<typeof heldCredential>;

export async function credentialsIn(): Promise<readonly HeldCredential[]> {
  const held = (await readJsonRecord('credentials', heldCredentials)) ?? [];
  return held.filter(({ credential }) => !hasExpired(credential, Date.now()));
}

/** Whoever shows an expired one is refused, so it counts as none, and its owner is led to prove themselves anew (PROOF-12). */
export function hasExpired(credential: string, now: number): boolean {
  try {
    const payload = credential.split('.')[1] ?? '';
    const { exp } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as {
      readonly exp?: unknown;
    };
    return typeof exp === 'number' && exp * 1_000 <= now;
  } catch {
    // Not readable here; the bff will say what it is worth.
    return false;
  }
}

export function writeCredentials(
  credentials: readonly HeldCredential[],
): Promise<Result<true, CallProblem>> {
  return writeJsonRecord('credentials', credentials);
}

/** The copy that this agency has seen before, else a fresh one; never one that another agency has seen (AGENCY-20). */
export function copyFor(
  credentials: readonly HeldCredential[],
  clientId: string,
): HeldCredential | undefined {
  return (
    credentials.find((one) => one.usedFor === clientId) ??
    credentials.find((one) => one.usedFor === null)
  );
}
