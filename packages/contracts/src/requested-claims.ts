import {
  claimsOfName,
  claimsOfVerification,
  verifiedNames,
  withoutLoneConfirmations,
  type ClaimName,
} from './claims.ts';
import { failed, ok, type Result } from './result.ts';

/**
 * AGENCY-30: what an agency asks for by name: the `claims` parameter (OpenID Connect Core 1.0 §5.5) with `verified_claims` in it
 * (OpenID Connect for Identity Assurance 1.0 §5), and which part of what there is answers it. Pure, and the same function
 * in the browser, before anything is disclosed, and in the bff, before anything is delivered.
 */
export type ClaimsRequest = {
  readonly userinfo?: ClaimsSection;
  readonly id_token?: ClaimsSection;
};
export type ClaimsSection = Readonly<Record<string, unknown>>;

export type AvailableClaims = {
  readonly claims: Readonly<Record<string, unknown>>;
  /** How the verified ones among them were verified; absent where none was. */
  readonly verification?: Readonly<Record<string, unknown>>;
  /** Which of the claims are verified. */
  readonly verified: readonly string[];
  /** Seconds since the epoch. */
  readonly now: number;
};

const longest = 8_192;
const deepest = 12;
/** Values that are named in a request, in all. Whoever passes it on sees whether one of them was right, so a list that halves what there is asks too much. */
const mostNamedValues = 40;
const constraints = ['value', 'values', 'max_age', 'essential', 'purpose'];

/** A request that must be refused with `invalid_request` is told apart from one of which some part cannot be met. */
export function parseClaimsRequest(
  text: string,
): Result<ClaimsRequest, { type: 'malformed' | 'empty_verified_claims' }> {
  const request = text.length > longest ? undefined : json(text);
  if (!isObject(request) || depth(request) > deepest || !namesFewValues(request))
    return failed({ type: 'malformed' });
  for (const section of [request['userinfo'], request['id_token']]) {
    if (section === undefined) continue;
    if (!isObject(section)) return failed({ type: 'malformed' });
    const asked = verifiedRequests(section);
    if (Object.hasOwn(section, 'verified_claims') && asked.length === 0)
      return failed({ type: 'empty_verified_claims' });
    for (const one of asked) {
      if (!isObject(one) || !isObject(one['verification'])) return failed({ type: 'malformed' });
      // Identity Assurance §5.7.6: a request for no claim at all is an error, unlike one for unknown claims.
      if (!isObject(one['claims']) || Object.keys(one['claims']).length === 0)
        return failed({ type: 'empty_verified_claims' });
    }
  }
  return ok(request as ClaimsRequest);
}

/** AGENCY-30: whether what is asked for on a condition is compared with no more values than an agency has a use for. */
export function namesFewValues(request: unknown): boolean {
  return valuesNamed(request) <= mostNamedValues;
}

function valuesNamed(asked: unknown): number {
  if (typeof asked !== 'object' || asked === null) return 0;
  return Object.entries(asked).reduce((sum, [name, one]) => {
    if (name === 'value') return sum + 1;
    return sum + (name === 'values' && Array.isArray(one) ? one.length : valuesNamed(one));
  }, 0);
}

/** Every claim that a request names, inside `verified_claims`, by its `verification`, and beside it. */
export function requestedNames(request: ClaimsRequest): readonly string[] {
  const names = [request.userinfo, request.id_token].flatMap((section) =>
    section === undefined
      ? []
      : [
          ...Object.keys(section).filter((name) => isAsked(section[name])),
          ...verifiedRequests(section).flatMap((one) =>
            isObject(one) && isObject(one['claims'])
              ? [...Object.keys(one['claims']), ...namesOfVerification(one['verification'])]
              : [],
          ),
        ],
  );
  return [...new Set(names)].filter((name) => name !== 'verified_claims');
}

/** What a verification asks for, or shows, that is a claim of its own. */
function namesOfVerification(verification: unknown): readonly string[] {
  return Object.entries(claimsOfVerification).flatMap(([member, claim]) => {
    const asked = ownValue(verification, member);
    return claim === undefined || asked === undefined || typeof asked === 'boolean' ? [] : [claim];
  });
}

/** What of one section of a request can be answered. What cannot is left out without a word (§5.7). */
export function answerClaimsRequest(
  section: ClaimsSection,
  available: AvailableClaims,
): Record<string, unknown> {
  const plain = Object.keys(section)
    .filter((name) => name !== 'verified_claims' && isAsked(section[name]))
    .filter((name) => Object.hasOwn(available.claims, name))
    .filter((name) => isAsNamed(section[name], available.claims[name]))
    .map((name) => [name, available.claims[name]] as const);
  const verified = verifiedRequests(section)
    .map((one) => answerVerified(one, available))
    .filter((one) => one !== undefined);
  const asked = section['verified_claims'];
  return {
    ...Object.fromEntries(plain),
    ...(verified.length === 0
      ? {}
      : { verified_claims: Array.isArray(asked) ? verified : verified[0] }),
  };
}

