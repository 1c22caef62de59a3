import * as v from 'valibot';
import { credential } from '@signet/contracts/claims';
import { ok, type Result } from '@signet/contracts/result';
import type { CallProblem } from '../app/call.ts';
import { changeJsonRecord, fits, readJsonRecord, writeJsonRecord } from './json-record.ts';

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
  /** Random, one for each time that its owner proved who they are; copies that were topped up have that of the first ones. */
  batch: v.optional(v.string()),
});
const heldCredentials = v.array(heldCredential);

export type HeldCredential = v.InferOutput<typeof heldCredential>;

export async function credentialsIn(): Promise<readonly HeldCredential[]> {
  const held = (await readJsonRecord('credentials', heldCredentials)) ?? [];
  return held.filter(({ credential }) => !hasExpired(credential, Date.now()));
}

/** Whoever shows an expired one is refused, so it counts as none, and its owner is led to prove themselves anew (PROOF-12). */
export function hasExpired(credential: string, now: number): boolean {
  const { exp } = openlySaid(credential);
  return typeof exp === 'number' && exp * 1_000 <= now;
}

/** AGENCY-2: whether nothing that is disclosed one by one stands openly in it, as in copies of an earlier release when and by what its owner was verified. */
export function hidesAll({ credential: text }: Pick<HeldCredential, 'credential'>): boolean {
  const said = openlySaid(text);
  return !credential.disclosable.some((claim) => claim in said);
}

function openlySaid(text: string): Readonly<Record<string, unknown>> {
  try {
    const payload = text.split('.')[1] ?? '';
    return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as Readonly<
      Record<string, unknown>
    >;
  } catch {
    // Not readable here; the bff will say what it is worth.
    return {};
  }
}

/**
 * Adds copies in front of those that stand there, unless they are no longer copies of this one: whoever is shown first is used least recently.
 * They take the place of those that are shown to nobody any more, and of these.
 */
export function addCopies(
  fresh: readonly HeldCredential[],
  of: HeldCredential,
  instead: readonly HeldCredential[] = [],
): Promise<Result<true, CallProblem>> {
  const stays = (one: HeldCredential) =>
    hidesAll(one) && (one.usedFor !== null || !instead.some((other) => isSame(one, other)));
  return changeJsonRecord('credentials', heldCredentials, (current = []) =>
    current.some((one) => isSame(one, of))
      ? withinRecord([...fresh, ...current.filter(stays)])
      : undefined,
  );
}

/** What does not fit goes by how long ago an agency saw it: an agency whose copy is gone is shown another one, which nobody has seen. */
function withinRecord(copies: readonly HeldCredential[]): HeldCredential[] {
  const longestUnseen = copies.find(({ usedFor }) => usedFor !== null);
  return longestUnseen === undefined || fits('credentials', copies)
    ? [...copies]
    : withinRecord(copies.filter((one) => one !== longestUnseen));
}

/**
 * AGENCY-20: notes that an agency is about to see a copy, and says which: one of those that the person saw, and that no other agency has
 * seen by now, in whatever tab. The copy used last stands last, and one that the same agency saw before is not shown again.
 */
export async function takeCopy(
  known: readonly HeldCredential[],
  clientId: string,
): Promise<Result<HeldCredential, CallProblem>> {
  let taken: HeldCredential | undefined;
  const written = await changeJsonRecord('credentials', heldCredentials, (current = []) => {
    const held = copyFor(
      current.filter((one) => known.some((other) => isSame(one, other))),
      clientId,
    );
    taken = held;
    if (held === undefined) return undefined;
    const others = current.filter((one) => one !== held && one.usedFor !== clientId);
    return withinRecord([...others, { ...held, usedFor: clientId }]);
  });
  if (!written.ok) return written;
  if (taken === undefined) throw new Error('a copy was noted and not named');
  return ok(taken);
}

function isSame(one: HeldCredential, other: HeldCredential): boolean {
  return one.credential === other.credential;
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
