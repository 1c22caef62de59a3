import * as v from 'valibot';
import { claimNames } from './claims.ts';
import { publicKeyJwk } from './proofing-wire.ts';
import { base64url } from './text.ts';

/**
 * The registry: who the browser may encrypt to and who may ask. Signed offline (JWS, EdDSA with Ed25519, RFC 8037);
 * the public half of the key is compiled into the web build. Times are seconds since the epoch.
 */
export const registryType = 'signet-registry+jwt';

const text = (maxLength: number) =>
  v.pipe(v.string(), v.minLength(1), v.maxLength(maxLength), v.regex(/^[^\p{Cc}<>]*$/u));
const perLanguage = (maxLength: number) =>
  v.objectWithRest({ en: text(maxLength) }, text(maxLength));
const absoluteUrl = v.pipe(v.string(), v.url(), v.regex(/^https?:\/\//), v.regex(/^[^#*]*$/));

const keyWithId = v.looseObject({
  kid: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  ...publicKeyJwk.entries,
});

// prettier-ignore
export const agencySchema = v.strictObject({
  clientId:               v.pipe(v.string(), v.regex(/^[A-Za-z0-9:._-]{3,200}$/)),
  /** Agencies with the same sector see the same pairwise identifier for a person. */
  sector:                 v.pipe(v.string(), v.regex(/^[a-z0-9-]{2,60}$/)),
  name:                   perLanguage(100),
  homepage:               absoluteUrl,
  /** Where a person starts over at the agency. */
  initiateLoginUri:       absoluteUrl,
  /** Where a person goes who could not be verified, or said no. */
  failureUri:             absoluteUrl,
  redirectUris:           v.pipe(v.array(absoluteUrl), v.minLength(1)),
  postLogoutRedirectUris: v.array(absoluteUrl),
  profile:                v.picklist(['standard']),
  delivery:               v.picklist(['split-code']),
  jwks:                   v.strictObject({ keys: v.pipe(v.array(v.looseObject({ kty: v.string(), kid: v.string() })), v.minLength(1)) }),
  attributes:             v.pipe(v.array(v.strictObject({
    claim:     v.picklist(claimNames),
    purpose:   perLanguage(200),
    retention: perLanguage(100),
    required:  v.boolean(),
  })), v.minLength(1)),
});

// prettier-ignore
export const registrySchema = v.strictObject({
  version:   v.pipe(v.number(), v.integer(), v.minValue(1)),
  issuedAt:  v.pipe(v.number(), v.integer()),
  expiresAt: v.pipe(v.number(), v.integer()),
  /** The origin of the installation this registry is for. */
  issuer:    absoluteUrl,
  proofing:  v.strictObject({
    /** The browser seals step inputs to this key. */
    encryptionKey: keyWithId,
    /** Verifies signed facts. */
    factsKey:      keyWithId,
    /** Verifies credentials. */
    credentialKey: keyWithId,
  }),
  /** Verifies the bff's statements to proofing. */
  bff:       v.strictObject({ relayKey: keyWithId }),
  agencies:  v.array(agencySchema),
});

export type Registry = v.InferOutput<typeof registrySchema>;
export type Agency = v.InferOutput<typeof agencySchema>;

/** The Ed25519 public key that the web build, the bff and proofing pin. */
export const registryKeySchema = v.looseObject({
  kty: v.literal('OKP'),
  crv: v.literal('Ed25519'),
  x: base64url(43),
});
