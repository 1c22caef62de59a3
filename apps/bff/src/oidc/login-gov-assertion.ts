import { createHash } from 'node:crypto';
import { decodeJwt, errors as jose, jwtVerify, type CryptoKey, type JWTVerifyGetKey } from 'jose';
import { Provider } from 'oidc-provider';
import type { Agency } from '@signet/contracts/registry';
import { keysOfAgency } from '../agencies/agency-keys.ts';
import type { Bff } from '../bff.ts';
import { tokenAudiences } from './login-gov.ts';
import { profiles } from './profiles.ts';

const clockTolerance = 10;

/**
 * Login.gov does not look at the `jti` of an assertion, so a client of its may send none; the engine takes none without. Such a
 * one is checked here as the engine checks the others, with its own digest for an identifier, so that it works once; then the engine
 * is told that this request has proved itself.
 */
export function createBareAssertions(bff: Pick<Bff, 'config'>, engine: Provider) {
  const proved = new WeakSet<object>();
  letThroughWhoProved(engine, proved);

  return {
    /** Whether it is one, and holds; then the request needs no other proof. */
    async take(context: object, agency: Agency, assertion: unknown): Promise<boolean> {
      if (typeof assertion !== 'string' || !hasNoIdentifier(assertion)) return false;
      const exp = await expiryOf(bff, agency, assertion);
      if (exp === undefined) return false;
      const digest = createHash('sha256').update(assertion).digest('base64url');
      const { ReplayDetection } = engine as unknown as { ReplayDetection: Uniqueness };
      if (!(await ReplayDetection.unique(agency.clientId, digest, exp + clockTolerance)))
        return false;
      proved.add(context);
      return true;
    },
  };
}

export type BareAssertions = ReturnType<typeof createBareAssertions>;

type Uniqueness = { unique(issuer: string, id: string, exp: number): Promise<boolean> };

function letThroughWhoProved(engine: Provider, proved: WeakSet<object>): void {
  Object.defineProperty(engine.Client.prototype, 'clientAuthMethod', {
    get(this: { readonly tokenEndpointAuthMethod: string }) {
      const context = Provider.ctx;
      return context !== undefined && proved.has(context) ? 'none' : this.tokenEndpointAuthMethod;
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

/** RFC 7523 §3, but for what Login.gov does not ask for; undefined for an assertion that does not hold. */
async function expiryOf(
  { config }: Pick<Bff, 'config'>,
  agency: Agency,
  assertion: string,
): Promise<number | undefined> {
  const { signatures, longestAssertion } = profiles[agency.profile];
  const check = async (key: JWTVerifyGetKey | CryptoKey) => {
    const options = {
      algorithms: [...signatures],
      issuer: agency.clientId,
      subject: agency.clientId,
      audience: [config.issuer, ...tokenAudiences(config.issuer)],
      requiredClaims: ['exp'],
      clockTolerance,
    };
    const { payload } =
      typeof key === 'function'
        ? await jwtVerify(assertion, key, options)
        : await jwtVerify(assertion, key, options);
    const { exp = 0 } = payload;
    return exp > Date.now() / 1_000 + longestAssertion ? undefined : exp;
  };
  try {
    const keys = keysOfAgency(agency);
    // Whatever name the assertion gives to its key.
    return await check(({ kid: _any, ...header }, token) => keys(header, token));
  } catch (several) {
    if (!(several instanceof jose.JWKSMultipleMatchingKeys)) return undefined;
    for await (const key of several) {
      const exp = await check(key).catch(() => undefined);
      if (exp !== undefined) return exp;
    }
    return undefined;
  }
}
