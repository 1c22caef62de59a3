import { useState } from 'react';
import { Trans } from '@lingui/react/macro';

export function CopyButton({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <>
      <button type="button" className="usa-button usa-button--outline" onClick={copy}>
        <Trans id="ui.copy">Copy</Trans>
      </button>
      <span role="status">{copied && <Trans id="ui.copied">Copied</Trans>}</span>
    </>
  );
}
