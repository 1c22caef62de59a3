import { Trans } from '@lingui/react/macro';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';

/** Ways to keep a secret that is shown once. No page can take back for sure what was copied, so whoever copies is told what that is. */
export function CopyOrPrint({ text }: { readonly text: string }) {
  return (
    <>
      <div className="signet-actions">
        <CopyButton text={text} />
        <Button type="button" variant="outline" onClick={() => print()}>
          <Trans id="recovery.print">Print</Trans>
        </Button>
      </div>
      <p>
        <Trans id="ui.copy.others">
          Other programs can read what you copy, and some devices share it with your others. Paste
          it where you keep it, then copy something else.
        </Trans>
      </p>
    </>
  );
}
