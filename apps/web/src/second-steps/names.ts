import { useLingui } from '@lingui/react/macro';
import type { SecondFactorKind } from '@signet/contracts/sign-in';

export function useSecondStepNames(): Record<SecondFactorKind, string> {
  const { t } = useLingui();
  return {
    passkey: t({ id: 'account.passkey', message: 'Passkey' }),
    totp: t({ id: 'account.app', message: 'Authenticator app' }),
    sms: t({ id: 'account.texts', message: 'Text messages' }),
    'backup-codes': t({ id: 'account.codes', message: 'Backup codes' }),
  };
}
