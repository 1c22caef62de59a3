import type { Provider } from 'oidc-provider';
import { isAcceptable } from '@signet/contracts/answerable';
import { claims as claimTable, namesOfClaim, type ClaimName } from '@signet/contracts/claims';
import { isAppAddress } from '@signet/contracts/app-address';
import { pressWithinMs, type consentOperations } from '@signet/contracts/consent';
import { ok } from '@signet/contracts/result';
import { recordEvent } from '../audit/record-event.ts';
import { isSuspended } from '../credential-status/read-status.ts';
import { refuse } from '../http/refusal.ts';
import { isStillThere } from '../http/session.ts';
import type { Verb } from '../http/mount-operation.ts';
import { allowance, useOne } from '../limits/count.ts';
import {
  assertedLevel,
  authenticationMethods,
  requiresVerified,
  unmetRequirement,
} from '../oidc/assurance.ts';
import { isLevelEssential } from '../oidc/check-claims.ts';
import { asksForSignInAlone } from '../oidc/login-gov.ts';
import { countsFor } from '../oidc/verified-within.ts';
import { areStillTheirs } from './agreed-addresses.ts';
import { keepGrant, takeAnswerBack, type Answer } from './connections.ts';
import { dueBeforeSharing, frozenSince } from '../accounts.ts';
import { loginOf } from './complete-login.ts';
import {
  askedPerson,
  findInteraction,
  isUnanswered,
  resumePath,
  type AgencyInteraction,
} from './interaction.ts';
import { keyBindingNonce } from './key-binding-nonce.ts';
import { keepRelease } from './releases.ts';
import { isSealedFor } from './sealed-delivery.ts';
import type { SealedRelease } from './sealed-release.ts';

const isProofed = (claim: ClaimName) => claimTable[claim].proofed;

