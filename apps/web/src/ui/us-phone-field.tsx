import { useLingui } from '@lingui/react/macro';
import { Field } from './field.tsx';
import { textOf } from './form.tsx';
import { usPhone } from './us-phone.ts';

const name = 'phone';

type Typed =
  | { readonly number: string }
  | { readonly mistake: { readonly field: string; readonly message: string } };

/** What was typed into a `UsPhoneField`: the number as E.164, or what is wrong with it. */
export function useTypedPhone(): (fields: FormData) => Typed {
  const { t } = useLingui();
  return (fields) => {
    const number = usPhone(textOf(fields, name));
    if (number !== undefined) return { number };
    const message = t({
      id: 'phone.wrong',
      message: 'Enter a US phone number with its area code, like 202-555-0100.',
    });
    return { mistake: { field: name, message } };
  };
}

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
      name={name}
      type="tel"
      inputMode="tel"
      autoComplete="off"
      short
      error={errorOf(name)}
    />
  );
}
