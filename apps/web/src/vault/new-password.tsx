import { useLingui } from '@lingui/react/macro';
import { Field } from '../ui/field.tsx';
import { passwordLength, passwordMistake } from './password-rules.ts';

/** Says what is wrong with a password that is being chosen; undefined when nothing is. */
export function usePasswordMistake() {
  const { t } = useLingui();
  const { least } = passwordLength;
  const sentences = {
    too_short: t({
      id: 'sign-up.password.short',
      message: `Use at least ${least} characters. A few words in a row are easy to remember.`,
    }),
    too_long: t({ id: 'sign-up.password.long', message: 'Use at most 1,024 characters.' }),
    contains_email: t({
      id: 'sign-up.password.email',
      message: 'Do not use your e-mail address in your password. It is the first thing others try.',
    }),
  };
  return (password: string, email: string) => {
    const mistake = passwordMistake(password, email);
    return mistake === undefined ? undefined : sentences[mistake];
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
          message: `At least ${least} characters. Spaces and any letters are fine; paste works.`,
        })}
        error={error}
      />
    </>
  );
}
