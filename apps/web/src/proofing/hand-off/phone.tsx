import { useEffect, useRef, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { photographSides } from '@signet/contracts/photograph';
import { call } from '../../app/call.ts';
import { problemText } from '../../app/problem-text.ts';
import { agencyOf } from '../../app/registry.ts';
import { takeToken } from '../../app/take-token.ts';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { Page } from '../../ui/page.tsx';
import { PhotoPair } from '../capture/photo-pair.tsx';
import { usePhotos } from '../capture/use-photos.ts';
import { sealPhotograph } from './seal-photograph.ts';
import { deriveHandOff, readSecret, type HandOffSecret } from './secret.ts';

type Stage =
  | { readonly at: 'comparing' | 'void' | 'stopped' | 'done' }
  | { readonly at: 'taking'; readonly id: string; readonly agency: string | undefined };

/** At the phone, which is not signed in: compare the words, take two photographs, send them sealed, done (PROOF-13). */
export function Component() {
  const { t } = useLingui();
  const [secret, setSecret] = useState<HandOffSecret>();
  const [stage, setStage] = useState<Stage>({ at: 'comparing' });
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const read = async () => {
      const found = readSecret(takeToken());
      if (found === undefined) return setStage({ at: 'void' });
      setSecret(await deriveHandOff(found));
    };
    void read();
  }, []);

  const redeem = async () => {
    const redeemed = await call('redeemHandOff', { link: secret?.link ?? '' });
    return redeemed.ok ? redeemed.value : undefined;
  };
  const goOn = async () => {
    const handOff = await redeem();
    if (handOff === undefined) return setStage({ at: 'void' });
    const agency =
      handOff.agencyClientId === null ? undefined : await agencyOf(handOff.agencyClientId);
    setStage({ at: 'taking', id: handOff.id, agency: agency?.name.en });
  };
  const stop = async () => {
    if ((await redeem()) !== undefined) await call('stopHandOff', {});
    setStage({ at: 'stopped' });
  };

  if (stage.at === 'taking' && secret !== undefined)
    return (
      <Taking
        id={stage.id}
        agency={stage.agency}
        secret={secret}
        onDone={() => setStage({ at: 'done' })}
      />
    );
  if (stage.at === 'done')
    return (
      <Page title={t({ id: 'phone.done', message: 'Go on at your computer' })}>
        <p>
          <Trans id="phone.done.text">
            The photos are there. Nothing of them is left on this phone’s page. You can close it.
          </Trans>
        </p>
      </Page>
    );
  if (stage.at === 'stopped')
    return (
      <Page title={t({ id: 'phone.stopped', message: 'Stopped' })}>
        <p>
          <Trans id="phone.stopped.text">
            Nothing was sent, and the link does not work any more. If somebody else gave you the
            link, do not go on with them.
          </Trans>
        </p>
      </Page>
    );
  if (stage.at === 'void')
    return (
      <Page title={t({ id: 'phone.void', message: 'This link does not work' })}>
        <p>
          <Trans id="phone.void.text">
            It was used already, or it is older than 15 minutes. Make a new code at your computer
            and scan that one.
          </Trans>
        </p>
      </Page>
    );
  return (
    <Page title={t({ id: 'phone.compare', message: 'Does your computer show these words?' })}>
      <p className="signet-match-words" data-testid="match-words">
        {secret?.words.join(' · ')}
      </p>
      <p>
        <Trans id="phone.compare.text">
          Look at the computer where you are proving who you are. Only if it shows the same three
          words, in the same order, do your photos go to you.
        </Trans>
      </p>
      <div className="signet-actions">
        <Button type="button" busy={secret === undefined} onClick={() => void goOn()}>
          <Trans id="phone.same">Yes, they are the same</Trans>
        </Button>
        <Button type="button" variant="outline" onClick={() => void stop()}>
          <Trans id="phone.other">No, stop</Trans>
        </Button>
      </div>
    </Page>
  );
}

type TakingProps = {
  readonly id: string;
  readonly agency: string | undefined;
  readonly secret: HandOffSecret;
  readonly onDone: () => void;
};

function Taking({ id, agency, secret, onDone }: TakingProps) {
  const { t } = useLingui();
  const { studio, photos, add, prepare } = usePhotos();
  const send = async () => {
    const prepared = await prepare();
    if (!prepared.ok) return prepared.error.faults;
    for (const side of photographSides) {
      const photograph = await sealPhotograph(
        secret.sealingKey,
        { id, side },
        prepared.value[side],
      );
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
