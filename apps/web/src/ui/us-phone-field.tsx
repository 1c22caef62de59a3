import { Field } from './field.tsx';

export const phoneFieldName = 'phone';

type Props = {
  readonly label: string;
  readonly hint: string;
  readonly errorOf: (field: string) => string | undefined;
};

/** No browser keeps a number that was typed here (decision 0023). */
export function UsPhoneField({ label, hint, errorOf }: Props) {
  return (
    <Field
      label={label}
      hint={hint}
      name={phoneFieldName}
      type="tel"
      inputMode="tel"
      autoComplete="off"
      short
      error={errorOf(phoneFieldName)}
    />
  );
}
