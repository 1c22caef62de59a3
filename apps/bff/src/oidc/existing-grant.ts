import type { Account, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { agreementHolds } from '@signet/contracts/agency';
import { claims, type ClaimName } from '@signet/contracts/claims';
import { pressWithinMs } from '@signet/contracts/consent';
import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import { findAgency } from '../agencies/find-agency.ts';
import { agreedAddresses, areStillTheirs } from '../consent/agreed-addresses.ts';
import { askedOf } from '../consent/asked-of.ts';
import {
  agreedWith,
  keepConnection,
  levelOfGrant,
  noteStanding,
  type Answer,
} from '../consent/connections.ts';
import { askedLevels, asksForVerified, isVerifiedLevel } from './assurance.ts';
import { countsFor } from './verified-within.ts';

/**
 * Proofed claims are sealed in the browser at each visit, so only the consent of this very request counts for them. The rest the person
 * says yes to again as well, by one press (decision 0020). Without a page, `prompt=none`, an earlier consent of the same sign-in may stand,
 * if that agency was told the level with it that is asked for now; and where nothing is told of the person.
 */
export function createLoadExistingGrant(bff: Pick<Bff, 'registry' | 'db' | 'keys' | 'now'>) {
  return async ({ oidc }: KoaContextWithOIDC) => {
    const { Grant } = oidc.provider;
    const clientId = oidc.client?.clientId ?? '';
    const agency = findAgency(bff.registry, clientId);
    // It gets an error and no answer (prompts.ts), so the engine is to remember none: it would tell of a sign-out, too (AGENCY-41).
    if (agency === undefined || !agreementHolds(agency, bff.now())) return undefined;
    const { grantId: given, answer } = (oidc.result?.consent ?? {}) as Consent;
    if (given !== undefined) {
      const isGone = answer !== undefined && !isStillGood(bff, oidc.account, answer);
      return isGone ? undefined : Grant.find(given);
    }

    if (oidc.session === undefined) return undefined;
    const accountId = oidc.session.accountId as AccountId | undefined;
    const asked = askedOf(bff, agency, oidc.params ?? {}, accountId);
    if (asked.claims.some((claim) => claims[claim].proofed)) return undefined;
    if (asked.claims.length > 0 && !isSilent(oidc.params)) return undefined;

    const earlier = oidc.session.grantIdFor(clientId);
    if (earlier === undefined || accountId === undefined) return undefined;
    // Of this grant, not of the session: that has the level of the latest consent, which may have been another agency's.
    const level = levelOfGrant(bff.db, earlier);
    const asksForMore = asksForVerified(askedLevels(oidc.params?.['acr_values']));
    if (level === undefined || asksForMore !== isVerifiedLevel(level)) return undefined;
    const grant = await Grant.find(earlier);
    if (grant === undefined) return undefined;
    if (asksForMore && !countsFor(bff, oidc.params ?? {}, accountId)) return undefined;
    const refused = grant.getRejectedOIDCClaims();
    const shared = asked.claims.filter((claim) => !refused.includes(claim));
    const agreed = agreedWith(bff.db, accountId, clientId);
    // AGENCY-41: a yes whose answer the agency did not get, if the engine remembers one, has no receipt.
    if (agreed === undefined) return undefined;
    // A "no" that came since, in another browser.
    if (!shared.every((claim) => agreed.includes(claim))) return undefined;
    return addressesStand(bff, accountId, clientId, shared) ? grant : undefined;
  };
}

/** An answer of before an update has none. */
type Consent = { readonly grantId?: string; readonly answer?: Answer };

/**
 * AGENCY-7: what was sealed with a yes waits for no longer, and a code without it would tell of somebody verified, and no more. AGENCY-50: an
 * address that is no more theirs goes to nobody.
 */
function isStillGood(
  bff: Pick<Bff, 'db' | 'now'>,
  account: Account | undefined,
  { at, addresses }: Answer,
): boolean {
  const whose = account?.accountId as AccountId | undefined;
  return (
    bff.now() - at <= pressWithinMs && whose !== undefined && areStillTheirs(bff, whose, addresses)
  );
}

function isSilent(params: Readonly<Record<string, unknown>> | undefined): boolean {
  const prompt = params?.['prompt'];
  return typeof prompt === 'string' && prompt.split(' ').includes('none');
}

/** AGENCY-50: whether what was agreed to of e-mail addresses is still what would go. */
function addressesStand(
  bff: Pick<Bff, 'db' | 'keys'>,
  accountId: AccountId,
  clientId: string,
  shared: readonly ClaimName[],
): boolean {
  if (!shared.includes('email') && !shared.includes('all_emails')) return true;
  const { email, hasOthers } = agreedAddresses(bff, accountId, clientId);
  return (
    (email !== undefined || !shared.includes('email')) &&
    !(hasOthers && shared.includes('all_emails'))
  );
}

/**
 * What an agency can have now, the person can read afterwards: an answer that was fetched, and what was answered by an earlier one without a
 * page (AGENCY-40).
 */
export function recordStandingGrants(
  bff: Pick<Bff, 'registry' | 'db' | 'keys' | 'now'>,
  engine: Provider,
): void {
  engine.on('authorization.success', ({ oidc }) => {
    const agency = findAgency(bff.registry, oidc.client?.clientId);
    const accountId = oidc.session?.accountId as AccountId | undefined;
    const { Grant: grant } = oidc.entities;
    if (agency === undefined || accountId === undefined || grant === undefined) return;
    if (oidc.result?.consent !== undefined) {
      const { grantId, answer } = oidc.result.consent as Consent;
      if (grantId !== undefined && answer !== undefined)
        bff.db.transaction((tx) => keepConnection(bff, tx, grantId, answer));
      return;
    }
    const refused = grant.getRejectedOIDCClaims();
    const { claims: asked } = askedOf(bff, agency, oidc.params ?? {}, accountId);
    const told = asked.filter((claim) => !refused.includes(claim));
    bff.db.transaction((tx) =>
      noteStanding(tx, { accountId, clientId: agency.clientId, claims: told, at: bff.now() }),
    );
  });
}
