import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const userPresentAndVerified = 0x01 | 0x04;
const attestedCredential = 0x40;

type Ceremony = { readonly challenge: string; readonly origin: string };

/** An authenticator (WebAuthn Level 3 §6.1) with one ES256 key for one site, without attestation; its owner always says yes. */
export function createPasskey(site: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = randomBytes(32);
  const id = credentialId.toString('base64url');
  let count = 0;

  function authenticatorData(flags: number, ...more: readonly Buffer[]): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE((count += 1));
    return Buffer.concat([sha256(site), Buffer.of(flags), counter, ...more]);
  }

  const answer = (response: Readonly<Record<string, unknown>>) => ({
    id,
    rawId: id,
    type: 'public-key',
    clientExtensionResults: {},
    response,
  });

  return {
    register(ceremony: Ceremony) {
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
      // COSE_Key (RFC 9053 §7.1.1) of kty EC2, alg ES256, crv P-256.
      const key = [
        Buffer.from('a5010203262001215820', 'hex'),
        Buffer.from(x, 'base64url'),
        Buffer.from('225820', 'hex'),
        Buffer.from(y, 'base64url'),
      ];
      const noModel = Buffer.alloc(16);
      const length = Buffer.of(0, credentialId.length);
      const authData = authenticatorData(
        userPresentAndVerified | attestedCredential,
        noModel,
        length,
        credentialId,
        ...key,
      );
      // CBOR of {"fmt": "none", "attStmt": {}, "authData": bytes}.
      const head = 'a363666d74646e6f6e656761747453746d74a068617574684461746158';
      const attestation = [Buffer.from(head, 'hex'), Buffer.of(authData.length), authData];
      return answer({
        clientDataJSON: clientData('webauthn.create', ceremony).toString('base64url'),
        attestationObject: Buffer.concat(attestation).toString('base64url'),
        transports: ['internal'],
      });
    },

    use(ceremony: Ceremony) {
      const said = authenticatorData(userPresentAndVerified);
      const client = clientData('webauthn.get', ceremony);
      const signature = sign('sha256', Buffer.concat([said, sha256(client)]), privateKey);
      return answer({
        clientDataJSON: client.toString('base64url'),
        authenticatorData: said.toString('base64url'),
        signature: signature.toString('base64url'),
      });
    },
  };
}

export type Passkey = ReturnType<typeof createPasskey>;

function clientData(type: string, ceremony: Ceremony): Buffer {
  return Buffer.from(JSON.stringify({ type, ...ceremony, crossOrigin: false }));
}

function sha256(value: string | Buffer): Buffer {
  return createHash('sha256').update(value).digest();
}
