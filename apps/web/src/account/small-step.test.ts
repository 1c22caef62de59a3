import { expect, test } from 'vitest';
import type { ActivityKind } from '@signet/contracts/account';
import { isSmallStep } from './small-step.ts';

const after = (first: string | null) => (kind: ActivityKind) => ({
  kind,
  details: kind === 'sign-in.completed' ? [{ field: 'first', value: first }] : [],
});
const shownAfter = (first: string | null, ...kinds: readonly ActivityKind[]) =>
  kinds.filter((_kind, at) => !isSmallStep(kinds.map(after(first)), at));
const shown = (...kinds: readonly ActivityKind[]) => shownAfter('pwd', ...kinds);

test('what is put into a vault and the steps of proofing are small; sign-ins, shares and changes are not', () => {
  expect(
    shown(
      'consent.granted',
      'vault.record-written',
      'vault.record-removed',
      'proofing.step',
      'proofing.started',
      'vault.change-committed',
      'vault.change-kept',
      'vault.unlocked',
      'sign-in.completed',
    ),
  ).toEqual(['consent.granted', 'proofing.started', 'vault.change-committed', 'sign-in.completed']);
});

test('a right password is a small step only where the sign-in came of it', () => {
  expect(shown('sign-in.completed', 'sign-in.password-proved')).toEqual(['sign-in.completed']);
  for (const stopped of [
    ['sign-in.password-proved'],
    ['sign-in.password-proved', 'sign-in.completed'],
    ['sign-in.second-factor-failed', 'sign-in.password-proved'],
  ] as const)
    expect(shown(...stopped)).toContain('sign-in.password-proved');
});

test.each([null, 'recovery', 'mail'])(
  'somebody else’s right password is none where its owner signed in next by what is no password (%s)',
  (first) => {
    const both = ['sign-in.completed', 'sign-in.password-proved'] as const;
    expect(shownAfter(first, ...both)).toEqual(both);
  },
);
