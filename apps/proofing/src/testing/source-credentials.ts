import { generateKeyPairSync, randomBytes, createPublicKey, type KeyObject } from 'node:crypto';
import { manifests, type SourceName } from '../sources/manifests.ts';

const secret = () => randomBytes(32).toString('base64url');
const jwk = (key: KeyObject) => key.export({ format: 'jwk' });

/** What proofing holds for each source in a test, and what the sources hold of it. */
export function newCredentials() {
  const envelope = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const client = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const answers = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const of = {
    'api-key': () => ({ apiKey: secret() }),
    'hmac-body-v1': (name: string) => ({ keyId: name, secret: secret() }),
    'wss-signature-v1': (name: string) => ({ keyId: name, privateKey: jwk(envelope.privateKey) }),
    'private-key-jwt': (name: string) => ({
      clientId: name,
      privateKey: jwk(client.privateKey),
      answersKey: jwk(createPublicKey(answers.privateKey)),
    }),
  };
  const credentials = Object.fromEntries(
    Object.entries(manifests).map(([name, { signing }]) => [name, of[signing](name)]),
  ) as unknown as Record<SourceName, Readonly<Record<string, unknown>>>;
  return {
    credentials,
    envelopeKey: envelope.publicKey,
    clientKey: client.publicKey,
    answersKey: answers.privateKey,
  };
}
