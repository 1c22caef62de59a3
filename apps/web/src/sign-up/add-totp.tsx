import { useEffect, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call, type CallProblem } from '../app/call.ts';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { CodeField } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { QrCode } from '../ui/qr-code.tsx';

export function Component() {
  const { t } = useLingui();
  const { path, go } = useJourney();
  const [enrolment, setEnrolment] = useState<{ secret: string; uri: string }>();
  const [problem, setProblem] = useState<CallProblem>();
  useEffect(() => {
    void call('beginTotp', {}).then((begun) =>
      begun.ok ? setEnrolment(begun.value) : setProblem(begun.error),
    );
  }, []);
  const submit = async (fields: FormData) => {
    const code = textOf(fields, 'code').replaceAll(/\s/g, '');
    if (!/^\d{6}$/.test(code))
      return [{ field: 'code', message: t({ id: 'code.six', message: 'Enter the six digits.' }) }];
    const finished = await call('finishTotp', { code });
    if (!finished.ok) return [{ field: 'code', message: problemText(finished.error) }];
    go('continue');
    return [];
  };
  const secret = enrolment?.secret ?? '';
  return (
    <Page title={t({ id: 'second.app.title', message: 'Set up your authenticator app' })}>
      {problem !== undefined && <p>{problemText(problem)}</p>}
      {enrolment !== undefined && (
        <>
          <ol>
            <li>
              <Trans id="second.app.scan">In your app, add an account and scan this picture:</Trans>
              <br />
              <QrCode
                text={enrolment.uri}
                label={t({ id: 'second.app.qr', message: 'QR code for your authenticator app' })}
              />
            </li>
            <li>
              <Trans id="second.app.type">
                Or type this key into the app:{' '}
                <span className="signet-mono" data-testid="totp-secret">
                  {secret}
                </span>
              </Trans>
            </li>
            <li>
              <Trans id="second.app.enter">Enter the six digits that the app shows.</Trans>
            </li>
          </ol>
          <Form
            onSubmit={submit}
            waiting={t({ id: 'second.app.waiting', message: 'Checking the code…' })}
          >
            {({ busy, errorOf }) => (
              <>
                <CodeField
                  label={t({ id: 'field.app-code', message: 'Six-digit code from the app' })}
                  name="code"
                  error={errorOf('code')}
                />
                <div className="signet-actions">
                  <Button busy={busy}>
                    <Trans id="second.app.finish">Continue</Trans>
                  </Button>
                  <Link to={path('sign-up/second-step')}>
                    <Trans id="second.app.other">Choose another way</Trans>
                  </Link>
                </div>
              </>
            )}
          </Form>
        </>
      )}
    </Page>
  );
}
