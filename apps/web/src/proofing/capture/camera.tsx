import { useEffect, useRef, useState, type RefObject } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '../../ui/button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { usePartOfPage } from '../../ui/use-part-of-page.ts';
import type { Hint } from '@signet/evidence/barcode';
import { hintTexts } from './fault-text.ts';
import type { Studio } from './studio.ts';
import { useCamera } from './use-camera.ts';

type Props = {
  readonly studio: () => Studio;
  readonly onPhoto: (photo: Blob) => void;
  readonly onClose: () => void;
};

const lookEveryMs = 700;
/** A screen reader is told one thing at a time, and has the time to say it. */
const sayEveryMs = 2_500;

/** The camera within the page: why it is asked for, the live picture with one hint at a time, and a shutter that is always there. */
export function Camera({ studio, onPhoto, onClose }: Props) {
  const { t } = useLingui();
  const { state, video, start, stop } = useCamera();
  const hint = useHint(state === 'on', video, studio);
  const place = useRef<HTMLElement>(null);
  usePartOfPage(state, () => place.current);

  const shoot = async () => {
    const frame = video.current;
    if (frame === null || frame.videoWidth === 0) return;
    const canvas = new OffscreenCanvas(frame.videoWidth, frame.videoHeight);
    canvas.getContext('2d')?.drawImage(frame, 0, 0);
    const photo = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
    // Who closed the camera meanwhile wants no photograph of it.
    if (place.current !== null) onPhoto(photo);
  };
  const close = () => {
    stop();
    onClose();
  };
  return (
    <section
      ref={place}
      className="signet-camera"
      aria-label={t({ id: 'camera.label', message: 'Camera' })}
      tabIndex={-1}
    >
      {(state === 'off' || state === 'asking') && (
        <>
          <p>
            <Trans id="camera.primer">
              Your browser will ask whether Signet may use the camera. The picture stays in this
              browser until you send it, and nothing is recorded.
            </Trans>
          </p>
          <div className="signet-actions">
            <Button type="button" busy={state === 'asking'} onClick={() => void start()}>
              <Trans id="camera.start">Turn on the camera</Trans>
            </Button>
            <Button type="button" variant="outline" onClick={close}>
              <Trans id="camera.cancel">Cancel</Trans>
            </Button>
          </div>
        </>
      )}
      {(state === 'denied' || state === 'missing') && (
        <>
          <Problem>
            {state === 'denied' ? (
              <Trans id="camera.denied">
                The browser did not let us use the camera. To allow it, press the camera or lock
                beside the address, choose “Allow”, and try again. Or choose a photo, or use your
                phone: both work as well.
              </Trans>
            ) : (
              <Trans id="camera.missing">
                We found no camera that we can use. Another program may be using it. Choose a photo,
                or use your phone: both work as well.
              </Trans>
            )}
          </Problem>
          <div className="signet-actions">
            <Button type="button" onClick={() => void start()}>
              <Trans id="camera.again">Try again</Trans>
            </Button>
            <Button type="button" variant="outline" onClick={close}>
              <Trans id="camera.other-way">Use another way</Trans>
            </Button>
          </div>
        </>
      )}
      {state === 'on' && (
        <>
          <div className="signet-camera__view">
            <video
              ref={video}
              muted
              playsInline
              aria-label={t({ id: 'camera.view', message: 'What the camera sees' })}
            />
            <div className="signet-camera__frame" aria-hidden="true" />
          </div>
          <p className="signet-camera__hint" role="status" aria-live="polite">
            {hint}
          </p>
          <div className="signet-actions">
            <Button type="button" onClick={() => void shoot()}>
              <Trans id="camera.shoot">Take the photo</Trans>
            </Button>
            <Button type="button" variant="outline" onClick={close}>
              <Trans id="camera.cancel">Cancel</Trans>
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

/** The sentence for what the camera sees now; it changes no faster than it can be spoken. */
function useHint(
  on: boolean,
  video: RefObject<HTMLVideoElement | null>,
  studio: () => Studio,
): string {
  const { i18n, t } = useLingui();
  const [hint, setHint] = useState<Hint>();
  useEffect(() => {
    if (!on) return;
    let current = true;
    let said = 0;
    let looking = false;
    const round = setInterval(() => {
      const source = video.current;
      if (looking || source === null || source.videoWidth === 0) return;
      looking = true;
      const size = {
        resizeWidth: 640,
        resizeHeight: Math.round((640 * source.videoHeight) / source.videoWidth),
      };
      createImageBitmap(source, size)
        .then((frame) => studio().look(frame))
        .then((seen) => {
          if (!current || performance.now() - said < sayEveryMs) return;
          said = performance.now();
          setHint(seen);
        })
        .catch(() => undefined)
        .finally(() => {
          looking = false;
        });
    }, lookEveryMs);
    return () => {
      current = false;
      clearInterval(round);
    };
  }, [on, video, studio]);
  return hint === undefined
    ? t({ id: 'camera.looking', message: 'Hold the card inside the frame.' })
    : i18n._(hintTexts[hint]);
}
