import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { useJourney } from '../app/journey.ts';
import { inOurLanguage } from '../app/in-our-language.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { beginAnew } from './begin-anew.ts';
import { NotNow } from '../app/not-now.tsx';
import { useAskingAgency } from './use-agency.ts';

/** PROOF-12: for whoever moved, has another name, lost what was sealed, or holds what expires soon, or is too old for an agency. */
export function Component() {
  const { t } = useLingui();
  const { uid, go } = useJourney();
  const agency = useAskingAgency(uid);
  const begin = async () => {
    const begun = await beginAnew({ agencyClientId: agency?.clientId });
    if (!begun.ok) return [{ message: problemText(begun.error) }];
    go('verify');
    return [];
  };
  return (
    <Page title={t({ id: 'prove-anew.title', message: 'Prove yourself anew' })}>
      {agency === undefined ? (
        <p>
          <Trans id="prove-anew.why">
            Do this if you moved, changed your name, lost what was sealed, or if your ID or what was
            verified expires soon.
          </Trans>
        </p>
      ) : (
        <p>
          <Trans id="prove-anew.asked">
            <strong>{inOurLanguage(agency.name)}</strong> asks for a proof that is more recent than
            yours.
          </Trans>
        </p>
      )}
      <p>
        <Trans id="prove-anew.kept">
          You go through the same steps again. What was verified before stays in use until the new
          one takes its place. Agencies keep what they received.
        </Trans>
      </p>
      <Form onSubmit={begin} waiting={t({ id: 'prove-anew.waiting', message: 'One moment…' })}>
        {({ busy }) => (
          <div className="signet-actions">
            <Button busy={busy}>
              <Trans id="prove-anew.go">Begin</Trans>
            </Button>
            {agency === undefined ? (
              <Link to="/account">
                <Trans id="prove-anew.back">Not now</Trans>
              </Link>
            ) : (
              <NotNow agency={agency} />
            )}
          </div>
        )}
      </Form>
    </Page>
  );
}
