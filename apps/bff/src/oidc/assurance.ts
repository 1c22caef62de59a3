import type { Agency } from '@signet/contracts/registry';

/** What an agency may ask for in `acr_values`. The first two are Login.gov's present names, the others its older ones. */
// prettier-ignore
const serviceLevels = {
  'urn:acr.login.gov:auth-only':                              'auth-only',
  'urn:acr.login.gov:verified':                               'verified',
  'urn:acr.login.gov:verified-facial-match-preferred':        'verified-or-better',
  'urn:acr.login.gov:verified-facial-match-required':         'facial-match',
  'http://idmanagement.gov/ns/assurance/ial/1':               'auth-only',
  'http://idmanagement.gov/ns/assurance/ial/2':               'verified',
  'http://idmanagement.gov/ns/assurance/ial/2?bio=preferred': 'verified-or-better',
  'http://idmanagement.gov/ns/assurance/ial/2?bio=required':  'facial-match',
  'http://idmanagement.gov/ns/assurance/ial/2?strict=true':   'facial-match',
  'http://idmanagement.gov/ns/assurance/ial/0':               'whatever-is-so',
  'http://idmanagement.gov/ns/assurance/loa/1':               'auth-only',
  'http://idmanagement.gov/ns/assurance/loa/3':               'verified',
} as const;

/** How a sign-in must have been done. Every sign-in here has two factors; `hwk` is a passkey (RFC 8176). */
// prettier-ignore
const authenticationLevels = {
  'urn:gov:gsa:ac:classes:sp:PasswordProtectedTransport:duo':          'two-factor',
  'http://idmanagement.gov/ns/assurance/aal/2':                        'two-factor',
  'http://idmanagement.gov/ns/assurance/aal/2?phishing_resistant=true': 'phishing-resistant',
  'http://idmanagement.gov/ns/assurance/aal/2?hspd12=true':            'never',
  'http://idmanagement.gov/ns/assurance/aal/3':                        'never',
  'http://idmanagement.gov/ns/assurance/aal/3?hspd12=true':            'never',
} as const;

export type ServiceLevel = keyof typeof serviceLevels;
export type AuthenticationLevel = keyof typeof authenticationLevels;

const authOnly: ServiceLevel = 'urn:acr.login.gov:auth-only';
const verified: ServiceLevel = 'urn:acr.login.gov:verified';
const twoFactor: AuthenticationLevel = 'urn:gov:gsa:ac:classes:sp:PasswordProtectedTransport:duo';

/** What can be reached here, for discovery: nobody is promised what nobody gets. */
// prettier-ignore
export const reachableLevels: readonly string[] = [
  ...Object.entries(serviceLevels).filter(([, level]) => level !== 'facial-match').map(([name]) => name),
  ...Object.entries(authenticationLevels).filter(([, level]) => level !== 'never').map(([name]) => name),
];

/** Whether it can come back as `acr`: nobody reaches the others, or they are wishes and no levels. */
export function canBeAsserted(name: string): boolean {
  const level = { ...serviceLevels, ...authenticationLevels }[name as ServiceLevel];
  return ['auth-only', 'verified', 'two-factor', 'phishing-resistant'].includes(level);
}

export function isKnownLevel(name: string): boolean {
  return Object.hasOwn(serviceLevels, name) || Object.hasOwn(authenticationLevels, name);
}

export type AskedAssertion = {
  readonly profile: Agency['profile'];
  readonly acrValues: unknown;
  /** Whether what comes back must be one of the values that were asked for. */
  readonly essential: boolean;
  readonly releasesProofedClaims: boolean;
  readonly accountIsVerified: boolean;
  /** `amr` of the sign-in. */
  readonly methods: readonly string[];
};

/**
 * The level that is asserted: `verified` when the account is, and proofed claims go with it or it was asked for; never more than is so.
 * In the spelling that was asked for; a client of Login.gov gets one of the two names that it gets there. How somebody signed in is the level
 * of whoever asks for nothing else.
 */
export function assertedLevel(request: AskedAssertion): ServiceLevel | AuthenticationLevel {
  const { acrValues, methods } = request;
  const asked = askedLevels(acrValues);
  const isVerified =
    request.accountIsVerified && (request.releasesProofedClaims || asksForVerified(asked));
  const level = isVerified ? 'verified' : 'auth-only';
  if (request.profile === 'login.gov') return asLoginGov(asked, level);
  const ofLevel = (one: string) => asked.find((name) => serviceLevels[name] === one);
  const bySignIn = known(acrValues, authenticationLevels).find((name) => isMet(name, methods));
  return (
    ofLevel(level) ??
    // Whoever was verified signed in, too.
    (request.essential ? ofLevel('auth-only') : undefined) ??
    (request.essential || asked.length === 0 ? bySignIn : undefined) ??
    spelledAs(asked[0], level)
  );
}