/** The names that an answer holds, beside `verified_claims` and inside of it. */
export function answeredNames(
  section: ClaimsSection,
  otherwise: readonly string[],
  available: AvailableClaims,
): { readonly beside: readonly string[]; readonly verified: readonly string[] } {
  const answered = answerClaimsRequest(section, available);
  const verified = verifiedRequests(answered).flatMap((one) => {
    const { claims, verification } = one as Readonly<Record<'claims' | 'verification', object>>;
    return [...Object.keys(claims), ...namesOfVerification(verification)];
  });
  return { beside: namesBeside(section, otherwise, answered), verified: [...new Set(verified)] };
}

/**
 * `otherwise` is what is asked for without a condition, by scope. A claim that is not what it is required to be is not asked for,
 * however else it was.
 */
export function namesBeside(
  section: ClaimsSection,
  otherwise: readonly string[],
  answered: Readonly<Record<string, unknown>>,
): readonly string[] {
  const names = [...new Set([...otherwise, ...Object.keys(answered)])].filter(
    (name) =>
      name !== 'verified_claims' &&
      (!Object.hasOwn(section, name) || Object.hasOwn(answered, name)),
  );
  return withoutLoneConfirmations(names);
}

/** The names that are asked for whatever their value is and however it was verified. */
export function unconditionalNames(
  section: ClaimsSection,
  otherwise: readonly string[],
): readonly string[] {
  const named = Object.keys(section).filter((name) => isAsked(section[name]));
  const names = [...new Set([...otherwise, ...named])].filter((name) => {
    const asked = section[name];
    const isNamed = Object.hasOwn(section, name);
    if (name === 'verified_claims' || (isNamed && !isAsked(asked))) return false;
    return !(isObject(asked) && isStrict(asked));
  });
  return withoutLoneConfirmations(names);
}

/**
 * The names that can be answered where these claims were agreed to and no others, whatever their values: a verification that must be of
 * some day is not shown where the day is withheld, and none is shown without a claim.
 */
export function namesWithin(
  section: ClaimsSection,
  otherwise: readonly string[],
  agreed: readonly ClaimName[],
): readonly string[] {
  const isAgreed = (claim: ClaimName) => agreed.includes(claim);
  const isWhole = (name: string) => claimsOfName(name).every(isAgreed);
  const named = Object.keys(section).filter((name) => isAsked(section[name]));
  const verified = verifiedRequests(section).flatMap((one) => {
    const verification = ownValue(one, 'verification');
    const claims = ownValue(one, 'claims') ?? {};
    const needed = Object.entries(claimsOfVerification).filter(([member]) =>
      holdsStrict(ownValue(verification, member)),
    );
    const whole = verifiedNames.filter(
      (name) => Object.hasOwn(claims, name) && isAsked(ownValue(claims, name)) && isWhole(name),
    );
    const opened = withoutLoneConfirmations(whole);
    return opened.length > 0 && needed.every(([, claim]) => claim === undefined || isAgreed(claim))
      ? [...opened, ...namesOfVerification(verification)]
      : [];
  });
  const names = [...new Set([...otherwise, ...named, ...verified])].filter(
    (name) => name !== 'verified_claims' && isWhole(name),
  );
  return withoutLoneConfirmations(names);
}

/** §5.5: `verified_claims` is one request, or several with requirements of their own. */
function verifiedRequests(section: ClaimsSection): readonly unknown[] {
  if (!Object.hasOwn(section, 'verified_claims')) return [];
  const asked = section['verified_claims'];
  return Array.isArray(asked) ? asked : [asked];
}

function answerVerified(asked: unknown, available: AvailableClaims): object | undefined {
  const { verification, verified, claims, now } = available;
  if (!isObject(asked) || !isObject(asked['claims']) || verification === undefined)
    return undefined;
  const wanted = asked['claims'];
  const requirements = asked['verification'] as object;
  // §5.4 puts constraints on elements. The verification is none: `essential` on it shows none of them, and a value nothing meets.
  if (isStrict(requirements)) return undefined;
  let shown: unknown;
  try {
    // §5.1: a response always names its trust framework, asked for or not.
    shown = selectMembers({ trust_framework: null, ...requirements }, verification, now);
  } catch (problem) {
    if (problem instanceof RequirementNotMet) return undefined;
    throw problem;
  }
  const met = Object.keys(wanted)
    .filter((name) => verified.includes(name) && Object.hasOwn(claims, name))
    .filter((name) => isAsked(wanted[name]) && isAsNamed(wanted[name], claims[name]));
  const answered = withoutLoneConfirmations(met).map((name) => [name, claims[name]] as const);
  // §5.7.5: what would be left without a required member is left out whole.
  if (answered.length === 0 || !isObject(shown) || !Object.hasOwn(shown, 'trust_framework'))
    return undefined;
  return { verification: shown, claims: Object.fromEntries(answered) };
}

