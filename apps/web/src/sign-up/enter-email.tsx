import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLoaderData } from 'react-router';
import { asNewEmailAddress } from '@signet/contracts/email-address';
import { call } from '../app/call.ts';
import { bringAddress, takeAddress } from '../app/given-address.ts';
import { useJourney } from '../app/journey.ts';
import { loginHint } from '../app/login-hint.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { useWrongAddress } from '../app/use-wrong-address.ts';

export { loginHint as loader };

export function Component() {
  const { t } = useLingui();
  const hint = useLoaderData<string | null>();
  const [mistyped] = useState(takeAddress);
  const { uid, path, go } = useJourney();
  const wrongAddress = useWrongAddress(asNewEmailAddress);
  const submit = async (fields: FormData) => {
    const email = textOf(fields, 'email').trim();
    const wrong = wrongAddress(email);
    if (wrong !== undefined) return wrong;
    const begun = await call('beginSignUp', {
      email,
      ...(uid === undefined ? {} : { interaction: uid }),
    });
    if (!begun.ok) return [{ message: problemText(begun.error) }];
    bringAddress(asNewEmailAddress(email) ?? email);
    go('sign-up/check-email');
    return [];
  };
  return (
    <Page title={t({ id: 'sign-up.email.title', message: 'Create your account' })}>
      <p>
        <Trans id="sign-up.email.intro">
          We send a link to your e-mail address. We use the address to reach you about your account,
          and for nothing else.
        </Trans>
      </p>
      <Form
        onSubmit={submit}
        waiting={t({ id: 'sign-up.email.waiting', message: 'Sending the link…' })}
      >
        {({ busy, errorOf }) => (
          <>
            <Field
              label={t({ id: 'field.email', message: 'E-mail address' })}
              name="email"
              type="email"
              autoComplete="email"
              inputMode="email"
              defaultValue={mistyped ?? hint ?? ''}
              error={errorOf('email')}
            />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="sign-up.email.send">Send me the link</Trans>
              </Button>
              <Link to={path('sign-in')}>
                <Trans id="sign-up.email.have">I have an account</Trans>
              </Link>
            </div>
          </>
        )}
      </Form>
    </Page>
  );
}
