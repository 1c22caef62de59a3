import { Trans, useLingui } from '@lingui/react/macro';
import { useLoaderData } from 'react-router';
import { problemText } from '../../app/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { UsPhoneField, useTypedPhone } from '../../ui/us-phone-field.tsx';
import { toBase64url } from '../../app/base64url.ts';
import { submitStep } from '../submit-step.ts';
import { unavailableText } from '../unavailable-text.ts';
import type { Wizard } from '../wizard.ts';
import { commitmentTo, newHalf } from './agreement.ts';
import { deriveHandOff } from './secret.ts';
import type { Texted } from './use-hand-off.ts';

/** The second way to a phone: a link by text message, in which there is no secret. Proofing sends it; the bff never has the number. */
export function SendLink({ onSent }: { readonly onSent: (texted: Texted) => void }) {
  const { t } = useLingui();
  const typedPhone = useTypedPhone();
  const { draft } = useLoaderData<Wizard>();
  const send = async (fields: FormData) => {
    const typed = typedPhone(fields);
    if ('mistake' in typed) return [typed.mistake];
    const phone = typed.number;
    const half = await newHalf();
    const commitment = await commitmentTo(half.publicKey);
    const { link } = await deriveHandOff(commitment);
    const input = { phone, commitment: toBase64url(commitment) };
    const sent = await submitStep('send-hand-off-link', input, draft);
    if (!sent.ok) return [{ message: problemText(sent.error) }];
    const { outcome } = sent.value;
    if (outcome.result === 'unavailable') return [{ message: unavailableText(outcome.reason) }];
    if (outcome.result === 'undeliverable')
      return [
        {
          field: 'phone',
          message: t({
            id: 'hand-off.undeliverable',
            message: 'The message could not be delivered to this number. Use another number.',
          }),
        },
      ];
    onSent({ link, half, phone });
    return [];
  };
  return (
    <Form
      onSubmit={send}
      waiting={t({ id: 'hand-off.sending', message: 'Sending the text message…' })}
    >
      {({ busy, errorOf }) => (
        <>
          <UsPhoneField
            label={t({ id: 'hand-off.phone', message: 'Your phone number' })}
            hint={t({
              id: 'hand-off.phone.hint',
              message: 'Ten digits. We use it for this one text message and do not keep it.',
            })}
            errorOf={errorOf}
          />
          <div className="signet-actions">
            <Button variant="outline" busy={busy}>
              <Trans id="hand-off.send">Text me a link</Trans>
            </Button>
          </div>
        </>
      )}
    </Form>
  );
}
