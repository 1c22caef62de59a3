import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import type { Result } from '@signet/contracts/result';
import type { CallProblem } from '../app/call.ts';
import { problemText } from '../app/problem-text.ts';
import { Alert } from '../ui/alert.tsx';
import type { FieldErrors } from '../ui/error-summary.tsx';
import type { WithNewKey } from './change-secrets.ts';

/**
 * A change of the vault that takes effect when the person has written its new recovery key down. They may take long over it: where the
 * vault was changed elsewhere meanwhile, the key that they wrote down opens nothing, and another one is made. `onKept` follows the change;
 * once it has been made it is never made again.
 */
export function useNewKey(onKept: () => Promise<FieldErrors> | void) {
  const { t } = useLingui();
  const [made, setMade] = useState<WithNewKey>();
  const [isOvertaken, setOvertaken] = useState(false);
  const show = (begun: Result<WithNewKey, CallProblem>): FieldErrors => {
    if (!begun.ok) return [{ message: problemText(begun.error) }];
    setOvertaken(false);
    setMade(begun.value);
    return [];
  };
  const keep = async (): Promise<FieldErrors> => {
    const committed = await made?.commit();
    if (committed === undefined) return [];
    if (committed.ok) return (await onKept()) ?? [];
    // `internal_error`: what waits at the bff is not what was begun here, but of another tab. What may be in place, is kept and looked for.
    if (!['vault_moved_on', 'internal_error'].includes(committed.error.code))
      return [{ message: problemText(committed.error) }];
    setOvertaken(true);
    setMade(undefined);
    return [];
  };
  const overtaken = isOvertaken && (
    <Alert
      kind="warning"
      answer
      heading={t({ id: 'new-key.overtaken', message: 'Throw away the key you wrote down' })}
    >
      <p>
        <Trans id="new-key.overtaken.text">
          It was not put in place: your vault was changed at another device or in another tab while
          you wrote it down. Nothing is lost. Begin once more here, and you get another one.
        </Trans>
      </p>
    </Alert>
  );
  return { recoveryKey: made?.recoveryKey, show, keep, overtaken };
}
