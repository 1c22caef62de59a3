import type { Agency } from '@signet/contracts/registry';
import { share } from '../consent/share.ts';
import { askedBy } from './asked-by.ts';

/** The way back to the provider, of the only request that there is. */
export const resume = '/openid_connect/authorize/an-interaction';

/** Says yes to an agency that asks for the e-mail address and nothing else. */
export function sayYes(agency: Agency, returnsToApp = false) {
  const asked = ['email' as const];
  return share(
    {
      uid: 'an-interaction',
      details: askedBy(agency.clientId, { requestedClaims: asked, byScope: asked, returnsToApp }),
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
