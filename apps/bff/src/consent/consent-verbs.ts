import type { Provider } from 'oidc-provider';
import { completeLogin } from './complete-login.ts';
import { grantConsent } from './grant-consent.ts';
import { readInteraction } from './read-interaction.ts';
import { refuseConsent } from './refuse-consent.ts';

/** The operations under `/interaction/:uid`, for `app.ts` to mount. */
export function consentVerbs(engine: Provider) {
  return {
    readInteraction: readInteraction(engine),
    completeLogin: completeLogin(engine),
    grantConsent: grantConsent(engine),
    refuseConsent: refuseConsent(engine),
  };
}
