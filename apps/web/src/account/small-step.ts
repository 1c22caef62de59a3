import type { ActivityKind } from '@signet/contracts/account';

/** What happens many times on the way to something else that is recorded too, or that its owner sees elsewhere. */
const smallSteps: ReadonlySet<ActivityKind> = new Set([
  'vault.record-written',
  'vault.record-removed',
  'vault.change-kept',
  'vault.unlocked',
  'proofing.step',
]);

/**
 * Whether what stands at this place of the list, newest first, is of no use to whoever looks for sign-ins, shares and changes. A right password
 * is, when the sign-in came of it; without one somebody may know the password who lacks the second step.
 */
export function isSmallStep(
  events: readonly { readonly kind: ActivityKind }[],
  at: number,
): boolean {
  const kind = events[at]?.kind;
  if (kind === 'sign-in.password-proved') return events[at - 1]?.kind === 'sign-in.completed';
  return kind !== undefined && smallSteps.has(kind);
}
