import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { photographSides, type PhotographSide } from '@signet/contracts/photograph';
import { Button } from '../../ui/button.tsx';
import { PhotoField } from '../../ui/photo-field.tsx';
import { Camera } from './camera.tsx';
import type { Studio } from './studio.ts';

export type Photos = Partial<Record<PhotographSide, Blob>>;

type Props = {
  readonly studio: () => Studio;
  readonly photos: Photos;
  readonly onPhoto: (side: PhotographSide, photo: Blob) => void;
  readonly errorOf: (side: PhotographSide) => string | undefined;
};

/** Both sides of a card. The camera in the page, the device's own and a file are equals. */
export function PhotoPair({ studio, photos, onPhoto, errorOf }: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState<PhotographSide>();
  const labels = {
    front: t({ id: 'id.front', message: 'Front of your ID' }),
    back: t({ id: 'id.back', message: 'Back of your ID' }),
  };
  const hints = {
    front: t({ id: 'id.front.hint', message: 'The side with your picture' }),
    back: t({ id: 'id.back.hint', message: 'The side with the large barcode' }),
  };
  const cameras = {
    front: t({ id: 'id.front.camera', message: 'Use the camera for the front' }),
    back: t({ id: 'id.back.camera', message: 'Use the camera for the back' }),
  };
  const apps = {
    front: t({ id: 'id.front.app', message: 'Use the camera app for the front' }),
    back: t({ id: 'id.back.app', message: 'Use the camera app for the back' }),
  };
  return photographSides.map((side) => (
    <div key={side} className="signet-side">
      <PhotoField
        label={labels[side]}
        hint={hints[side]}
        name={side}
        photo={photos[side]}
        error={errorOf(side)}
        onChoose={(photo) => onPhoto(side, photo)}
      >
        {open === side ? (
          <Camera
            studio={studio}
            onPhoto={(photo) => {
              setOpen(undefined);
              onPhoto(side, photo);
            }}
            onClose={() => setOpen(undefined)}
          />
        ) : (
          <Button type="button" variant="outline" onClick={() => setOpen(side)}>
            {cameras[side]}
          </Button>
        )}
        {hasCameraApp() && (
          <label className="usa-button usa-button--outline signet-side__app">
            {apps[side]}
            <input
              className="usa-sr-only"
              type="file"
              accept="image/jpeg,image/png"
              capture="environment"
              onChange={({ currentTarget: { files } }) => {
                const photo = files?.[0];
                if (photo !== undefined) onPhoto(side, photo);
              }}
            />
          </label>
        )}
        <p className="signet-side__or">
          <Trans id="id.or-file">Or choose a photo that you have:</Trans>
        </p>
      </PhotoField>
    </div>
  ));
}

/** Telephones and tablets: what is touched has a camera app that a page can open. */
function hasCameraApp(): boolean {
  return matchMedia('(pointer: coarse)').matches;
}
