import * as v from 'valibot';
import { canSignIn, isOfItsKind } from './agency-keys.ts';
import { appAddress, isAppAddress, isOfItsDomain, isOfTheWeb } from './app-address.ts';
import { claimNames } from './claims.ts';
import { publicKeyJwk } from './public-key-jwk.ts';
import { calendarDate } from './text.ts';

/**
 * One agency of the registry: who it is, where people and messages may be sent, by which keys it is known, and what it
 * has agreed to. The rules between fields stand at the end as a table.
 */
const text = (maxLength: number) =>
  v.pipe(v.string(), v.minLength(1), v.maxLength(maxLength), v.regex(/^[^\p{Cc}<>]*$/u));
const perLanguage = (maxLength: number) =>
  v.objectWithRest({ en: text(maxLength) }, text(maxLength));
export const absoluteUrl = v.pipe(
  v.string(),
  v.maxLength(1_000),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { value } = dataset;
    const broken = rulesOfAddresses.find(([, holds]) => !holds(value));
    if (broken !== undefined) addIssue({ message: broken[0] });
  }),
);
/** The first that does not hold is said, and no more: what is no address breaks others as well. */
// prettier-ignore
const rulesOfAddresses: readonly (readonly [message: string, holds: (address: string) => boolean])[] = [
  ['is empty',                                    (one) => one !== ''],
  ['is no whole address',                         (one) => URL.canParse(one)],
  ['is not of https. An app claims an https address (RFC 8252 §7.2), or has a scheme like com.example.app', (one) => /^https?:/i.test(one)],
  // The same address in another form is another one for whoever compares letters.
  ['does not begin with https:// in small letters', (one) => /^https?:\/\//.test(one)],
  // What stands before an @ is no host, though it reads like one.
  ['has something other than a host after //',    (one) => /^https?:\/\/[^/?@\\]+(?:[/?]|$)/.test(one)],
  ['has a # or a * in it',                        (one) => /^[^#*]*$/.test(one)],
  ['is of http, which everybody on the way reads: where Signet is tried out, it may be of localhost, 127.0.0.1, [::1] or a name that ends in .test', (one) => staysUnread(one)],
];
/** Where people are sent back to: an address of the web, or one by which their device opens an app. */
const returnAddress = v.lazy((address): typeof absoluteUrl | typeof appAddress =>
  typeof address === 'string' && isAppAddress(address) ? appAddress : absoluteUrl,
);
/** Not `http`, but on the machine itself and in names that no network has (RFC 6761 §6.2). */
function staysUnread(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || /^(?:localhost|127\.0\.0\.1|\[::1\]|.+\.test)$/.test(hostname);
}
/** SHA-256, base64url. */
const digest = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));
const keyId = v.pipe(v.string(), v.minLength(1), v.maxLength(100));

/** Members of a JWK that are secret (RFC 7518 §6). A registry is public. */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
export const isPublic = (key: object) => privateMembers.every((name) => !(name in key));
const mustBePublic = 'is a private key';

export const keyWithId = v.pipe(
  v.looseObject({ kid: keyId, ...publicKeyJwk.entries }),
  v.check((key) => isPublic(key), mustBePublic),
);

/** What makes up a key besides its type (RFC 7638 §3.2). */
const thumbprintMembers = { EC: ['crv', 'x', 'y'], RSA: ['n', 'e'], OKP: ['crv', 'x'] } as const;

const signatureKey = v.pipe(
  v.looseObject({
    kty: v.picklist(['EC', 'RSA', 'OKP']),
    kid: keyId,
    /** The certificate that the key was taken from (RFC 7517 §4.7). */
    x5c: v.optional(v.array(v.string())),
  }),
  v.check((key) => isPublic(key), mustBePublic),
  v.check(
    (key) => thumbprintMembers[key.kty].every((name) => typeof key[name] === 'string'),
    'is not a whole key',
  ),
);

/** The first bytes of a PNG in base64. A raster cannot carry a script, whatever reads it. */
const png = v.pipe(
  v.string(),
  v.maxLength(11_000),
  v.base64(),
  v.regex(/^iVBORw0KGgo/, 'is not a PNG'),
);

/** Security signals (RISC) to the agency: pushed to it (RFC 8935) or fetched by it (RFC 8936). */
const signals = v.variant('delivery', [
  v.strictObject({ delivery: v.literal('push'), endpoint: absoluteUrl }),
  v.strictObject({ delivery: v.literal('poll') }),
]);

// prettier-ignore
const agencyFields = v.strictObject({
  clientId:               v.pipe(v.string(), v.regex(/^[A-Za-z0-9:._-]{3,200}$/)),
  /** Agencies with the same sector see the same pairwise identifier for a person. */
  sector:                 v.pipe(v.string(), v.regex(/^[a-z0-9-]{2,60}$/)),
  name:                   perLanguage(100),
  /** A small PNG, in base64, shown beside the name. */
  logo:                   v.optional(png),
  homepage:               absoluteUrl,
  /** Where a person starts over at the agency. */
  initiateLoginUri:       absoluteUrl,
  /** Where a person goes who could not be verified, or said no. */
  failureUri:             absoluteUrl,
  redirectUris:           v.pipe(v.array(returnAddress), v.minLength(1), v.maxLength(20)),
  postLogoutRedirectUris: v.pipe(v.array(returnAddress), v.maxLength(20)),
  /** Told when the person's session here ends (OpenID Connect Back-Channel Logout 1.0). */
  backchannelLogoutUri:   v.optional(absoluteUrl),
  profile:                v.picklist(['standard', 'login.gov', 'fapi2']),
  /** Keys that verify what the agency signs: written down here, or published by it and named here. A `login.gov` client may have none and prove itself by PKCE. */
  jwks:                   v.optional(v.strictObject({ keys: v.pipe(v.array(signatureKey), v.minLength(1), v.maxLength(10)) })),
  jwksUri:                v.optional(absoluteUrl),
  /** RFC 7638, SHA-256. Of the keys published at `jwksUri` these count and no other: a key that nobody signed for is no key. */
  jwksThumbprints:        v.optional(v.pipe(v.array(digest), v.minLength(1), v.maxLength(10))),
  /** Instead of keys, for a `standard` client that can sign nothing: the digest of 32 random bytes, which nobody finds by trying, and how they are sent. */
  clientSecret:           v.optional(v.strictObject({
    sha256: digest,
    method: v.picklist(['client_secret_basic', 'client_secret_post']),
  })),
  /** For a `standard` client that knows no PKCE (RFC 7636). Whoever brings a challenge is held to it. */
  pkce:                   v.optional(v.literal('optional')),
  delivery:               v.picklist(['split-code', 'sealed']),
  /** The browser seals releases to this key (ECDH-ES, A256GCM); only for `sealed`. */
  encryptionKey:          v.optional(keyWithId),
  attributes:             v.pipe(v.array(v.strictObject({
    claim:     v.picklist(claimNames),
    purpose:   perLanguage(200),
    retention: perLanguage(100),
    required:  v.boolean(),
  })), v.minLength(1)),
  /** Claims that this client reads from the ID token and will not fetch; only for `login.gov`. */
  idTokenAttributes:      v.optional(v.pipe(v.array(v.picklist(claimNames)), v.minLength(1))),
  signals:                v.optional(signals),
  /** First and last day of the agreement, UTC. */
  agreement:              v.strictObject({ from: calendarDate, until: calendarDate }),
});

type Fields = v.InferOutput<typeof agencyFields>;
type Rule = readonly [at: keyof Fields, message: string, holds: (agency: Fields) => boolean];

// prettier-ignore
const rules: readonly Rule[] = [
  ...(['redirectUris', 'postLogoutRedirectUris'] as const).flatMap((field): Rule[] => [
    [field,             'has an app’s scheme, which is only for the profile "login.gov"; claim an https address (RFC 8252 §7.2)', (one) => one.profile === 'login.gov' || !one[field].some(isAppAddress)],
    [field,             'has a scheme that is not the agency’s own domain turned round, such as gov.agency.app for agency.gov: the domain is the host of "homepage" or of another https address of this entry', (one) => one[field].every((address) => !isAppAddress(address) || isOfItsDomain(address, webAddressesOf(one)))],
    [field,             'has an address of http or of this machine beside an app’s scheme: give it an entry of its own', (one) => !hasAppAddress(one) || one[field].every((address) => isAppAddress(address) || isOfTheWeb(address))],
  ]),
  ['postLogoutRedirectUris', 'has an app’s scheme, and "redirectUris" has none', (one) => hasAppAddress(one) || !one.postLogoutRedirectUris.some(isAppAddress)],
  ['jwks',              'give either "jwks" or "jwksUri" or "clientSecret"',   (one) => waysToProve(one) === 1 || (one.profile === 'login.gov' && waysToProve(one) === 0)],
  ['clientSecret',      'is only for the profile "standard"',                  (one) => one.clientSecret === undefined || one.profile === 'standard'],
  ['pkce',              'is only for the profile "standard"',                  (one) => one.pkce === undefined || one.profile === 'standard'],
  ['jwks',              'has two keys with the same "kid"',                    (one) => areDistinct(one.jwks?.keys.map(({ kid }) => kid) ?? [])],
  ['jwks',              'has a key that is none: EC P-256, OKP Ed25519, or RSA of 2048 bits or more', (one) => one.jwks?.keys.every((key) => isOfItsKind(key)) ?? true],
  ['jwks',              'has a key that this profile takes no signature of',   (one) => one.jwks?.keys.every((key) => !isOfItsKind(key) || canSignIn(one.profile, key)) ?? true],
  ['jwksThumbprints',   'are needed with "jwksUri" and only there',            (one) => (one.jwksThumbprints !== undefined) === (one.jwksUri !== undefined)],
  ['encryptionKey',     'is needed for "sealed" and only there',               (one) => (one.encryptionKey !== undefined) === (one.delivery === 'sealed')],
  ['attributes',        'names a claim twice',                                 (one) => areDistinct(one.attributes.map(({ claim }) => claim))],
  ['idTokenAttributes', 'is only for the profile "login.gov"',                 (one) => one.idTokenAttributes === undefined || one.profile === 'login.gov'],
  ['idTokenAttributes', 'must not reach beyond "attributes"',                  (one) => one.idTokenAttributes?.every((claim) => one.attributes.some((agreed) => agreed.claim === claim)) ?? true],
  ['idTokenAttributes', 'cannot hold what is sealed for the agency',           (one) => one.idTokenAttributes === undefined || one.delivery === 'split-code'],
  ['signals',           'are fetched with a signature: give "jwks" or "jwksUri", or have them pushed', (one) => one.signals?.delivery !== 'poll' || one.jwks !== undefined || one.jwksUri !== undefined],
  ['agreement',         'has a day that is in no calendar',                    ({ agreement: { from, until } }) => isDay(from) && isDay(until)],
  ['agreement',         'ends before it begins',                               (one) => one.agreement.from <= one.agreement.until],
];

export const agencySchema = v.pipe(
  agencyFields,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const [field, message, holds] of rules) {
      if (holds(dataset.value)) continue;
      const { value } = dataset;
      addIssue({
        message,
        path: [{ type: 'object', origin: 'value', input: value, key: field, value: value[field] }],
      });
    }
  }),
);

export type Agency = v.InferOutput<typeof agencySchema>;

/** Whether it is an app on people's devices that they go back to, or may be. */
export function hasAppAddress({ redirectUris }: Pick<Fields, 'redirectUris'>): boolean {
  return redirectUris.some((address) => isAppAddress(address));
}

function webAddressesOf(one: Fields): readonly string[] {
  const all = [one.homepage, one.initiateLoginUri, one.failureUri, ...one.redirectUris];
  return all.filter((address) => !isAppAddress(address));
}

function waysToProve({ jwks, jwksUri, clientSecret }: Fields): number {
  return [jwks, jwksUri, clientSecret].filter((one) => one !== undefined).length;
}

/** `Date` takes February 31 for March 3. */
function isDay(text: string): boolean {
  const at = Date.parse(text);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

function areDistinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

/** AGENCY-8: an agreement holds from the beginning of its first day to the end of its last, UTC. */
export function agreementHolds({ agreement }: Agency, now: number): boolean {
  const today = new Date(now).toISOString().slice(0, 10);
  return agreement.from <= today && today <= agreement.until;
}
