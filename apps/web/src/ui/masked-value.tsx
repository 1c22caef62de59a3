import { useState } from 'react';
import { Trans } from '@lingui/react/macro';

/** A value that stands covered until the person asks for it; a screen reader is told that it is covered, not dots. */
export function MaskedValue({ value, label }: { readonly value: string; readonly label: string }) {
  const [shown, setShown] = useState(false);
  return (
    <>
      {shown ? (
        <span>{value}</span>
      ) : (
        <>
          <span aria-hidden="true">{value.replaceAll(/[\dA-Za-z]/g, '•')}</span>
          <span className="usa-sr-only">
            <Trans id="ui.masked">{label}, hidden</Trans>
          </span>
        </>
      )}{' '}
      <button
        type="button"
        className="usa-button usa-button--unstyled"
        onClick={() => setShown(!shown)}
      >
        {shown ? <Trans id="ui.mask-hide">Hide</Trans> : <Trans id="ui.mask-show">Show</Trans>}{' '}
        <span className="usa-sr-only">{label}</span>
      </button>
    </>
  );
}
