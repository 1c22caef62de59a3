import { useState, type ReactNode } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { call } from '../app/call.ts';
import { Loaded } from '../app/loaded.tsx';
import { useReading } from '../app/use-reading.ts';
import { Button } from '../ui/button.tsx';
import { CodeField } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { QrCode } from '../ui/qr-code.tsx';
import { useAskedAgain } from './ask-again.tsx';

type Props = { readonly onDone: () => void; readonly children: ReactNode };

/** The authenticator app: the secret as a picture and as text, and a code that shows that the app has it. */
export function SetUpApp({ onDone, children }: Props) {
  const { t } = useLingui();
  const [enrolment, setEnrolment] = useState<{ secret: string; uri: string }>();
  const { check, asking } = useAskedAgain(children);
  const isAsking = asking !== undefined;
  const reading = useReading(
    async () => {
      const begun = await call('beginTotp', {});
      if (begun.ok) setEnrolment(begun.value);
      return check(begun)[0];
    },
    enrolment === undefined && !isAsking,
  );
  const submit = async (fields: FormData) => {
    const code = textOf(fields, 'code').replaceAll(/\s/g, '');
    if (!/^\d{6}$/.test(code))
      return [{ field: 'code', message: t({ id: 'code.six', message: 'Enter the 6 digits.' }) }];
    const finished = await call('finishTotp', { code });
    return finished.ok ? onDone() : check(finished, 'code');
  };
  const secret = enrolment?.secret ?? '';
  if (isAsking) return asking;
  return (
    <Loaded {...reading}>
      {reading.problem !== undefined && <div className="signet-actions">{children}</div>}
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
            {/* No phone scans its own screen. */}
            <li>
              <Trans id="second.app.open">
                Or, if the app is on this device, <a href={enrolment.uri}>open it from here</a>.
              </Trans>
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
              <Trans id="second.app.enter">Enter the 6 digits that the app shows.</Trans>
            </li>
          </ol>
          <Form
            onSubmit={submit}
            waiting={t({ id: 'second.app.waiting', message: 'Checking the code…' })}
          >
            {({ busy, errorOf }) => (
              <>
                <CodeField
                  label={t({ id: 'field.app-code', message: '6-digit code from the app' })}
                  name="code"
                  error={errorOf('code')}
                />
                <div className="signet-actions">
                  <Button busy={busy}>
                    <Trans id="second.app.finish">Continue</Trans>
                  </Button>
                  {children}
                </div>
              </>
            )}
          </Form>
        </>
      )}
    </Loaded>
  );
}
