import { claims } from '@signet/contracts/claims';
import type { Agency } from '@signet/contracts/registry';
import { call, type CallProblem } from '../app/call.ts';
import type { SessionState } from '../app/guards.ts';
import { interactionIn, resume } from '../app/interaction.ts';
import { journeyPath } from '../app/journey.ts';
import { agencyOf } from '../app/registry.ts';
import { scannedCode } from '../app/scanned-code.ts';
import { statusOf } from '../credential/status.ts';
import { credentialsIn } from '../vault/credentials.ts';
import { isUnsealed } from '../vault/unsealed.ts';
import { hasRecord } from '../vault/vault-session.ts';
import { addressAtAgency } from './present.ts';

/** The agency's address where nothing is left to ask: it has its answer, or an error that says why not. */
type AtAgency = { readonly agency: Agency; readonly address: URL };

/** A page of ours, or the way to the agency. */
export async function nextStop(
  uid: string | undefined,
  session: SessionState,
): Promise<string | AtAgency | CallProblem> {
  // PROOF-12, PROOF-22: what is in the vault counts for nothing once it is too old, or while the identity is frozen.
  const countsNoMore = session.stage === 'signed-in' && !session.verified;
  const verified = !countsNoMore && (await credentialsIn()).length > 0;
  // Whoever closed the page before the recovery key was written down sees it now.
  if (verified && hasRecord('recovery-key-to-show')) return journeyPath(uid, 'verify/recovery-key');
  if (uid === undefined) return (await letterPage(verified)) ?? '/account';
  const details = await call('readInteraction', {}, { uid });
  if (!details.ok) return details.error;
  if (details.value.prompt === 'login') {
    const completed = await call('completeLogin', {}, { uid });
    // Signed in, but not as freshly, or not with the passkey, that the agency asks for.
    if (!completed.ok && completed.error.code === 'signed_out')
      return journeyPath(uid, 'sign-in?again');
    if (!completed.ok) return completed.error;
    const next = await resume(completed.value.resume);
    if (!next.ok) return next.error;
    const nextUid = interactionIn(next.value);
    if (nextUid !== undefined) return journeyPath(nextUid, 'continue');
    const agency = await agencyOf(details.value.clientId);
    if (agency === undefined) return { type: 'problem', code: 'agency_unknown' };
    // Only where the signed registry says that this agency is, whatever the bff says.
    return { agency, address: addressAtAgency(next.value, {}, agency.redirectUris) };
  }
  const { verifiedOnly, proveAnew } = details.value;
  const needsProof =
    verifiedOnly || details.value.requestedClaims.some((claim) => claims[claim].proofed);
  if (needsProof && verified && proveAnew)
    return journeyPath(uid, (await hasBegunAnew()) ? 'verify' : 'account/prove-anew');
  const holdsProof = verified && !(needsProof && (await isOver()));
  return journeyPath(uid, needsProof && !holdsProof ? 'verify' : 'consent');
}

/** PROOF-12: what was proved anew ended the copies of before, also where it is not sealed yet, or was left for yet another application. */
async function isOver(): Promise<boolean> {
  const read = await call('readProofing', {});
  const application = read.ok ? read.value.application : null;
  if (application === null) return false;
  if (application.state === 'issued') return isUnsealed(application);
  const [held] = await credentialsIn();
  return held !== undefined && (await statusOf(held.credential)) === 'invalid';
}

async function hasBegunAnew(): Promise<boolean> {
  const read = await call('readProofing', {});
  return read.ok && read.value.application !== null && read.value.application.state !== 'issued';
}

/** LETTER-7: whoever waits for a letter, whatever else they hold or tried, sees how it stands; whoever scanned its square enters the code. */
async function letterPage(holds: boolean): Promise<string | undefined> {
  const read = await call('readProofing', {});
  const application = read.ok ? read.value.application : null;
  // Whoever holds a credential is not led to a letter that is worth nothing any more.
  const isLed =
    application?.awaitsLetter === true || (!holds && application?.state === 'letter-sent');
  if (!isLed) return undefined;
  return scannedCode.read() === '' ? '/verify/letter-sent' : '/verify/letter-code';
}