class RequirementNotMet extends Error {}

/** §5.4, §5.5: only members that were asked for are shown; one that is not as required ends the whole. */
function select(asked: unknown, found: unknown, now: number): unknown {
  if (Array.isArray(asked)) return selectEntries(asked, found, now);
  if (isObject(asked) && isConstraint(asked)) {
    if (found === undefined ? isStrict(asked) : !meets(asked, found, now))
      throw new RequirementNotMet();
    return found;
  }
  if (!isObject(asked)) return asked === null ? found : undefined;
  return selectMembers(asked, found, now);
}

function selectMembers(asked: object, found: unknown, now: number): unknown {
  if (found !== undefined && !isObject(found)) return undefined;
  const shown = Object.entries(asked)
    .map(([name, one]) => [name, select(one, ownValue(found, name), now)] as const)
    .filter(([, value]) => value !== undefined);
  return shown.length === 0 ? undefined : Object.fromEntries(shown);
}

/** Entries of `evidence`, `check_details` and the like: those that fit one of the entries asked for, each of which must fit one. */
function selectEntries(asked: readonly unknown[], found: unknown, now: number): unknown {
  const entries: readonly unknown[] = Array.isArray(found) ? found : [];
  const fitting = asked.map((one) =>
    entries.map((entry) => {
      try {
        return select(one, entry, now);
      } catch (problem) {
        if (problem instanceof RequirementNotMet) return undefined;
        throw problem;
      }
    }),
  );
  const unmet = fitting.some(
    (shown, at) => holdsStrict(asked[at]) && shown.every((entry) => entry === undefined),
  );
  if (unmet) throw new RequirementNotMet();
  const shown = entries
    .map((_entry, at) => merged(fitting.map((one) => one[at])))
    .filter((entry) => entry !== undefined);
  return shown.length === 0 ? undefined : shown;
}

/** One entry that several requests asked for shows what each of them asked. */
function merged(shown: readonly unknown[]): unknown {
  const some = shown.filter((one) => one !== undefined);
  if (some.length < 2) return some[0];
  return some.every(isObject) ? Object.assign({}, ...some) : some[0];
}

/**
 * A claim has no age: of a birth date `max_age` would be a "younger than", by which a day is found in fifteen answers. So it is met by none, and
 * counts in a verification alone.
 */
function isAsNamed(asked: unknown, found: unknown): boolean {
  return isObject(asked) ? !Object.hasOwn(asked, 'max_age') && isOneOf(asked, found) : true;
}

function isOneOf(asked: object, found: unknown): boolean {
  const value = ownValue(asked, 'value');
  const values = ownValue(asked, 'values');
  return (
    (!Object.hasOwn(asked, 'value') || isEqual(value, found)) &&
    (!Object.hasOwn(asked, 'values') ||
      (Array.isArray(values) && values.some((one) => isEqual(one, found))))
  );
}

function meets(asked: unknown, found: unknown, now: number): boolean {
  if (!isObject(asked)) return true;
  if (!isOneOf(asked, found)) return false;
  if (!Object.hasOwn(asked, 'max_age')) return true;
  const { max_age: maxAge } = asked;
  const at = typeof found === 'string' ? Date.parse(found) / 1_000 : Number.NaN;
  return typeof maxAge === 'number' && now - at <= maxAge;
}

const isStrict = (asked: object) =>
  ['value', 'values', 'max_age'].some((name) => Object.hasOwn(asked, name));
const isConstraint = (asked: object) =>
  Object.keys(asked).some((name) => constraints.includes(name));

function holdsStrict(asked: unknown): boolean {
  if (Array.isArray(asked)) return asked.some(holdsStrict);
  return isObject(asked) && (isStrict(asked) || Object.values(asked).some(holdsStrict));
}

/** §5.5.1: `null`, or an object with members that say more. Anything else asks for nothing. */
const isAsked = (asked: unknown) => asked === null || isObject(asked);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ownValue(found: unknown, name: string): unknown {
  return isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
}

/** Whether two values of JSON are the same, in whatever order their members stand. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((value, at) => isEqual(value, other[at]));
  if (!isObject(one) || !isObject(other)) return one === other;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isEqual(one[name], other[name]))
  );
}

function depth(value: unknown): number {
  return typeof value === 'object' && value !== null
    ? 1 + Math.max(0, ...Object.values(value).map(depth))
    : 0;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
