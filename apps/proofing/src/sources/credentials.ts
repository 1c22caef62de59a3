import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import * as v from 'valibot';
import type { SigningProfile } from './manifest.ts';

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
/** 32 random bytes, base64url. */
const secret = v.pipe(v.string(), v.regex(/^[\w-]{43}$/));
const keyOf = (made: (jwk: JsonWebKey) => KeyObject, type: string) =>
  v.pipe(
    v.looseObject({ kty: v.string() }),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      try {
        const key = made(dataset.value);
        if (key.asymmetricKeyType === type) return key;
      } catch {
        // Said below, without the parser's words: they may quote the key.
      }
      addIssue({ message: `must be a key of type ${type}` });
      return NEVER;
    }),
  );
const privateKey = (type: string) => keyOf((key) => createPrivateKey({ key, format: 'jwk' }), type);
const publicKey = (type: string) => keyOf((key) => createPublicKey({ key, format: 'jwk' }), type);

/** What each signing profile needs, as it stands in the file or variable that a deployment refers to. */
// prettier-ignore
export const credentialSchemas = {
  'api-key':          v.strictObject({ apiKey: secret }),
  'hmac-body-v1':     v.strictObject({ keyId: name, secret }),
  'wss-signature-v1': v.strictObject({ keyId: name, privateKey: privateKey('rsa') }),
  /** `answersKey`: the source signs its answers with the other half of it. */
  'private-key-jwt':  v.strictObject({ clientId: name, privateKey: privateKey('ec'), answersKey: publicKey('ec') }),
} as const satisfies Record<SigningProfile, v.GenericSchema>;

export type Credential<Profile extends SigningProfile> = v.InferOutput<
  (typeof credentialSchemas)[Profile]
>;
export type ApiKey = Credential<'api-key'>;
export type SharedSecret = Credential<'hmac-body-v1'>;
export type EnvelopeKey = Credential<'wss-signature-v1'>;
export type ClientKey = Credential<'private-key-jwt'>;
