import type { ActivityKind } from '@signet/contracts/account';

/** What happens many times on the way to something else that is recorded too, or that its owner sees elsewhere. */
const smallSteps: ReadonlySet<ActivityKind> = new Set([
  'vault.record-written',
  'vault.record-removed',
  'vault.change-kept',
  'vault.unlocked',
  'proofing.step',
]);

type Recorded = {
  readonly kind: ActivityKind;
  readonly details: readonly { readonly field: string; readonly value: unknown }[];
};

/**
 * Whether what stands at this place of the list, newest first, is of no use to whoever looks for sign-ins, shares and changes. A right password
 * is, when the sign-in came of it; without one somebody may know the password who lacks the second step, also where the owner signed in next
 * by a passkey alone.
 */
export function isSmallStep(events: readonly Recorded[], at: number): boolean {
  const kind = events[at]?.kind;
  if (kind !== 'sign-in.password-proved') return kind !== undefined && smallSteps.has(kind);
  const next = events[at - 1];
  return (
    next?.kind === 'sign-in.completed' &&
    next.details.some(({ field, value }) => field === 'first' && value === 'pwd')
  );
}
