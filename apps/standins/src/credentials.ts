import { createPublicKey, generateKeyPairSync, randomBytes, type JsonWebKey } from 'node:crypto';
import path from 'node:path';
import { readKeyFile } from './read-key-file.ts';

/** `secret` is 32 random bytes, base64url. */
export type SharedSecret = { readonly keyId: string; readonly secret: string };

/** What a customer holds; private keys never reach the source. */
export type CustomerCredentials = {
  readonly documentChecker: { readonly apiKey: string };
  readonly dmv: { readonly keyId: string; readonly privateKey: JsonWebKey };
  readonly records: SharedSecret;
  readonly socialSecurity: {
    readonly clientId: string;
    readonly privateKey: JsonWebKey;
    readonly answersKey: JsonWebKey;
  };
  readonly addressRecord: SharedSecret;
  readonly phoneOwnership: SharedSecret;
  readonly messageDelivery: SharedSecret;
  readonly risk: SharedSecret;
};

/** What the sources hold: their customer's public keys, the secrets that both share, and the key that signs answers. */
export type Credentials = Omit<CustomerCredentials, 'dmv' | 'socialSecurity'> & {
  readonly dmv: { readonly keyId: string; readonly publicKey: JsonWebKey };
  readonly socialSecurity: {
    readonly clientId: string;
    readonly publicKey: JsonWebKey;
    readonly answersPrivateKey: JsonWebKey;
  };
  /** Another customer of the carrier: who may have messages delivered, and ask nothing. */
  readonly messages: SharedSecret;
};

/** The carrier's copy of what it shares with its customer, the bff. */
export const messagesFile = 'messages.json';
export const sourceFile = 'sources-own.json';

export function readCredentials(folder: string): Credentials {
  const read = (file: string) => readKeyFile(path.join(folder, file));
  return {
    ...(read(sourceFile) as Omit<Credentials, 'messages'>),
    messages: read(messagesFile) as SharedSecret,
  };
}

/** A new customer: both halves of everything that customer and sources agree upon. */
export function newCustomer(): {
  readonly customer: CustomerCredentials;
  readonly sources: Omit<Credentials, 'messages'>;
} {
  const shared = {
    documentChecker: { apiKey: randomSecret() },
    records: newSharedSecret('signet-records'),
    addressRecord: newSharedSecret('signet-address-record'),
    phoneOwnership: newSharedSecret('signet-phone-ownership'),
    messageDelivery: newSharedSecret('signet-message-delivery'),
    risk: newSharedSecret('signet-risk'),
  };
  const envelope = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const client = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const answers = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const jwk = (key: typeof client) => key.export({ format: 'jwk' });
  const publicJwk = (key: typeof client) => createPublicKey(key).export({ format: 'jwk' });
  return {
    customer: {
      ...shared,
      dmv: { keyId: 'signet-dmv', privateKey: jwk(envelope) },
      socialSecurity: {
        clientId: 'signet',
        privateKey: jwk(client),
        answersKey: publicJwk(answers),
      },
    },
    sources: {
      ...shared,
      dmv: { keyId: 'signet-dmv', publicKey: publicJwk(envelope) },
      socialSecurity: {
        clientId: 'signet',
        publicKey: publicJwk(client),
        answersPrivateKey: jwk(answers),
      },
    },
  };
}

export function newSharedSecret(keyId: string): SharedSecret {
  return { keyId, secret: randomSecret() };
}

function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}
