import type { Language } from '@signet/contracts/languages';
import { english } from './letters-in-english.ts';
import { spanish } from './letters-in-spanish.ts';

/** Every e-mail that Signet writes. Links carry their token in the fragment, which no server logs (AUTH-9). */
export type Letter = {
  readonly kind:
    | 'confirm-address'
    | 'address-has-account'
    | 'password-changed'
    | 'recovery-key-changed'
    | 'recovery-key-used'
    | 'second-factor-added'
    | 'second-factor-removed'
    | 'backup-codes-low'
    | 'codes-off-elsewhere'
    | 'codes-off-in-browser'
    | 'confirm-new-address'
    | 'address-in-use'
    | 'email-added'
    | 'email-removed'
    | 'address-taken-off'
    | 'email-made-primary'
    | 'reset-without-account'
    | 'reset-begun'
    | 'reset-ready'
    | 'new-second-factor-begun'
    | 'new-second-factor-ready'
    | 'everything-lost-begun'
    | 'everything-lost-ready'
    | 'passkey-opens-vault'
    | 'new-device'
    | 'new-device-link'
    | 'sign-in-disavowed'
    | 'agency-suspects'
    | 'wait-running'
    | 'wait-begun-before'
    | 'wait-stopped'
    | 'second-factors-taken-off'
    | 'vault-replaced'
    | 'identity-suspended'
    | 'identity-reinstated'
    | 'identity-proved'
    | 'identity-proved-link'
    | 'identity-frozen'
    | 'review-decided'
    | 'account-deleted'
    | 'language-changed'
    | 'letter-requested'
    | 'letter-mailed'
    | 'letter-reminder'
    | 'letter-expired'
    | 'letter-returned'
    | 'letter-refused';
  readonly link: string;
  /** Until when it is so, in ms since the epoch, where the letter tells of something that ends. */
  readonly until?: number;
  /** Since when, alike. */
  readonly since?: number;
  /** What was taken off the account with it. */
  readonly takenBack?: readonly TakenBack[];
  /** Whether addresses came back with it. */
  readonly broughtBack?: boolean;
};

export type TakenBack = 'passkey' | 'totp' | 'sms' | 'backup-codes' | 'address' | 'recovery-key';

/** Every letter in one language. */
export type Letters = Readonly<
  Record<Letter['kind'], { readonly subject: string; readonly text: (letter: Letter) => string }>
>;

const written: Readonly<Record<Language, Letters>> = { en: english, es: spanish };

export function writeLetter(
  letter: Letter,
  language: Language,
): { readonly subject: string; readonly text: string } {
  const { subject, text } = written[language][letter.kind];
  return { subject, text: text(letter) };
}
