import { Trans } from '@lingui/react/macro';

/** Said before the locks of a vault are changed in vain: the bff lets the last one not go (AUTH-15). */
export function LastStays() {
  return (
    <p>
      <Trans id="second-steps.last">
        To remove it, add another second step first. Backup codes do not count as another: they run
        out.
      </Trans>
    </p>
  );
}
