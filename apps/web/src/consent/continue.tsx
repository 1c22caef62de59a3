import { useEffect, useRef, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useLoaderData, useNavigate } from 'react-router';
import { claims } from '@signet/contracts/claims';
import { call, type CallProblem } from '../app/call.ts';
import type { SessionState } from '../app/guards.ts';
import { journeyPath, useJourney } from '../app/journey.ts';
import { scannedCode } from '../app/scanned-code.ts';
import { problemText } from '../app/problem-text.ts';
import { Page } from '../ui/page.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { credentialsIn } from '../vault/credentials.ts';
import { hasRecord } from '../vault/vault-session.ts';
import { interactionIn, resume } from '../app/interaction.ts';

/** The crossroads after every finished stretch: to the agency's request, to proofing, or to the account. */
export function Component() {
  const { t } = useLingui();
  const { uid } = useJourney();
  const session = useLoaderData<SessionState>();
  const navigate = useNavigate();
  const [problem, setProblem] = useState<CallProblem>();
  const deciding = useRef<string>(undefined);
  useEffect(() => {
    // One decision per request: finishing the login twice would use it up.
    const key = uid ?? 'account';
    if (deciding.current === key) return;
    deciding.current = key;
    void decide(uid, session).then((next) =>
      typeof next === 'string' ? void navigate(next, { replace: true }) : setProblem(next),
    );
  }, [uid, navigate, session]);
  if (problem === undefined) {
    return (
      <Page title={t({ id: 'continue.title', message: 'One moment' })}>
        <Waiting text={t({ id: 'continue.waiting', message: 'Going on…' })} />
      </Page>
    );
  }
  return (
    <Page title={t({ id: 'continue.failed', message: 'This request cannot go on' })}>
      <p>{problemText(problem)}</p>
      <p>
        <a href="/account">
          <Trans id="continue.account">Go to your account</Trans>
        </a>
      </p>
    </Page>
  );
}

/** Whoever waits for a letter sees how it stands; whoever scanned its square enters the code. */
async function letterPage(): Promise<string | undefined> {
  const read = await call('readProofing', {});
  if (!read.ok || read.value.application?.state !== 'letter-sent') return undefined;
  return scannedCode.read() === '' ? '/verify/letter-sent' : '/verify/letter-code';
}

async function decide(
  uid: string | undefined,
  session: SessionState,
): Promise<string | CallProblem> {
  // PROOF-22: what is in the vault counts for nothing while the identity is frozen.
  const isFrozen = session.stage === 'signed-in' && !session.verified;
  const verified = !isFrozen && (await credentialsIn()).length > 0;
  // Whoever closed the page before the recovery key was written down sees it now.
  if (verified && hasRecord('recovery-key-to-show')) return journeyPath(uid, 'verify/recovery-key');
  if (uid === undefined) return verified ? '/account' : ((await letterPage()) ?? '/account');
  const details = await call('readInteraction', {}, { uid });
  if (!details.ok) return details.error;
  if (details.value.prompt === 'login') {
    const completed = await call('completeLogin', {}, { uid });
    if (!completed.ok) return completed.error;
    const next = await resume(completed.value.resume);
    if (!next.ok) return next.error;
    const nextUid = interactionIn(next.value);
    if (nextUid === undefined) return { type: 'problem', code: 'interaction_gone' };
    return journeyPath(nextUid, 'continue');
  }
  const { verifiedOnly } = details.value;
  const needsProof =
    verifiedOnly || details.value.requestedClaims.some((claim) => claims[claim].proofed);
  return journeyPath(uid, needsProof && !verified ? 'verify' : 'consent');
}
