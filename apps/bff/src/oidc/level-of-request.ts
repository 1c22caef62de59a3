import type { Provider } from 'oidc-provider';
import type { AccountId } from '@signet/contracts/ids';
import { findAgency } from '../agencies/find-agency.ts';
import type { Bff } from '../bff.ts';
import { assertedLevel } from './assurance.ts';
import { isLevelEssential } from './check-claims.ts';
import { countsFor } from './verified-within.ts';

type Context = Provider['OIDCContext']['prototype'];

/**
 * AGENCY-44: `acr` is of this request also where an earlier consent answers it without a page; the engine would repeat what the session was
 * told at some agency. Nothing that was proofed goes out so (existing-grant.ts).
 */
export function tellLevelOfRequest(
  bff: Pick<Bff, 'registry' | 'db' | 'now'>,
  engine: Provider,
): void {
  Object.defineProperty(engine.OIDCContext.prototype, 'acr', {
    get(this: Context): string | undefined {
      const { session, result, params = {} } = this;
      const agency = findAgency(bff.registry, this.client?.clientId);
      const accountId = session?.accountId as AccountId | undefined;
      if (result?.consent !== undefined || agency === undefined || accountId === undefined)
        return session?.acr;
      return assertedLevel({
        profile: agency.profile,
        acrValues: params['acr_values'],
        essential: isLevelEssential(params['claims']),
        releasesProofedClaims: false,
        accountIsVerified: countsFor(bff, params, accountId),
        methods: session?.amr ?? [],
      });
    },
  });
}
