import { decodeJwt, decodeProtectedHeader } from 'jose';
import { Provider } from 'oidc-provider';
import type { Agency } from '@signet/contracts/registry';
import { verifyByAgency } from '../agencies/agency-keys.ts';
import { isSignedFor } from '../agencies/signed-for.ts';
import type { Bff } from '../bff.ts';
import { tokenAudiences } from './login-gov.ts';
import { profiles } from './profiles.ts';

const clockTolerance = 10;

/** Longer than a client of Login.gov's own sample asks for. */
const longestSeconds = 20 * 60;

/**
 * Login.gov does not look at the `jti` of an assertion, so a client of its may send none; the engine takes none without. Such a
 * one is checked here as the engine checks the others, and then the engine is told that this request has proved itself. Two that were made
 * in the same second are the same, so it may be shown again; it lives for minutes, and the code beside it works once.
 */
export function createBareAssertions(bff: Bff, engine: Provider) {
  const proved = new WeakMap<object, string>();
  letThroughWhoProved(engine, proved);

  return {
    /** Whether it is one, and holds; then the request needs no other proof. */
    async take(context: object, agency: Agency, assertion: unknown): Promise<boolean> {
      if (typeof assertion !== 'string' || !hasNoIdentifier(assertion)) return false;
      if (!(await holds(bff, agency, assertion))) return false;
      proved.set(context, agency.clientId);
      return true;
    },
  };
}

export type BareAssertions = ReturnType<typeof createBareAssertions>;

function letThroughWhoProved(engine: Provider, proved: WeakMap<object, string>): void {
  Object.defineProperty(engine.Client.prototype, 'clientAuthMethod', {
    get(this: { readonly clientId: string; readonly tokenEndpointAuthMethod: string }) {
      const context = Provider.ctx;
      const isProved = context !== undefined && proved.get(context) === this.clientId;
      return isProved ? 'none' : this.tokenEndpointAuthMethod;
    },
  });
}

function hasNoIdentifier(assertion: string): boolean {
  try {
    return decodeJwt(assertion).jti === undefined;
  } catch {
    return false;
  }
}

/** RFC 7523 §3, but for what Login.gov does not ask for. */
async function holds(bff: Bff, agency: Agency, assertion: string): Promise<boolean> {
  const { issuer } = bff.config;
  try {
    if (!isSignedFor('client-authentication+jwt', decodeProtectedHeader(assertion).typ))
      return false;
    const { exp = 0 } = await verifyByAgency(bff, agency, assertion, {
      algorithms: [...profiles[agency.profile].signatures],
      issuer: agency.clientId,
      subject: agency.clientId,
      audience: [issuer, ...tokenAudiences(issuer)],
      requiredClaims: ['exp'],
      clockTolerance,
    });
    return exp <= Date.now() / 1_000 + longestSeconds;
  } catch {
    return false;
  }
}
