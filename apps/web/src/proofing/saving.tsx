import { useCallback, useEffect, useRef, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useLoaderData } from 'react-router';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { beginAnew } from './begin-anew.ts';
import { issueAndSeal, type IssueFailure } from './issue.ts';
import { usePhase } from './phase.ts';
import type { Wizard } from './wizard.ts';

/** Everything was proved: the credential is issued and sealed here, without anything to press. */
export function Component() {
  const { t } = useLingui();
  const { go } = useJourney();
  const phase = usePhase('saving');
  const { draft } = useLoaderData<Wizard>();
  const [failure, setFailure] = useState<IssueFailure>();
  const begun = useRef(false);
  const save = useCallback(async () => {
    setFailure(undefined);
    const sealed = await issueAndSeal(draft);
    if (sealed.ok) return go('verify/recovery-key', { replace: true });
    const { error } = sealed;
    if (error.type === 'in_review') go('verify/in-review', { replace: true });
    else if (error.type === 'problem' && error.code === 'identity_in_use')
      go('verify/other-account', { replace: true });
    else setFailure(error);
  }, [draft, go]);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void save();
  }, [save]);
  // What is issued takes no other photographs: another application does.
  const photograph = async () => {
    const begun = await beginAnew({ unsealed: 'left' });
    if (begun.ok) go('verify/id');
    else setFailure(begun.error);
  };
  if (failure === undefined) {
    return (
      <Page title={t({ id: 'saving.title', message: 'Sealing your identity' })} phase={phase}>
        <p>
          <Trans id="saving.text">What was verified is being encrypted in your browser.</Trans>
        </p>
        <Waiting text={t({ id: 'saving.waiting', message: 'Encrypting and saving…' })} />
      </Page>
    );
  }
  return (
    <Page
      title={t({ id: 'saving.failed', message: 'Your identity is not saved yet' })}
      phase={phase}
    >
      {failure.type === 'problem' && <p>{problemText(failure)}</p>}
      {failure.type === 'not_satisfied' && (
        <p>
          <Trans id="saving.not-satisfied">
            Something that we checked is too old by now. Take new photos of your ID to go on.
          </Trans>
        </p>
      )}
      {failure.type === 'not_what_was_reviewed' && (
        <p>
          <Trans id="saving.mismatch">
            What came back is not what you confirmed, so it was not saved. Try again. If it stays
            so, take new photos of your ID.
          </Trans>
        </p>
      )}
      <div className="signet-actions">
        {failure.type !== 'not_satisfied' && (
          <Button type="button" onClick={() => void save()}>
            <Trans id="saving.again">Try again</Trans>
          </Button>
        )}
        {needsPhotographs(failure) && (
          <Button
            type="button"
            variant={failure.type === 'not_satisfied' ? 'primary' : 'outline'}
            onClick={() => void photograph()}
          >
            <Trans id="saving.photos">Take new photos</Trans>
          </Button>
        )}
      </div>
    </Page>
  );
}

/** Another tab may have left a draft that is worth nothing any more; of what does not satisfy, trying again changes nothing. */
function needsPhotographs(failure: IssueFailure): boolean {
  return (
    failure.type === 'not_satisfied' ||
    failure.type === 'not_what_was_reviewed' ||
    (failure.type === 'problem' && failure.code === 'wrong_step')
  );
}
