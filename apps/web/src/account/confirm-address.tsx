import { useEffect, useRef, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call, type CallProblem } from '../app/call.ts';
import { problemText } from '../app/problem-text.ts';
import { takeToken } from '../app/take-token.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';

/**
 * The link in the letter to a further address; it may be opened in any browser. Loading the page confirms nothing: a program that looks
 * through e-mail would, and the address would be another person's (AUTH-9).
 */
export function Component() {
  const { t } = useLingui();
  const token = useRef('');
  const [outcome, setOutcome] = useState<'confirmed' | CallProblem>();
  useEffect(() => {
    token.current ||= takeToken();
  }, []);
  const confirm = async () => {
    const confirmed = await call('confirmAddress', { token: token.current || 'none' });
    if (confirmed.ok) return setOutcome('confirmed');
    if (confirmed.error.code === 'link_expired') return setOutcome(confirmed.error);
    return [{ message: problemText(confirmed.error) }];
  };
  const back = (
    <p>
      <Link to="/account">
        <Trans id="confirm-address.account">Go to your account</Trans>
      </Link>
    </p>
  );
  if (outcome === undefined) {
    return (
      <Page title={t({ id: 'confirm-address.title', message: 'Confirm your e-mail address' })}>
        <Form
          onSubmit={confirm}
          waiting={t({ id: 'sign-up.confirm.waiting', message: 'One moment…' })}
        >
          {({ busy }) => (
            <>
              <p>
                <Trans id="confirm-address.intro">
                  Did you add the address that our e-mail went to to your Signet account? If not,
                  close this page: the account is somebody else’s.
                </Trans>
              </p>
              <div className="signet-actions">
                <Button busy={busy}>
                  <Trans id="confirm-address.go">Yes, confirm it</Trans>
                </Button>
              </div>
            </>
          )}
        </Form>
      </Page>
    );
  }
  if (outcome === 'confirmed') {
    return (
      <Page title={t({ id: 'confirm-address.done', message: 'Your e-mail address is confirmed' })}>
        <Alert kind="success" answer>
          <p>
            <Trans id="confirm-address.done.text">
              We write to it when something happens to your account. If you want to sign in with it,
              make it the main one.
            </Trans>
          </p>
        </Alert>
        {back}
      </Page>
    );
  }
  return (
    <Page title={t({ id: 'sign-up.confirm.failed', message: 'This link does not work' })}>
      <p>{problemText(outcome)}</p>
      {back}
    </Page>
  );
}
