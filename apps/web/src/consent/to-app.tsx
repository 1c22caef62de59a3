import { Trans, useLingui } from '@lingui/react/macro';
import type { Agency } from '@signet/contracts/registry';
import { inOurLanguage } from '../app/in-our-language.ts';
import { Alert } from '../ui/alert.tsx';

/** AGENCY-52, RFC 8252 §8.6: any app may register the scheme of another, and only the person knows in which they began. */
export function ToApp({ agency }: { readonly agency: Agency }) {
  const { t } = useLingui();
  const name = inOurLanguage(agency.name);
  const { host } = new URL(agency.homepage);
  return (
    <Alert
      kind="warning"
      heading={t({ id: 'consent.to-app', message: 'This goes to an app on your device' })}
    >
      <Trans id="consent.to-app.text">
        Signet cannot see which app asks. Say yes only if you yourself began in the app of{' '}
        <strong>{name}</strong>, and got that app where its website, {host}, tells you to.
      </Trans>
    </Alert>
  );
}
