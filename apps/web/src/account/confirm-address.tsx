import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call } from '../app/call.ts';
import { useMailedLink } from '../app/use-mailed-link.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';

/** The link in the letter to a further address; it may be opened in any browser (AUTH-9). */
export function Component() {
  const { t } = useLingui();
  const { done, isOver, press } = useMailedLink(
    (input) => call('confirmAddress', input),
    t({
      id: 'confirm-address.over',
      message:
        'This link was used already or is older than 24 hours. You can ask for a new one on the page of your e-mail addresses.',
    }),
  );
  if (done === undefined) {
    return (
      <Page title={t({ id: 'confirm-address.title', message: 'Confirm your e-mail address' })}>
        <Form
          onSubmit={press}
          waiting={t({ id: 'sign-up.confirm.waiting', message: 'One moment…' })}
        >
          {({ busy }) => (
            <>
              <p>
                <Trans id="confirm-address.intro">
                  Somebody added the address that our e-mail went to, to a Signet account. Was it
                  you? If not, close this page: the account is somebody else’s.
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
        {isOver && <ToAccount />}
      </Page>
    );
  }
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
      <ToAccount />
    </Page>
  );
}

function ToAccount() {
  return (
    <p>
      <Link to="/account">
        <Trans id="confirm-address.account">Go to your account</Trans>
      </Link>
    </p>
  );
}
