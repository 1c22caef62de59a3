import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

const userPresent = 0x01;
const userVerified = 0x04;
const credentialIncluded = 0x40;

type Ceremony = {
  readonly challenge: string;
  readonly origin: string;
  /** False: the person touched the key, and was not asked who they are. */
  readonly verified?: boolean;
};

/** What of a passkey and its device can be attested. */
export type Attesting = {
  readonly authData: Buffer;
  readonly clientDataHash: Buffer;
  readonly credentialId: Buffer;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
};
type Statement = { readonly fmt: string; readonly attStmt: ReadonlyMap<string, unknown> };

/** An authenticator in a few lines (WebAuthn Level 3, ES256, attestation "none" unless it is told another), so that it can also misbehave. */
export function createPasskey(rpId = 'localhost') {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const credentialId = randomBytes(32);
  const id = credentialId.toString('base64url');
  const rpIdHash = createHash('sha256').update(rpId).digest();
  let counter = 0;

  const head = (flags: number) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE((counter += 1));
    return Buffer.concat([rpIdHash, Buffer.from([flags]), count]);
  };
  const flagsOf = (verified: boolean) => userPresent | (verified ? userVerified : 0);
  const clientData = (type: string, { challenge, origin }: Ceremony) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

  return {
    register(ceremony: Ceremony, attest?: (what: Attesting) => Statement) {
      const data = clientData('webauthn.create', ceremony);
      // COSE_Key (RFC 9053 §7.1.1): {1: 2, 3: -7, -1: 1, -2: x, -3: y}
      const coseKey = Buffer.concat([
        Buffer.from('a5010203262001215820', 'hex'),
        Buffer.from(x, 'base64url'),
        Buffer.from('225820', 'hex'),
        Buffer.from(y, 'base64url'),
      ]);
      const authData = Buffer.concat([
        head(flagsOf(ceremony.verified ?? true) | credentialIncluded),
        Buffer.alloc(16),
        Buffer.from([0, credentialId.length]),
        credentialId,
        coseKey,
      ]);
      const clientDataHash = createHash('sha256').update(data).digest();
      const what = { authData, clientDataHash, credentialId, privateKey, publicKey };
      const { fmt, attStmt } = attest?.(what) ?? { fmt: 'none', attStmt: new Map() };
      const members = Object.entries({ fmt, attStmt, authData: new Uint8Array(authData) });
      const attestationObject = Buffer.from(isoCBOR.encode(new Map(members) as never));
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: data.toString('base64url'),
          attestationObject: attestationObject.toString('base64url'),
          transports: ['internal'],
        },
      };
    },

    use(ceremony: Ceremony) {
      const authenticatorData = head(flagsOf(ceremony.verified ?? true));
      const data = clientData('webauthn.get', ceremony);
      const signed = Buffer.concat([authenticatorData, createHash('sha256').update(data).digest()]);
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: data.toString('base64url'),
          authenticatorData: authenticatorData.toString('base64url'),
          signature: sign('sha256', signed, privateKey).toString('base64url'),
        },
      };
    },
  };
}
