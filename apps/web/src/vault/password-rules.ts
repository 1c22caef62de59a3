import { comparable, normalised } from './normalised.ts';

/** SP 800-63B-4 §3.1.1.2: length is what counts; any character, no composition rule. Counted in code points, as written in NFC (AUTH-18). */
export const passwordLength = { least: 15, most: 1_024 } as const;

export type PasswordMistake = 'too_short' | 'too_long' | 'mostly_email' | 'mostly_signet';

export function passwordMistake(password: string, email: string): PasswordMistake | undefined {
  const length = lengthOf(password);
  if (length < passwordLength.least) return 'too_short';
  if (length > passwordLength.most) return 'too_long';
  return mostlyContext(password, email);
}

export function lengthOf(password: string): number {
  return Array.from(normalised(password)).length;
}

/** The whole password is little more than what a stranger knows about it: whose it is, and what it opens. */
function mostlyContext(password: string, email: string): PasswordMistake | undefined {
  const written = comparable(password);
  // A name of one or two letters is part of any word.
  const own = [email, email.split('@')[0] ?? ''].map(comparable).filter((word) => word.length > 2);
  const withoutOwn = own.reduce((left, word) => left.replaceAll(word, ''), written);
  const left = withoutOwn.replaceAll('signet', '');
  if (left === written || lengthOf(left) > passwordLength.least / 2) return undefined;
  return withoutOwn === written ? 'mostly_signet' : 'mostly_email';
}
