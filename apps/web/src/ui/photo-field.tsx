import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Trans } from '@lingui/react/macro';

type Props = {
  readonly label: string;
  readonly name: string;
  readonly hint: string;
  readonly error?: string | undefined;
  readonly photo: Blob | undefined;
  readonly onChoose: (file: File) => void;
  /** Other ways to a photograph, before the one of the browser itself. */
  readonly children?: ReactNode;
};

/** A photograph from camera or file, as the device offers it, with what was chosen shown below. */
export function PhotoField({ label, name, hint, error, photo, onChoose, children }: Props) {
  const id = useId();
  const preview = useRef<HTMLImageElement>(null);
  useEffect(() => {
    if (photo === undefined || preview.current === null) return;
    const address = URL.createObjectURL(photo);
    preview.current.src = address;
    return () => URL.revokeObjectURL(address);
  }, [photo]);
  return (
    <div className={`signet-field${error === undefined ? '' : ' signet-field--wrong'}`}>
      <label htmlFor={`field-${name}`}>{label}</label>
      <div id={`${id}-hint`} className="signet-field__hint">
        {hint}
      </div>
      {error !== undefined && (
        <div id={`${id}-error`} className="signet-field__error">
          {error}
        </div>
      )}
      {photo !== undefined && <img ref={preview} className="signet-photo" alt={label} />}
      {children}
      <input
        id={`field-${name}`}
        name={name}
        type="file"
        accept="image/jpeg,image/png"
        // Else the browser writes down which file it was, to come back with it after a crash.
        autoComplete="off"
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={error === undefined ? `${id}-hint` : `${id}-hint ${id}-error`}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) onChoose(file);
        }}
      />
      {photo !== undefined && (
        <p role="status">
          <Trans id="ui.photo-ready">Photo chosen. Choose another to replace it.</Trans>
        </p>
      )}
    </div>
  );
}