/** Login.gov answers whoever used one of its present names in those, and everybody else by `ial/1` and `ial/2`. */
function asLoginGov(asked: readonly ServiceLevel[], level: Asserted): ServiceLevel {
  return spelledAs(asked.find(isPresent) ?? 'http://idmanagement.gov/ns/assurance/ial/0', level);
}

/** An agency that asked in the older spelling is answered in it. */
function spelledAs(asked: ServiceLevel | undefined, level: Asserted): ServiceLevel {
  if (asked === undefined || isPresent(asked)) return level === 'verified' ? verified : authOnly;
  const [low, high] = asked.includes('/loa/')
    ? (['loa/1', 'loa/3'] as const)
    : (['ial/1', 'ial/2'] as const);
  return `http://idmanagement.gov/ns/assurance/${level === 'verified' ? high : low}`;
}

type Asserted = 'verified' | 'auth-only';

const isPresent = (name: ServiceLevel) => name.startsWith('urn:');

export function asksForVerified(asked: readonly ServiceLevel[]): boolean {
  return asked.some((name) => serviceLevels[name] !== 'auth-only');
}

export function isMetByAnybody(name: ServiceLevel): boolean {
  return ['auth-only', 'whatever-is-so'].includes(serviceLevels[name]);
}

/** Whether nobody can answer without having proved who they are: of several levels any will do. */
export function requiresVerified(acrValues: unknown): boolean {
  const asked = askedLevels(acrValues);
  return asked.length > 0 && !asked.some(isMetByAnybody);
}

export function isVerifiedLevel(acr: unknown): boolean {
  return askedLevels(acr).some((name) => serviceLevels[name] === 'verified');
}

export function askedLevels(acrValues: unknown): ServiceLevel[] {
  return known(acrValues, serviceLevels);
}

/**
 * What stands in the way of a request, for an agency that relies on it: a level that nobody reaches here, or a sign-in without
 * the passkey that it asks for. Where several values are named any of them will do.
 */
export function unmetRequirement(
  acrValues: unknown,
  methods: readonly string[],
): 'level' | 'passkey' | undefined {
  const levels = askedLevels(acrValues);
  if (levels.length > 0 && levels.every((name) => serviceLevels[name] === 'facial-match'))
    return 'level';
  const asked = known(acrValues, authenticationLevels);
  if (asked.length === 0 || asked.some((name) => isMet(name, methods))) return undefined;
  return asked.some((name) => authenticationLevels[name] === 'phishing-resistant')
    ? 'passkey'
    : 'level';
}

/** The `aal` that is told: the first that was asked for and is so. */
export function assertedAuthentication(
  acrValues: unknown,
  methods: readonly string[],
): AuthenticationLevel {
  return known(acrValues, authenticationLevels).find((name) => isMet(name, methods)) ?? twoFactor;
}

function isMet(name: AuthenticationLevel, methods: readonly string[]): boolean {
  const level = authenticationLevels[name];
  return level === 'two-factor' || (level === 'phishing-resistant' && methods.includes('hwk'));
}

function known<Name extends string>(
  acrValues: unknown,
  table: Readonly<Record<Name, string>>,
): Name[] {
  const names = typeof acrValues === 'string' ? acrValues.split(' ') : [];
  return names.filter((name): name is Name => Object.hasOwn(table, name));
}

/**
 * RFC 8176: what was used, and whether it was more than one kind of thing. A passkey whose device verified its user is two by itself; what
 * stood in for a lost password has no name there and counts as none: it was held, as a telephone or an app is.
 */
export function authenticationMethods(methods: string): string[] {
  const used = methods.split(' ').filter((one) => one in factors) as (keyof typeof factors)[];
  const kinds = new Set(used.flatMap((one) => factors[one]));
  return [...used, ...(kinds.size > 1 ? ['mfa'] : [])];
}

// prettier-ignore
const factors = {
  pwd: ['known'],
  otp: ['held'],
  sms: ['held'],
  hwk: ['held', 'verified by the device'],
} as const;
