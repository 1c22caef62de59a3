import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLoaderData } from 'react-router';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { beginAnew } from './begin-anew.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { longDate } from '../vault/plain-text.ts';
import { usePhase } from './phase.ts';
import { useAgency } from './use-agency.ts';
import type { Wizard } from './wizard.ts';
import { inOurLanguage } from '../app/in-our-language.ts';

/** PROOF-23: an honest status while two operators look at the facts, and what they decided. */
export function Component() {
  const { t } = useLingui();
  const { go } = useJourney();
  const phase = usePhase('in-review');
  const { application } = useLoaderData<Wizard>();
  const { outcome = null, dueAt = '', lapsed = false } = application.review ?? {};
  const due = longDate(dueAt.slice(0, 10));
  const [overdue] = useState(() => Date.parse(dueAt) < Date.now());
  const agency = useAgency(application);
  const name = inOurLanguage(agency?.name);
  const again = async () => {
    const begun = await beginAnew();
    if (!begun.ok) return [{ message: problemText(begun.error) }];
    go('verify');
    return [];
  };
  const anew = (
    <Form onSubmit={again} waiting={t({ id: 'in-review.waiting', message: 'One moment…' })}>
      {({ busy }) => (
        <div className="signet-actions">
          <Button busy={busy}>
            <Trans id="in-review.again">Begin anew</Trans>
          </Button>
        </div>
      )}
    </Form>
  );
  if (outcome === 'passed' && lapsed) {
    return (
      <Page title={t({ id: 'in-review.lapsed', message: 'It took too long' })} phase={phase}>
        <p>
          <Trans id="in-review.lapsed.text">
            Two people looked at your application and let it pass. Meanwhile something that was
            checked before became too old to count. It has to be checked again, from new photos of
            your ID. We are sorry.
          </Trans>
        </p>
        {anew}
      </Page>
    );
  }
  if (outcome === 'passed') {
    return (
      <Page title={t({ id: 'in-review.passed', message: 'We can go on' })} phase={phase}>
        <p>
          <Trans id="in-review.passed.text">
            Two people looked at your application and let it pass. What is left is to seal it.
          </Trans>
        </p>
        <div className="signet-actions">
          <Button type="button" onClick={() => go('verify/saving')}>
            <Trans id="in-review.go">Go on</Trans>
          </Button>
        </div>
        {overdue && (
          <>
            <p>
              <Trans id="in-review.passed.late">
                If that does not work any more, you can begin anew.
              </Trans>
            </p>
            {anew}
          </>
        )}
      </Page>
    );
  }
  return (
    <Page
      title={
        outcome === 'refused'
          ? t({ id: 'in-review.refused', message: 'We could not prove who you are' })
          : t({ id: 'in-review.title', message: 'Two people look at your application' })
      }
      phase={phase}
    >
      {outcome === 'refused' ? (
        <p>
          <Trans id="in-review.refused.text">
            Two people looked at your application and could not let it pass. Nothing was shared with
            anyone. You can begin anew, or ask the agency for another way.
          </Trans>
        </p>
      ) : (
        <>
          <Alert
            kind="info"
            heading={t({ id: 'in-review.until', message: `You hear from us by ${due}` })}
          >
            <p>
              <Trans id="in-review.mail">
                We write to your e-mail address when it is decided. You need not wait here.
              </Trans>
            </p>
          </Alert>
          <p>
            <Trans id="in-review.why">
              Everything that you gave us is kept, sealed. Either a check that looks for fraud asked
              us to look more closely, or somebody said before that what was proved under this name
              was not them. The two see which checks were made and how they ended, and none of your
              information.
            </Trans>
          </p>
          {overdue && (
            <p>
              <Trans id="in-review.late">
                It takes longer than we promised. You can go on waiting, or begin anew.
              </Trans>
            </p>
          )}
        </>
      )}
      {(outcome === 'refused' || overdue) && anew}
      {agency !== undefined && (
        <p>
          <a href={agency.failureUri}>
            <Trans id="in-review.agency">Back to {name}</Trans>
          </a>
        </p>
      )}
      <p>
        <Link to="/account">
          <Trans id="in-review.account">Your account</Trans>
        </Link>
      </p>
    </Page>
  );
}
