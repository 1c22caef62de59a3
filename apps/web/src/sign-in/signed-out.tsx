import { useCallback, useEffect } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { hearTabs } from '../app/other-tabs.ts';
import { endSession } from '../app/sign-out.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';

export function Component() {
  const { t } = useLingui();
  const [search] = useSearchParams();
  if (search.has('unsure')) return <Unsure />;
  return (
    <Page
      title={
        search.has('elsewhere')
          ? t({ id: 'signed-out.elsewhere.title', message: 'This tab is signed out' })
          : t({ id: 'signed-out.title', message: 'You are signed out' })
      }
    >
      {search.has('elsewhere') && (
        <p>
          <Trans id="signed-out.elsewhere">
            Somebody signed in anew in another tab of this browser, so this one was closed.
          </Trans>
        </p>
      )}
      <p>
        <Trans id="signed-out.text">
          Your keys are gone from this device. Everything that you finished is kept, encrypted.
        </Trans>
      </p>
      <div className="signet-actions">
        <Link className="usa-button" to="/sign-in">
          <Trans id="signed-out.again">Sign in again</Trans>
        </Link>
      </div>
    </Page>
  );
}

/** The keys are gone; that the bff ended the session it did not say. */
function Unsure() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const ended = useCallback(() => navigate('/signed-out', { replace: true }), [navigate]);
  // The tab that signed out may have been answered since.
  useEffect(() => hearTabs((word) => void (word === 'ended' && ended())), [ended]);
  const again = async () => {
    const answer = await endSession();
    if (!answer.ok) return [{ message: problemText(answer.error) }];
    await ended();
    return [];
  };
  return (
    <Page title={t({ id: 'signed-out.unsure.title', message: 'You may still be signed in' })}>
      <p>
        <Trans id="signed-out.unsure">
          Your keys are gone from this device, but Signet did not confirm that you are signed out
          here. Whoever uses this browser next may see what is not encrypted: your e-mail addresses
          and what happened in your account.
        </Trans>
      </p>
      <Form
        onSubmit={again}
        waiting={t({ id: 'signed-out.unsure.waiting', message: 'Signing you out…' })}
      >
        {({ busy }) => (
          <div className="signet-actions">
            <Button busy={busy}>
              <Trans id="signed-out.unsure.again">Try again</Trans>
            </Button>
          </div>
        )}
      </Form>
    </Page>
  );
}
