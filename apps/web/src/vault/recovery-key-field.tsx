import { useLingui } from '@lingui/react/macro';
import type { RecoveryKeyMistake } from '@signet/vault';
import { Field } from '../ui/field.tsx';

/** What is wrong with a typed recovery key, found in the browser by its length, alphabet and check character. */
export function useRecoveryKeyMistakes(): Record<RecoveryKeyMistake['type'], string> {
  const { t } = useLingui();
  return {
    wrong_length: t({
      id: 'recover.length',
      message: 'A recovery key has 20 characters, in five groups of four.',
    }),
    unknown_character: t({
      id: 'recover.character',
      message: 'A recovery key has only letters and digits, and no U.',
    }),
    mistyped: t({
      id: 'recover.mistyped',
      message: 'Something in the key is mistyped. Compare it with what you wrote down.',
    }),
  };
}

export function RecoveryKeyField({ error }: { readonly error: string | undefined }) {
  const { t } = useLingui();
  return (
    <Field
      label={t({ id: 'recover.key', message: 'Recovery key' })}
      name="recovery-key"
      hint={t({ id: 'recover.hint', message: '20 letters and digits; dashes do not matter' })}
      autoComplete="off"
      error={error}
    />
  );
}
