import { useLingui } from '@lingui/react/macro';
import { textOf } from '../ui/form.tsx';
import { phoneFieldName } from '../ui/us-phone-field.tsx';
import { usPhone } from './us-phone.ts';

type Typed =
  | { readonly number: string }
  | { readonly mistake: { readonly field: string; readonly message: string } };

/** What was typed into a `UsPhoneField`: the number as E.164, or what is wrong with it. */
export function useTypedPhone(): (fields: FormData) => Typed {
  const { t } = useLingui();
  return (fields) => {
    const number = usPhone(textOf(fields, phoneFieldName));
    if (number !== undefined) return { number };
    const message = t({
      id: 'phone.wrong',
      message:
        'Enter a US phone number with its area code, like 202-555-0100. Numbers of other countries, toll-free and premium numbers cannot be used.',
    });
    return { mistake: { field: phoneFieldName, message } };
  };
}
