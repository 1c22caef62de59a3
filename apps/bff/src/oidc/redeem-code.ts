import { errors } from 'oidc-provider';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { openRelease } from '../consent/open-release.ts';
import { PresentationRefused } from '../consent/presentation-refused.ts';
import { dropRelease, findRelease } from '../consent/releases.ts';
import type { Redemption } from './redemption.ts';

/**
 * The agency redeems a code. If a release belongs to its grant, K must have come with the code, and what K opens must be
 * what the person agreed to; otherwise the code is spent for nothing (`invalid_grant`) and the release is gone.
 */
export function redeemCode(bff: Bff, redemption: Redemption, grantId: string): void {
  const kept = findRelease(bff, grantId);
  if (kept === undefined) {
    // The browser appends K only where there was one: it is gone, and what is left of the answer would be a level without what it goes with.
    if (redemption.releaseKey !== undefined) throw new errors.InvalidGrant('release_gone');
    return;
  }
  const { terms, release } = kept;
  if (terms.delivery === 'sealed') {
    redemption.opened = { grantId, terms, sealed: { jwe: release, claims: terms.claims } };
    return;
  }
  try {
    if (redemption.releaseKey === undefined) throw new PresentationRefused('release_key_missing');
    const opened = openRelease(bff, kept, redemption.releaseKey);
    redemption.opened = { grantId, terms, release: opened };
  } catch (problem) {
    if (!(problem instanceof PresentationRefused)) throw problem;
    bff.db.transaction((tx) => {
      dropRelease(tx, grantId);
      recordEvent(tx, bff.now(), 'release.rejected', terms.accountId, {
        clientId: terms.clientId,
        reason: problem.code,
      });
    });
    throw new errors.InvalidGrant(problem.code);
  }
}
