import { useRef, useState } from 'react';
import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react';
import { Trans } from '@lingui/react/macro';
import type { PhotographSide } from '@signet/contracts/photograph';
import { documentOf, type DocumentKind } from '@signet/contracts/policy/documents';
import { Button } from '../../ui/button.tsx';
import type { FormState } from '../../ui/form.tsx';
import { PhotoField } from '../../ui/photo-field.tsx';
import { usePartOfPage } from '../../ui/use-part-of-page.ts';
import { Camera } from './camera.tsx';
import { documentTexts } from './document-texts.ts';
import type { Studio } from './studio.ts';

export type Photos = Partial<Record<PhotographSide, Blob>>;

type Props = {
  readonly kind: DocumentKind;
  readonly choosing: {
    readonly studio: () => Studio;
    readonly photos: Photos;
    readonly add: (side: PhotographSide, photo: Blob) => void;
  };
  readonly form: FormState;
};

/**
 * Each side of a document that is photographed. The camera in the page, the device's own and a file are equals. While photographs are
 * checked, all are closed: whoever took another meanwhile would read the answer about the one before.
 */
export function PhotoFields({ kind, choosing, form }: Props) {
  const { studio, photos, add } = choosing;
  const { busy, errorOf, replaced } = form;
  const onPhoto = (side: PhotographSide, photo: Blob) => {
    add(side, photo);
    replaced(side);
  };
  const { i18n } = useLingui();
  const [open, setOpen] = useState<PhotographSide>();
  const fields = useRef<HTMLFieldSetElement>(null);
  const places = useRef<Partial<Record<PhotographSide, HTMLElement | null>>>({});
  usePartOfPage(open, (now, before) => {
    const side = now ?? before;
    return side === undefined ? undefined : places.current[side];
  });
  const texts = documentTexts(kind).sides;
  const textOf = (text: MessageDescriptor | undefined) => (text === undefined ? '' : i18n._(text));
  const sides = documentOf(kind).sides.map((side) => (
    <div
      key={side}
      ref={(place) => void (places.current[side] = place)}
      className="signet-side"
      tabIndex={-1}
    >
      <PhotoField
        label={textOf(texts[side]?.label)}
        hint={textOf(texts[side]?.hint)}
        name={side}
        photo={photos[side]}
        error={errorOf(side)}
        onChoose={(photo) => onPhoto(side, photo)}
      >
        {open === side ? (
          <Camera
            studio={studio}
            onPhoto={(photo) => {
              // A shutter that was pressed before the check began: its picture is not the one that is checked.
              if (fields.current?.disabled !== false) return;
              setOpen(undefined);
              onPhoto(side, photo);
            }}
            onClose={() => setOpen(undefined)}
          />
        ) : (
          <Button type="button" variant="outline" onClick={() => setOpen(side)}>
            {textOf(texts[side]?.camera)}
          </Button>
        )}
        {hasCameraApp() && (
          <label className="usa-button usa-button--outline signet-side__app">
            {textOf(texts[side]?.app)}
            <input
              className="usa-sr-only"
              type="file"
              accept="image/jpeg,image/png"
              capture="environment"
              autoComplete="off"
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
  return (
    <fieldset ref={fields} className="signet-sides" disabled={busy}>
      {sides}
    </fieldset>
  );
}

/** Telephones and tablets: what is touched has a camera app that a page can open. */
function hasCameraApp(): boolean {
  return matchMedia('(pointer: coarse)').matches;
}
