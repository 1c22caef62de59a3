/**
 * What an agency may ask for. `proofed` claims come from the credential, disclosed one by one by the browser; the
 * others the bff knows itself. `masked` ones are shown hidden until the person asks to see them.
 */
// prettier-ignore
export const claims = {
  given_name:             { proofed: true,  masked: false },
  family_name:            { proofed: true,  masked: false },
  birthdate:              { proofed: true,  masked: false },
  address:                { proofed: true,  masked: false },
  social_security_number: { proofed: true,  masked: true  },
  phone:                  { proofed: true,  masked: false },
  age_over_18:            { proofed: true,  masked: false },
  age_over_21:            { proofed: true,  masked: false },
  region_of_residence:    { proofed: true,  masked: false },
  verified_at:            { proofed: true,  masked: false },
  evidence:               { proofed: true,  masked: false },
  email:                  { proofed: false, masked: false },
  all_emails:             { proofed: false, masked: false },
} as const;

export type ClaimName = keyof typeof claims;
export const claimNames = Object.keys(claims) as [ClaimName, ...ClaimName[]];

/** OpenID Connect scopes, in Login.gov's spelling beside the standard one, and the claims each one asks for. `evidence` is asked for by name. */
// prettier-ignore
export const claimsByScope = {
  'openid':                 [],
  'email':                  ['email'],
  'all_emails':             ['all_emails'],
  'profile':                ['given_name', 'family_name', 'birthdate', 'verified_at'],
  'profile:name':           ['given_name', 'family_name'],
  'profile:birthdate':      ['birthdate'],
  'profile:verified_at':    ['verified_at'],
  'address':                ['address'],
  'phone':                  ['phone'],
  'social_security_number': ['social_security_number'],
  'age_over_18':            ['age_over_18'],
  'age_over_21':            ['age_over_21'],
  'region_of_residence':    ['region_of_residence'],
} as const satisfies Record<string, readonly ClaimName[]>;

/**
 * Scopes that only Login.gov's clients have, and that ask for nothing of the person: the language of our pages, and what a government's
 * smart card would say, which nobody signs in with here. There is nothing to agree to and nothing to register.
 */
// prettier-ignore
export const loginGovScopes = {
  'locale':         ['locale'],
  'x509':           ['x509_subject', 'x509_issuer', 'x509_presented'],
  'x509:subject':   ['x509_subject'],
  'x509:issuer':    ['x509_issuer'],
  'x509:presented': ['x509_presented'],
} as const;

/**
 * Names that come with a claim: the standard's beside Login.gov's, and what says that it was verified. Who refuses a claim
 * refuses them too.
 */
// prettier-ignore
const namesBeside: Readonly<Partial<Record<ClaimName, readonly string[]>>> = {
  given_name:  ['name'],
  family_name: ['name'],
  phone:       ['phone_verified', 'phone_number', 'phone_number_verified'],
  email:       ['email_verified'],
};

/**
 * Names that say of another that it was confirmed (OpenID Connect Core 1.0 §5.1). They go beside it or not at all: who asks for one alone would
 * get the rest of the claim with it where it is sealed, and nothing to know where it is an address, since no other is ever shared.
 */
const confirmed: ReadonlyMap<string, readonly string[]> = new Map([
  ['email_verified', ['email']],
  ['phone_verified', ['phone', 'phone_number']],
  ['phone_number_verified', ['phone', 'phone_number']],
]);

/** Of names that are asked for or answered, those that say something there. */
export function withoutLoneConfirmations(names: readonly string[]): readonly string[] {
  return names.filter((name) => confirmed.get(name)?.some((one) => names.includes(one)) ?? true);
}

/** Every name under which a claim is delivered. */
export function namesOfClaim(claim: ClaimName): readonly string[] {
  return [claim, ...(namesBeside[claim] ?? [])];
}

/**
 * Members of the `verification` in `verified_claims` (OpenID Identity Assurance 1.0 §5) that say what is a claim here, to be registered and
 * agreed to like any other. What else stands there comes with every proofed claim.
 */
export const claimsOfVerification: Readonly<Partial<Record<string, ClaimName>>> = {
  time: 'verified_at',
  evidence: 'evidence',
};

/** Every name that can stand in `verified_claims`: what was checked, and not when or by what. */
export const verifiedNames: readonly string[] = claimNames
  .filter((claim) => claims[claim].proofed && !isOfVerification(claim))
  .flatMap((claim) => namesOfClaim(claim));

function isOfVerification(claim: ClaimName): boolean {
  return Object.values(claimsOfVerification).includes(claim);
}

/** The values of these claims under every name that they are delivered by, Login.gov's and the standard's. */
export function valuesByName(
  values: Readonly<Record<string, unknown>>,
  wanted: readonly ClaimName[],
): Record<string, unknown> {
  const named: Record<string, unknown> = Object.fromEntries(
    wanted.map((claim) => [claim, values[claim]]),
  );
  if (wanted.includes('given_name') && wanted.includes('family_name'))
    named['name'] = `${String(values['given_name'])} ${String(values['family_name'])}`;
  if (wanted.includes('phone')) {
    named['phone_number'] = values['phone'];
    named['phone_verified'] = true;
    named['phone_number_verified'] = true;
  }
  return named;
}

/** The claims without which a name cannot be answered; none for a name that is not known. */
export function claimsOfName(name: string): readonly ClaimName[] {
  return claimNames.filter((claim) => namesOfClaim(claim).includes(name));
}

/**
 * The credential: SD-JWT (RFC 9901), ES256, key-bound. `disclosable` claims are hidden unless the holder shows them;
 * `open` ones are the same for many people and always visible. `account` binds the credential to its owner and is
 * disclosed only to the bff, never to a sealed agency, where it would let two agencies match a person.
 */
// prettier-ignore
export const credential = {
  type: 'urn:signet:credential:identity:1',
  headerType: 'dc+sd-jwt',
  keyBindingType: 'kb+jwt',
  disclosable: [
    'given_name', 'family_name', 'birthdate', 'address', 'social_security_number', 'phone',
    'age_over_18', 'age_over_21', 'region_of_residence', 'verified_at', 'evidence', 'account',
  ],
  open: ['iss', 'iat', 'exp', 'vct', 'cnf', 'status', 'level', 'pathway'],
  /** Copies in a batch: one for each of the next agencies; more are fetched when this few are unused. */
  copies: 8,
  fewCopies: 2,
  /** Oldest key binding the bff takes, in seconds. */
  keyBindingMaxAgeSeconds: 300,
} as const;
