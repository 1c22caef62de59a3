import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { call } from '../app/call.ts';
import { problemText } from '../app/problem-text.ts';
import { EnterTextCode } from '../second-steps/enter-text-code.tsx';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import type { FieldErrors } from '../ui/error-summary.tsx';
import { Form } from '../ui/form.tsx';

type Props = {
  /** Whether there is a better way on this page, which then stands out. */
  readonly besideOthers: boolean;
  readonly onProved: () => Promise<FieldErrors>;
};

/** A code by text message. It is sent when the person asks for it, and not before. */
export function TextCode({ besideOthers, onProved }: Props) {
  const { t } = useLingui();
  const [last, setLast] = useState<{ readonly phoneEnding: string }>();
  const ending = last?.phoneEnding;
  const send = async () => {
    const sent = await call('sendTextCode', {});
    if (!sent.ok) return [{ message: problemText(sent.error) }];
    setLast(sent.value);
    return [];
  };
  const redeem = async (code: string) => {
    const proved = await call('submitTextCode', { code });
    return proved.ok ? onProved() : proved.error;
  };
  return (
    <>
      {last !== undefined && (
        <>
          <Alert kind="info" answer={last}>
            <p>
              <Trans id="second.phone.sent">
                We sent 6 digits to the number that ends in {ending}. They are valid for 10 minutes.
              </Trans>
            </p>
          </Alert>
          <EnterTextCode onCode={redeem}>{null}</EnterTextCode>
        </>
      )}
      <Form
        onSubmit={send}
        waiting={t({ id: 'second.phone.waiting', message: 'Sending the code…' })}
      >
        {({ busy }) => (
          <div className="signet-actions">
            <Button
              busy={busy}
              variant={besideOthers || ending !== undefined ? 'outline' : 'primary'}
            >
              {ending === undefined ? (
                <Trans id="second-step.text">Text me a code</Trans>
              ) : (
                <Trans id="second-step.text.again">Send a new code</Trans>
              )}
            </Button>
          </div>
        )}
      </Form>
    </>
  );
}
