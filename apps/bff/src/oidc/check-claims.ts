import { errors } from 'oidc-provider';
import {
  parseClaimsRequest,
  requestedNames,
  type ClaimsRequest,
  type ClaimsSection,
} from '@signet/contracts/requested-claims';
import { wrapList } from '../agencies/listed-claims.ts';
import { canBeAsserted } from './assurance.ts';
import { isKnownName } from './known-claims.ts';

/** What of the ID token the engine takes from the request. AGENCY-5: attributes are not for ID tokens. */
const ofProtocol = ['sub', 'auth_time', 'acr'];
/** What an ID token has whether it is asked for or not. */
const always = [...ofProtocol, 'iss', 'aud', 'exp', 'iat', 'nonce', 'amr', 'sid'];

export type CheckedClaims = {
  /** The parameter as the engine gets it. */
  readonly claims: ClaimsRequest;
  /** The levels that it names, as `acr_values`. */
  readonly acrValues?: string;
  /** Names that get no answer, for the agency's log. */
  readonly unanswered: readonly string[];
};

/** The `claims` parameter (OpenID Connect Core §5.5), refused where it is malformed (AGENCY-32). */
export function checkedClaims(text: unknown): CheckedClaims | undefined {
  if (typeof text !== 'string') return undefined;
  const parsed = parseClaimsRequest(text);
  if (!parsed.ok) throw new errors.InvalidRequest(`the claims parameter is ${parsed.error.type}`);
  const { userinfo, id_token: idToken } = parsed.value;
  const protocol = Object.fromEntries(
    Object.entries(idToken ?? {}).filter(([name]) => ofProtocol.includes(name)),
  );
  // The engine looks into them.
  if (Object.values(protocol).some((asked) => typeof asked !== 'object' || Array.isArray(asked)))
    throw new errors.InvalidRequest('the claims parameter is malformed');
  const { acr, ...others } = protocol;
  const level = askedLevel(acr as AskedLevel);
  return {
    claims: {
      ...(userinfo === undefined ? {} : { userinfo: wrapList(userinfo) }),
      ...(idToken === undefined
        ? {}
        : { id_token: { ...others, ...(level?.essential === true ? { acr: level } : {}) } }),
    },
    ...(level === undefined ? {} : { acrValues: level.values.join(' ') }),
    unanswered: [
      ...namesOfNothing(userinfo ?? {}),
      ...worthNoting(
        requestedNames({ id_token: idToken ?? {} }),
        (name) => !always.includes(name),
      ).map((name) => `id_token:${name}`),
    ],
  };
}

type AskedLevel = Readonly<Partial<Record<'essential' | 'value' | 'values', unknown>>> | null;

/**
 * OpenID Connect Core §5.5.1.1: a level that is asked for by name. It is met or refused as one of `acr_values` is; where it is essential,
 * by one of those that can come back as `acr`.
 */
function askedLevel(asked: AskedLevel = {}) {
  const { essential, value, values = value === undefined ? [] : [value] } = asked ?? {};
  if (!Array.isArray(values) || !values.every((one) => typeof one === 'string'))
    throw new errors.InvalidRequest('acr is asked for with a value that is no level');
  if (values.length === 0) return undefined;
  if (essential !== true) return { essential: false, values };
  const reachable = values.filter(canBeAsserted);
  if (reachable.length === 0)
    throw new errors.UnmetAuthenticationRequirements('a level that nobody reaches here');
  return { essential: true, values: reachable };
}

/** Whether the level that comes back must be one that the request names. */
export function isLevelEssential(claims: unknown): boolean {
  if (typeof claims !== 'string') return false;
  const { id_token: idToken } = JSON.parse(claims) as ClaimsRequest;
  return (idToken?.['acr'] as AskedLevel | undefined)?.essential === true;
}

const namesOfNothing = (userinfo: ClaimsSection) =>
  worthNoting(requestedNames({ userinfo }), (name) => !isKnownName(name));

/** Names as the standards form theirs, and no more than somebody reads: whoever made the request chose them. */
function worthNoting(names: readonly string[], isNoted: (name: string) => boolean): string[] {
  return names.filter((name) => isNoted(name) && /^[a-z][a-z0-9_]{0,39}$/.test(name)).slice(0, 10);
}
