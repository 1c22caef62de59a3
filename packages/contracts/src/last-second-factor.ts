import type { secondFactorKinds } from './sign-in.ts';

type SecondFactor = { readonly id: string; readonly kind: (typeof secondFactorKinds)[number] };

/** AUTH-15: backup codes run out, so they do not count as what is left; they may go, unless nothing else is there. */
export function isLastSecondFactor(one: SecondFactor, all: readonly SecondFactor[]): boolean {
  const left = all.filter(({ id }) => id !== one.id);
  const lasting = left.filter(({ kind }) => kind !== 'backup-codes');
  return lasting.length === 0 && (one.kind !== 'backup-codes' || left.length === 0);
}
