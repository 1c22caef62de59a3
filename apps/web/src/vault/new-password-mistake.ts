import { useLingui } from '@lingui/react/macro';
import { onBlocklist } from './password-blocklist.ts';
import { passwordLength, passwordMistake, type PasswordMistake } from './password-rules.ts';

export type NewPasswordMistake = PasswordMistake | 'listed' | 'unchecked';

/** Everything that keeps a new password from being taken. One that could not be compared with the list is not taken (AUTH-18). */
export async function newPasswordMistake(
  password: string,
  email: string,
): Promise<NewPasswordMistake | undefined> {
  const mistake = passwordMistake(password, email);
  if (mistake !== undefined) return mistake;
  const listed = await onBlocklist(password);
  if (listed === 'unknown') return 'unchecked';
  return listed ? 'listed' : undefined;
}

export function useMistakeSentences(): Readonly<Record<NewPasswordMistake, string>> {
  const { t } = useLingui();
  const { least } = passwordLength;
  return {
    too_short: t({
      id: 'sign-up.password.short',
      message: `Use at least ${least} characters. A few words in a row are easy to remember.`,
    }),
    too_long: t({ id: 'sign-up.password.long', message: 'Use at most 1,024 characters.' }),
    mostly_email: t({
      id: 'sign-up.password.email',
      message:
        'This password is little more than your e-mail address, the first thing others try. Choose another.',
    }),
    mostly_signet: t({
      id: 'sign-up.password.signet',
      message:
        'This password is little more than the name of this site, one of the first things others try. Choose another.',
    }),
    listed: t({
      id: 'sign-up.password.listed',
      message:
        'This password is on, or looks like one on, a list of passwords that are easily guessed. Choose another.',
    }),
    unchecked: t({
      id: 'sign-up.password.unchecked',
      message:
        'The list of passwords that are easily guessed could not be loaded, so yours was not compared with it. Nothing was lost. Check your connection and try again.',
    }),
  };
}
