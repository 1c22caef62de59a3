import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call } from '../app/call.ts';
import { bringAddress, takeAddress } from '../app/given-address.ts';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { useWrongAddress } from '../app/use-wrong-address.ts';
import { Page } from '../ui/page.tsx';

/** Password and recovery key are lost: what that means, and the way that is left (AUTH-21). */
export function Component() {
  const { t } = useLingui();
  const [mistyped] = useState(takeAddress);
  const { path, go } = useJourney();
  const wrongAddress = useWrongAddress();
  const submit = async (fields: FormData) => {
    const email = textOf(fields, 'email').trim();
    const wrong = wrongAddress(email);
    if (wrong !== undefined) return wrong;
    const begun = await call('beginReset', { email });
    if (!begun.ok) return [{ message: problemText(begun.error) }];
    bringAddress(email);
    go('reset/asked');
    return [];
  };
  return (
    <Page title={t({ id: 'reset.title', message: 'Reset your account' })}>
      <Alert
        kind="warning"
        heading={t({ id: 'reset.warning', message: 'A reset destroys what is in your vault' })}
      >
        <p>
          <Trans id="reset.warning.text">
            Nobody can open your vault without your password, your recovery key or your passkey, and
            we cannot either. After a reset it is empty, and you have to prove who you are again.
          </Trans>
        </p>
      </Alert>
      <ol className="usa-list">
        <li>
          <Trans id="reset.step.mail">We write to all your e-mail addresses.</Trans>
        </li>
        <li>
          <Trans id="reset.step.wait">
            You wait 24 hours. If it was not you who asked, you can stop it in that time.
          </Trans>
        </li>
        <li>
          <Trans id="reset.step.go">
            We send you a link. With it and your second step you choose a new password. If you lost
            every second step too, you wait another 24 hours first.
          </Trans>
        </li>
      </ol>
      <Form onSubmit={submit} waiting={t({ id: 'reset.waiting', message: 'Asking for it…' })}>
        {({ busy, errorOf }) => (
          <>
            <Field
              label={t({ id: 'sign-in.email', message: 'E-mail address' })}
              name="email"
              type="email"
              autoComplete="username"
              inputMode="email"
              defaultValue={mistyped ?? ''}
              error={errorOf('email')}
            />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="reset.go">Ask for a reset</Trans>
              </Button>
              <Link to={path('recover')}>
                <Trans id="reset.back">I have my recovery key or a passkey</Trans>
              </Link>
            </div>
          </>
        )}
      </Form>
    </Page>
  );
}
