import { useLingui } from '@lingui/react/macro';

/** What to say when no passkey answered. */
export function usePasskeyStopped(): string {
  const { t } = useLingui();
  return t({ id: 'second-step.passkey.stopped', message: 'No passkey was used. Try again.' });
}
