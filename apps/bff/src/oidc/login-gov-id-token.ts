import { randomUUID } from 'node:crypto';
import type { Provider } from 'oidc-provider';
import { findAgency } from '../agencies/find-agency.ts';
import type { Bff } from '../bff.ts';

/**
 * Login.gov's ID tokens say their own number, from when they count, and of which access token and code they are (`at_hash`, `c_hash`: OpenID
 * Connect Core §3.3.2.11). With codes alone nobody needs them, so no others have them.
 */
export function completeIdTokens({ registry }: Pick<Bff, 'registry'>, engine: Provider): void {
  const { prototype } = engine.IdToken;
  const issue = Reflect.get(prototype, 'issue') as typeof prototype.issue;
  prototype.issue = async function issueWhole(how) {
    if (
      how.use === 'idtoken' &&
      findAgency(registry, this.client.clientId)?.profile === 'login.gov'
    ) {
      const { entities, params } = this.ctx.oidc;
      this.set('jti', randomUUID());
      this.set('nbf', Math.floor(Date.now() / 1_000));
      // The engine puts their hashes in their place.
      this.set('at_hash', entities.AccessToken?.jti);
      this.set('c_hash', params?.['code']);
    }
    return issue.call(this, how);
  };
}
