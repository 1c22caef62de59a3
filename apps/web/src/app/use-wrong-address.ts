import { useLingui } from '@lingui/react/macro';
import { asEmailAddress } from '@signet/contracts/email-address';
import type { FieldErrors } from '../ui/error-summary.tsx';

/** What to say of what was entered as an e-mail address, by the very rule of the bff, which is stricter with a new one; undefined for an address. */
export function useWrongAddress(asAddress = asEmailAddress) {
  const { t } = useLingui();
  return (text: string): FieldErrors | undefined => {
    if (asAddress(text) !== undefined) return undefined;
    const [local = '', domain = ''] = text.split('@');
    const message =
      /^[\u0021-\u007E]*$/.test(local) || domain === ''
        ? t({
            id: 'sign-up.email.wrong',
            message: 'Enter an e-mail address, like name@example.com.',
          })
        : t({
            id: 'email.letters',
            message:
              'Before the @ we can only write to the letters a to z, digits and signs like . _ - +. Use another address of yours.',
          });
    return [{ field: 'email', message }];
  };
}