/** The person said yes to these claims. A claim beside them is refused to the agency even where its scope stands. */
export function grantConsent(engine: Provider): Verb<typeof consentOperations.grantConsent> {
  return async (bff, { claims, emailId, allEmailIds, release, page }, call) => {
    const found = await findInteraction(engine, bff, call);
    if (!found.ok) return found;
    const { interaction, agency, asked } = found.value;
    const { session } = call;
    const proofed = claims.filter(isProofed);
    const verifiedOnly = requiresVerified(interaction.params['acr_values']);
    const needsIdentity = proofed.length > 0 || verifiedOnly;
    const accountIsVerified =
      session?.accountId != null && countsFor(bff, interaction.params, session.accountId);
    const suspended = session?.accountId != null && isSuspended(bff, session.accountId);
    const login = loginOf(
      session,
      assertedLevel({
        profile: agency.profile,
        acrValues: interaction.params['acr_values'],
        essential: isLevelEssential(interaction.params['claims']),
        releasesProofedClaims:
          proofed.length > 0 && !asksForSignInAlone(agency, interaction.params['acr_values']),
        accountIsVerified: accountIsVerified && !suspended,
        methods: authenticationMethods(session?.methods ?? ''),
      }),
    );
    // Consent is asked only after the sign-in was completed, and only of the person who completed it.
    if (
      session === undefined ||
      login === undefined ||
      askedPerson(interaction) !== login.accountId
    )
      return refuse('interaction_gone');
    // Another sign-in may have come since the one that was looked at.
    if (unmetRequirement(interaction.params['acr_values'], login.amr) !== undefined)
      return refuse('interaction_gone');
    const waitsMs = isAppAddress(String(interaction.params['redirect_uri'])) ? pressWithinMs : 0;
    const before = interaction.result?.consent;
    // AGENCY-52: the answer of another page, which alone has the key's half for it, waits for its press. One of this page got lost on its way there.
    if (waitsMs > 0 && before !== undefined && (page === undefined || before['page'] !== page))
      return refuse('interaction_gone');
    const due = dueBeforeSharing(bff, login.accountId);
    if (due !== undefined) return refuse(due);
    if (needsIdentity && suspended) return refuse('identity_suspended');
    if (needsIdentity && frozenSince(bff.db, login.accountId) !== null)
      return refuse('identity_frozen');
    // AGENCY-22: what is sealed the bff cannot look into, so it goes by what proofing said of the account.
    if (needsIdentity && !accountIsVerified) return refuse('release_not_accepted');
    if (!isAnAnswer(found.value, claims)) return refuse('release_not_accepted');
    if (claims.includes('email') !== (emailId !== undefined)) return refuse('release_not_accepted');
    if (claims.includes('all_emails') !== (allEmailIds !== undefined))
      return refuse('release_not_accepted');
    const addresses = { emailId, allEmailIds };
    if (!areStillTheirs(bff, login.accountId, addresses)) return refuse('addresses_changed');
    if (proofed.length > 0 !== (release !== undefined)) return refuse('release_not_accepted');
    if (release !== undefined && agency.delivery === 'sealed' && !isSealedFor(agency, release))
      return refuse('release_not_accepted');

    // AGENCY-51: each leaves rows that live for hours.
    const counting = { key: bff.keys.secret('limitSubjects'), now: bff.now() };
    const allowed = allowance({ ...counting, db: bff.db }, 'consent-given', login.accountId);
    if (allowed.left === 0)
      return refuse('too_many_attempts', { retryAt: allowed.resetsAt ?? counting.now });

    const grantId = await saveGrant(engine, login.accountId, found.value, claims);
    const { now } = counting;
    const refused = bff.db.transaction((tx) => {
      if (!isStillThere(tx, session)) return 'signed_out';
      if (!isUnanswered(tx, interaction)) return 'interaction_gone';
      useOne({ ...counting, db: tx }, 'consent-given', login.accountId);
      // One question has one answer, the last: nobody can fetch the one before any more.
      if (before?.grantId !== undefined) takeAnswerBack(tx, before.grantId);
      if (release !== undefined) {
        const terms = {
          accountId: login.accountId,
          clientId: agency.clientId,
          delivery: agency.delivery,
          nonce: keyBindingNonce(bff, agency, interaction),
          claims: proofed,
          consentedAt: now,
        };
        keepRelease(tx, bff, grantId, { terms, release: release as SealedRelease }, waitsMs);
      }
      keepGrant(tx, {
        accountId: login.accountId,
        clientId: agency.clientId,
        grantId,
        signedInAt: login.ts,
        level: login.acr,
        at: now,
      });
      // AGENCY-51: said again it is the same.
      const said = listed(found.value, claims);
      if (before === undefined || said !== listed(found.value, (before['answer'] as Answer).claims))
        recordEvent(tx, now, 'consent.granted', login.accountId, {
          clientId: agency.clientId,
          claims: said,
        });
      return undefined;
    });
    if (refused !== undefined) {
      await (await engine.Grant.find(grantId))?.destroy();
      return refuse(refused);
    }
    const answer: Answer = { offered: asked.claims, claims, addresses, at: now };
    // AGENCY-52: an answer that is not fetched by then is none.
    if (waitsMs > 0) await interaction.save(waitsMs / 1_000);
    const returnTo = await engine.interactionResult(call.node.incoming, call.node.outgoing, {
      login,
      consent: { grantId, answer, page },
    });
    return ok({ resume: resumePath(returnTo) });
  };
}

/** In one order, whichever they came in. */
const listed = ({ asked }: AgencyInteraction, claims: readonly ClaimName[]) =>
  asked.claims.filter((claim) => claims.includes(claim)).join(' ');

function isAnAnswer({ agency, asked }: AgencyInteraction, granted: readonly ClaimName[]): boolean {
  const required = agency.attributes.filter((one) => one.required).map(({ claim }) => claim);
  return isAcceptable(asked, required, granted);
}

async function saveGrant(
  engine: Provider,
  accountId: string,
  { agency, asked, interaction }: AgencyInteraction,
  granted: readonly ClaimName[],
): Promise<string> {
  const grant = new engine.Grant({ accountId, clientId: agency.clientId });
  grant.addOIDCScope([...asked.scopes]);
  grant.addOIDCClaims(namedIn(interaction.params['claims']));
  const refused = asked.claims.filter((claim) => !granted.includes(claim));
  if (refused.length > 0) grant.rejectOIDCClaims(refused.flatMap((claim) => namesOfClaim(claim)));
  return grant.save();
}

/** The engine asks until it knows an answer to every name of the `claims` parameter; what there is for one is decided elsewhere. */
function namedIn(claims: unknown): string[] {
  if (typeof claims !== 'string') return [];
  const sections = Object.values(JSON.parse(claims) as Record<string, object>);
  return sections.flatMap((section) => Object.keys(section));
}
