import * as v from 'valibot';
import { absoluteUrl, agencySchema, keyWithId } from './agency.ts';
import { profileNames } from './policy/profiles.ts';
import { base64url } from './text.ts';

/**
 * The registry: who the browser may encrypt to and who may ask. Signed offline (JWS, EdDSA with Ed25519, RFC 8037);
 * the public half of the key is compiled into the web build. Times are seconds since the epoch.
 */
export const registryType = 'signet-registry+jwt';
/** A statement by which one registry key hands over to the next; statements travel in the registry's header. */
export const successionType = 'signet-registry-key+jwt';

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
    /** The rules by which it decides; bff and browser know them too. */
    profile:       v.picklist(profileNames),
  }),
  bff:       v.strictObject({
    /** Verifies the bff's statements to proofing. */
    relayKey:  keyWithId,
    /** Verifies the lists that say which credentials still stand. */
    statusKey: keyWithId,
  }),
  /** Proofing seals letters to this key; only the print shop opens them. Absent where no letters are sent. */
  printer:   v.optional(v.strictObject({ encryptionKey: keyWithId })),
  agencies:  v.array(agencySchema),
});

export type Registry = v.InferOutput<typeof registrySchema>;
export type { Agency } from './agency.ts';

/** The Ed25519 public key that the web build, the bff and proofing pin. */
export const registryKeySchema = v.looseObject({
  kty: v.literal('OKP'),
  crv: v.literal('Ed25519'),
  x: base64url(43),
});
