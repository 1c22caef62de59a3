import { isAppAddress } from '@signet/contracts/app-address';
import { claims, type ClaimName } from '@signet/contracts/claims';
import type { EmailId } from '@signet/contracts/ids';
import type { Agency } from '@signet/contracts/registry';
import { newReleaseSecret } from '@signet/contracts/release-secret';
import { failed, ok, type Result } from '@signet/contracts/result';
import { call, type CallProblem } from '../app/call.ts';
import { copiesLike, enoughCopies } from '../credential/copies.ts';
import { statusOf } from '../credential/status.ts';
import { rememberKeys } from '../vault/agency-keys.ts';
import { copyFor, takeCopy } from '../vault/credentials.ts';
import type { AppLink } from '../app/app-link.ts';
import { inTime } from '../app/in-time.ts';
import { interactionIn, resume } from '../app/interaction.ts';
import { rememberSharing, termsOf } from './agreements.ts';
import { asSeen } from './as-seen.ts';
import {
  addressAtAgency,
  present,
  sealForAgency,
  sealRelease,
  type BesideCode,
} from './present.ts';
import { deliveredOf, provedFor, type Question } from './question.ts';

/** What the person said yes to: of what was asked, these claims, and this address if one is among them. */
export type Answer = {
  readonly claims: readonly ClaimName[];
  readonly emailId: EmailId | null;
  /** Whether it repeats what they said before, and they were not asked anew: a year is counted from then. */
  readonly isRepeat?: boolean;
};

/** The key's half for an app is in this page's memory alone. */
const thisPage = crypto.randomUUID();

/**
 * The note that something went is written before the page goes, which may be the end of it; but a browser opens an app only for a moment after
 * the press, and a code lives for a minute (AGENCY-7).
 */
const noteWithinMs = { app: 1_000, web: 20_000 } as const;

/** The person said yes: present, seal, hand over, and answer with the address at the agency; for an app with what has a code made once they press. */
export async function share(
  {
    uid,
    details,
    clockAhead,
    agency,
    values,
    copies,
    allAddresses,
    keyChange,
  }: Pick<
    Question,
    'uid' | 'details' | 'clockAhead' | 'agency' | 'values' | 'copies' | 'allAddresses' | 'keyChange'
  >,
  { claims: agreed, emailId, isRepeat = false }: Answer,
): Promise<Result<AppLink['answer'], CallProblem>> {
  const standsAsSeen = await asSeen(agency);
  if (!standsAsSeen.ok) return standsAsSeen;
  const delivered = deliveredOf({ details, clockAhead, values, copies }, agreed);
  const presented = delivered.some((claim) => claims[claim].proofed)
    ? await sealedFor({ details, clockAhead, agency, copies }, delivered)
    : ok(undefined);
  if (!presented.ok) return presented;
  const sealed = presented.value;
  // Those that the person saw: what was confirmed elsewhere in the meantime was not agreed to.
  const allEmailIds = agreed.includes('all_emails') ? allAddresses.map(({ id }) => id) : [];
  const granted = await call(
    'grantConsent',
    {
      claims: [...delivered],
      ...(emailId === null ? {} : { emailId }),
      ...(allEmailIds.length === 0 ? {} : { allEmailIds }),
      ...(sealed === undefined ? {} : { release: sealed.release }),
      ...(details.returnsToApp ? { page: thisPage } : {}),
    },
    { uid },
  );
  if (!granted.ok) return granted;
  const at = new Date().toISOString();
  const offered = [...details.requestedClaims];
  const agreement = {
    clientId: agency.clientId,
    offered,
    agreed: [...agreed],
    emailId,
    allEmailIds,
    agreedAt: at,
    ...provedFor(offered, values, copies),
    terms: await termsOf(agency, offered),
    stoppedAt: null,
    earlier: [],
  };
  const shared = {
    agreement,
    claims: delivered,
    at,
    keyChanged: keyChange !== undefined,
    isRepeat,
  };
  // The person's own record; sharing does not fail when it cannot be written, they are only asked again. The keys come last: an answer that
  // is not marked as one under other keys would count under these.
  const note = () =>
    rememberSharing(shared)
      .then((noted) => (noted.ok ? rememberKeys(agency) : undefined))
      .catch(() => undefined);
  // What the person read of where it goes holds, whatever the bff says.
  const told = agency.redirectUris.filter((uri) => isAppAddress(uri) === details.returnsToApp);
  const fetchAnswer = async (): Promise<Result<URL, CallProblem>> => {
    const next = await resume(granted.value.resume);
    if (!next.ok) return next;
    // Between yes and press, or a fetch that hung, somebody may have signed out or stopped sharing, or time went by: the bff would ask anew.
    if (interactionIn(next.value) !== undefined)
      return failed({ type: 'problem', code: 'interaction_gone' });
    const answer = addressAtAgency(next.value, sealed ?? {}, told);
    // As the bff's receipt begins with it (AGENCY-41): what never came was not shared, and who never presses shared nothing with an app.
    if (answer.searchParams.has('code'))
      await inTime(note(), noteWithinMs[details.returnsToApp ? 'app' : 'web']);
    return ok(answer);
  };
  if (!details.returnsToApp) return fetchAnswer();
  return ok(async () => {
    const standsStill = await asSeen(agency);
    return standsStill.ok ? fetchAnswer() : standsStill;
  });
}

export async function refuse(uid: string, agency: Agency): Promise<Result<URL, CallProblem>> {
  const refused = await call('refuseConsent', {}, { uid });
  if (!refused.ok) return refused;
  const next = await resume(refused.value.resume);
  return next.ok ? ok(addressAtAgency(next.value, {}, agency.redirectUris)) : next;
}

async function sealedFor(
  {
    details,
    clockAhead,
    agency,
    copies: seen,
  }: Pick<Question, 'details' | 'clockAhead' | 'agency' | 'copies'>,
  agreed: readonly ClaimName[],
): Promise<Result<BesideCode & { readonly release: string }, CallProblem>> {
  // The audience is the agency of the signed registry, whatever the bff says.
  if (details.keyBinding.audience !== agency.clientId)
    throw new Error('the request is for another agency');
  if (seen.length === 0) throw new Error('there is no credential');
  const before = await copiesLike(seen, clockAhead);
  const enough = await enoughCopies(before, agency.clientId, clockAhead, agreed);
  if (!enough.ok) return enough;
  const known = enough.value;
  const held = copyFor(known, agency.clientId);
  if (held === undefined) throw new Error('there is no copy that no other agency has seen');
  const status = await statusOf(held.credential);
  if (status === 'suspended') return failed({ type: 'problem', code: 'identity_suspended' });
  // PROOF-12: proved anew meanwhile, in another tab or browser.
  if (status === 'invalid') return failed({ type: 'problem', code: 'vault_moved_on' });

  // Written down before it is shown: a copy that two agencies see would let them match the person.
  const taken = await takeCopy(known, agency.clientId);
  if (!taken.ok) return taken;
  const { delivery } = agency;
  const presentedWith = (more: { readonly secretDigest?: string }) =>
    present(taken.value, agreed, details.keyBinding, {
      delivery,
      now: Date.now() + clockAhead,
      ...more,
    });
  if (delivery !== 'sealed') return ok(await sealRelease(await presentedWith({})));
  const { secret, digest } = await newReleaseSecret();
  const presentation = await presentedWith({ secretDigest: digest });
  return ok({ release: await sealForAgency(presentation, agency), secret });
}
