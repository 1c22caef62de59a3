import type { ComponentProps, ReactNode } from 'react';
import { Trans } from '@lingui/react/macro';
import { Button } from '../ui/button.tsx';

type Props = Pick<ComponentProps<typeof Button>, 'variant'> & {
  /** Where the way leads that the page takes then. */
  readonly children?: ReactNode;
};

/** For a page that reads in vain from now on: loaded anew, it is a newer one, or leads to what comes first. */
export function ReloadThisPage({ children, ...look }: Props) {
  return (
    <div className="signet-actions">
      <Button {...look} type="button" onClick={() => location.reload()}>
        {children ?? <Trans id="error.outdated.reload">Reload this page</Trans>}
      </Button>
    </div>
  );
}
