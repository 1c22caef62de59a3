import { Trans, useLingui } from '@lingui/react/macro';
import { photographSides } from '@signet/contracts/photograph';
import { call } from '../../app/call.ts';
import { problemText } from '../../app/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { Page } from '../../ui/page.tsx';
import { PhotoPair } from '../capture/photo-pair.tsx';
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
  const { t } = useLingui();
  const { studio, photos, add, prepare } = usePhotos();
  const send = async () => {
    const prepared = await prepare();
    if (!prepared.ok) return prepared.error.faults;
    for (const side of photographSides) {
      const photograph = await sealPhotograph(sealingKey, { id, side }, prepared.value[side]);
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
        {agency === undefined ? (
          <Trans id="phone.take.text">
            Lay your driver’s license or state ID on a plain, dark surface in good light. The photos
            are encrypted on this phone, and only your computer can open them.
          </Trans>
        ) : (
          <Trans id="phone.take.for">
            Lay your driver’s license or state ID on a plain, dark surface in good light. You are
            doing this for {agency}. The photos are encrypted on this phone, and only your computer
            can open them.
          </Trans>
        )}
      </p>
      <Form
        onSubmit={send}
        waiting={t({ id: 'phone.sending', message: 'Checking and sending the photos…' })}
      >
        {({ busy, errorOf }) => (
          <>
            <PhotoPair studio={studio} photos={photos} onPhoto={add} errorOf={errorOf} />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="phone.send">Send to my computer</Trans>
              </Button>
            </div>
          </>
        )}
      </Form>
    </Page>
  );
}
