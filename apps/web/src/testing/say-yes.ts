import type { Agency } from '@signet/contracts/registry';
import { share } from '../consent/share.ts';

/** The way back to the provider, of the only request that there is. */
export const resume = '/openid_connect/authorize/an-interaction';

/** Says yes to an agency that asks for the e-mail address and nothing else. */
export function sayYes(agency: Agency, returnsToApp = false) {
  const asked = ['email' as const];
  return share(
    {
      uid: 'an-interaction',
      details: {
        prompt: 'consent',
        clientId: agency.clientId,
        requestedClaims: asked,
        byScope: asked,
        byName: {},
        verifiedOnly: false,
        proveAnew: false,
        returnsToApp,
        newHere: false,
        language: 'en',
        keyBinding: { audience: agency.clientId, nonce: 'N', now: new Date().toISOString() },
      },
      clockAhead: 0,
      agency,
      values: {},
      copies: [],
      allAddresses: [],
      keyChange: undefined,
    },
    { claims: asked, emailId: null },
  );
}
