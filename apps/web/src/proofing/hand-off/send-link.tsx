import { Trans, useLingui } from '@lingui/react/macro';
import { useLoaderData } from 'react-router';
import { clockTimeWithin } from '../../app/clock-time.ts';
import { problemText } from '../../app/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { useTypedPhone } from '../../app/use-typed-phone.ts';
import { UsPhoneField } from '../../ui/us-phone-field.tsx';
import { unavailableText } from '../unavailable-text.ts';
import type { Wizard } from '../wizard.ts';
import { textLink } from './text-link.ts';
import type { Texted } from './watch-hand-off.ts';

type Props = {
  /** While the hand-off of the link has taken the place of the one that is shown; false when nothing came of it. */
  readonly onSending: (isSending: boolean) => void;
  readonly onSent: (texted: Texted) => void;
};

/** The second way to a phone: a link by text message, in which there is no secret. Proofing sends it; the bff never has the number. */
export function SendLink({ onSending, onSent }: Props) {
  const { t } = useLingui();
  const typedPhone = useTypedPhone();
  const { draft } = useLoaderData<Wizard>();
  const send = async (fields: FormData) => {
    const typed = typedPhone(fields);
    if ('mistake' in typed) return [typed.mistake];
    onSending(true);
    const sent = await textLink(typed.number, draft).catch((cause: unknown) => {
      onSending(false);
      throw cause;
    });
    if ('handOff' in sent) {
      onSent(sent);
      return [];
    }
    onSending(false);
    if ('problem' in sent) return [{ message: problemText(sent.problem) }];
    const { outcome } = sent;
    if (outcome.result === 'too_many_attempts') {
      const when = clockTimeWithin(outcome.retryAt);
      return [
        {
          field: 'phone',
          message: t({
            id: 'hand-off.number-used',
            message: `This number was sent too many links. It can get the next one at ${when}. Use another number, or this computer.`,
          }),
        },
      ];
    }
    if (outcome.result === 'unavailable') return [{ message: unavailableText(outcome.reason) }];
    return [
      {
        field: 'phone',
        message: t({
          id: 'hand-off.undeliverable',
          message: 'The message could not be delivered to this number. Use another number.',
        }),
      },
    ];
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
