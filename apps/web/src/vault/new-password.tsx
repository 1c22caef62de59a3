import { useEffect } from 'react';
import { useLingui } from '@lingui/react/macro';
import type { FieldErrors } from '../ui/error-summary.tsx';
import { Field } from '../ui/field.tsx';
import { useReadyWorker } from './opaque-ceremony.ts';
import { newPasswordMistake, useMistakeSentences } from './new-password-mistake.ts';
import { loadBlocklist } from './password-blocklist.ts';
import { passwordLength } from './password-rules.ts';
import { StrengthInWords, useStrengthInWords } from './strength-in-words.tsx';

/** Says what is wrong with a password that is being chosen; nothing when it can be taken. */
export function useNewPasswordErrors() {
  const sentences = useMistakeSentences();
  return async (password: string, email: string): Promise<FieldErrors> => {
    const mistake = await newPasswordMistake(password, email);
    if (mistake === undefined) return [];
    const message = sentences[mistake];
    return mistake === 'unchecked' ? [{ message }] : [{ field: 'new-password', message }];
  };
}

type Props = {
  readonly email: string;
  readonly label: string;
  readonly error?: string | undefined;
};

/** The field in which a password is chosen, with the address beside it for the password manager. */
export function NewPasswordField({ email, label, error }: Props) {
  const { t } = useLingui();
  const { least } = passwordLength;
  const { words, weigh } = useStrengthInWords(email);
  useReadyWorker();
  useEffect(() => void loadBlocklist(), []);
  return (
    <>
      <input
        type="email"
        name="username"
        autoComplete="username"
        defaultValue={email}
        hidden
        readOnly
      />
      <Field
        label={label}
        name="new-password"
        type="password"
        autoComplete="new-password"
        hint={t({
          id: 'sign-up.password.hint',
          message: `At least ${least} characters. Spaces, words and any language are fine. A password manager is welcome.`,
        })}
        error={error}
        onType={weigh}
      />
      <StrengthInWords words={words === error ? '' : words} />
    </>
  );
}
