import { createHash, timingSafeEqual } from 'node:crypto';
import type { Provider } from 'oidc-provider';
import type { AccountId } from '@signet/contracts/ids';
import { findAgency } from '../agencies/find-agency.ts';
import type { Bff } from '../bff.ts';
import { tokenAudiences } from './login-gov.ts';
import { queueLogout } from './queue-logout.ts';
import { refuseOverAgreement } from './require-agreement.ts';

type Client = { readonly clientId: string };

type Audiences = Provider['OIDCContext']['prototype']['clientJwtAuthExpectedAudience'];

/** What a client of the engine does otherwise here. */
export function adjustClients(bff: Bff, engine: Provider): void {
  Object.assign(engine.Client.prototype, {
    /** AGENCY-45: the registry is public, so it has only the digest of a secret; the digest itself proves nothing. */
    compareClientSecret(this: Client, presented: string): boolean {
      const agency = findAgency(bff.registry, this.clientId);
      refuseOverAgreement(agency, bff.now());
      const expected = Buffer.from(agency?.clientSecret?.sha256 ?? '', 'base64url');
      const found = createHash('sha256').update(presented).digest();
      return expected.length === found.length && timingSafeEqual(expected, found);
    },

    /** Wherever the engine would call an agency once and forget it, the word is kept until it is heard. */
    async backchannelLogout(this: Client, accountId: string, sid: string): Promise<void> {
      const agency = findAgency(bff.registry, this.clientId);
      if (agency === undefined) return;
      queueLogout(bff, bff.db, agency, { accountId: accountId as AccountId, sid });
    },
  });
  const context = engine.OIDCContext.prototype;
  const expected = Reflect.get(context, 'clientJwtAuthExpectedAudience') as Audiences;
  context.clientJwtAuthExpectedAudience = function audiences() {
    const accepted = expected.call(this);
    const isLoginGov = findAgency(bff.registry, this.client?.clientId)?.profile === 'login.gov';
    return isLoginGov ? new Set([...accepted, ...tokenAudiences(bff.config.issuer)]) : accepted;
  };
}
