import { Trans, useLingui } from '@lingui/react/macro';
import { documentOf, firstDocument } from '@signet/contracts/policy/documents';
import { call } from '../../app/call.ts';
import { problemText } from '../../app/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { Page } from '../../ui/page.tsx';
import { documentTexts } from '../capture/document-texts.ts';
import { PhotoFields } from '../capture/photo-fields.tsx';
import { usePhotos } from '../capture/use-photos.ts';
import { sealPhotograph } from './seal-photograph.ts';

type Props = {
  readonly id: string;
  readonly agency: string | undefined;
  readonly sealingKey: Uint8Array;
  readonly onDone: () => void;
};

/** At the phone: two photographs, sealed here for the computer. */
export function TakeForComputer({ id, agency, sealingKey, onDone }: Props) {
  const { t, i18n } = useLingui();
  const { choosing, prepare } = usePhotos(firstDocument);
  const texts = documentTexts(firstDocument);
  const send = async () => {
    const prepared = await prepare();
    if (!prepared.ok) return prepared.error.faults;
    for (const side of documentOf(firstDocument).sides) {
      const photo = prepared.value[side];
      if (photo === undefined) continue;
      const photograph = await sealPhotograph(sealingKey, { id, side }, photo);
      const sent = await call('sendHandOffPhotograph', { side, photograph });
      if (!sent.ok)
        return [
          {
            message:
              sent.error.code === 'link_expired'
                ? t({
                    id: 'phone.ended',
                    message: 'Your computer has ended this. Make a new code there.',
                  })
                : problemText(sent.error),
          },
        ];
    }
    onDone();
    return [];
  };
  return (
    <Page title={t({ id: 'phone.take', message: 'Take photos of your ID' })}>
      <p>
        {agency === undefined
          ? i18n._(texts.takeForComputer)
          : i18n._({ ...texts.takeForAgency, values: { agency } })}
      </p>
      <Form
        onSubmit={send}
        waiting={t({ id: 'phone.sending', message: 'Checking and sending the photos…' })}
      >
        {(form) => (
          <>
            <PhotoFields kind={firstDocument} choosing={choosing} form={form} />
            <div className="signet-actions">
              <Button busy={form.busy}>
                <Trans id="phone.send">Send to my computer</Trans>
              </Button>
            </div>
          </>
        )}
      </Form>
    </Page>
  );
}
