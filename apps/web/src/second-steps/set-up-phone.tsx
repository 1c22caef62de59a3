import { useState, type ReactNode } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { call } from '../app/call.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { useTypedPhone } from '../app/use-typed-phone.ts';
import { UsPhoneField } from '../ui/us-phone-field.tsx';
import { usePartOfPage } from '../ui/use-part-of-page.ts';
import { useAskedAgain } from './ask-again.tsx';
import { EnterTextCode } from './enter-text-code.tsx';

type Props = { readonly onDone: () => void; readonly children: ReactNode };

/** SP 800-63B-4 §3.2.9: what is wrong with it, and what else there is, before a number is asked for (AUTH-23). */
export function SetUpPhone({ onDone, children }: Props) {
  const { t } = useLingui();
  const typedPhone = useTypedPhone();
  const [ending, setEnding] = useState<string>();
  const { check, asking } = useAskedAgain(children);
  usePartOfPage(ending !== undefined);
  const submit = async (fields: FormData) => {
    const typed = typedPhone(fields);
    if ('mistake' in typed) return [typed.mistake];
    const { number } = typed;
    const begun = await call('beginPhone', { number });
    if (begun.ok) setEnding(number.slice(-2));
    return check(begun, 'phone');
  };
  const redeem = async (code: string) => {
    const finished = await call('finishPhone', { code });
    return finished.ok ? onDone() : check(finished, 'text-code');
  };
  if (asking !== undefined) return asking;
  if (ending !== undefined) {
    return (
      <>
        <Alert kind="info" answer>
          <p>
            <Trans id="second.phone.sent">
              We sent 6 digits to the number that ends in {ending}. They are valid for 10 minutes.
            </Trans>
          </p>
        </Alert>
        <EnterTextCode onCode={redeem}>
          <Button type="button" variant="outline" onClick={() => setEnding(undefined)}>
            <Trans id="second.phone.again">Send a new code, or use another number</Trans>
          </Button>
        </EnterTextCode>
      </>
    );
  }
  return (
    <>
      <Alert
        kind="warning"
        heading={t({ id: 'second.phone.restricted', message: 'Less safe than the other ways' })}
      >
        <p>
          <Trans id="second.phone.risk">
            Someone can take over a phone number, for example by talking your phone company into a
            new SIM card, and read the codes in your place. For that reason the national standard
            for sign-in asks us to offer you safer ways, too.
          </Trans>
        </p>
        <p>
          <Trans id="second.phone.better">
            A passkey, an authenticator app or printed backup codes do not have this weakness.
          </Trans>{' '}
          {children}
        </p>
      </Alert>
      <Form
        onSubmit={submit}
        waiting={t({ id: 'second.phone.waiting', message: 'Sending the code…' })}
      >
        {({ busy, errorOf }) => (
          <>
            <UsPhoneField
              label={t({ id: 'second.phone.label', message: 'Number of your mobile phone' })}
              hint={t({
                id: 'second.phone.hint',
                message: 'Ten digits. We send codes there and nothing else.',
              })}
              errorOf={errorOf}
            />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="second.phone.go">Text me a code</Trans>
              </Button>
            </div>
          </>
        )}
      </Form>
    </>
  );
}
