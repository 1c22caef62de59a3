import { normalised } from './prove-password.ts';

/** SP 800-63B-4 §3.1.1.2: length is what counts; any character, no composition rule. Counted in code points, as written in NFC. */
export const passwordLength = { least: 15, most: 1_024 } as const;

export type PasswordMistake = 'too_short' | 'too_long' | 'contains_email';

export function passwordMistake(password: string, email: string): PasswordMistake | undefined {
  const length = Array.from(normalised(password)).length;
  if (length < passwordLength.least) return 'too_short';
  if (length > passwordLength.most) return 'too_long';
  const address = email.toLowerCase();
  const name = address.split('@')[0] ?? '';
  const written = password.toLowerCase();
  const mostlyEmail =
    written.includes(address) ||
    (name.length >= 8 && written.replaceAll(name, '').length < passwordLength.least / 2);
  return mostlyEmail ? 'contains_email' : undefined;
}
