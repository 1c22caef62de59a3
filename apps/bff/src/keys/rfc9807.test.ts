import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { client, ready, server } from '@serenity-kit/opaque';
import { beforeAll, describe, expect, test } from 'vitest';

type Hex = Readonly<Record<string, string>>;
type Vector = { readonly config: Hex; readonly inputs: Hex; readonly outputs: Hex };

const file = new URL('../../../../../shared/data/opaque/rfc9807-vectors.json', import.meta.url);
const there = existsSync(file);
if (!there)
  console.warn(
    'SKIPPED: ../shared/data/opaque/rfc9807-vectors.json is not there, so its cases were not run.',
  );

/** RFC 9807 appendix C, for the group that the library is built with. */
const vectors = (there ? (JSON.parse(readFileSync(file, 'utf8')) as Vector[]) : []).filter(
  ({ config }) => config['Group'] === 'ristretto255',
);
const real = vectors.filter(({ config }) => config['Fake'] === 'False');
const fake = vectors.filter(({ config }) => config['Fake'] === 'True');

const bytes = (hex: string | undefined) => Buffer.from(hex ?? '', 'hex');
const text = (...parts: Uint8Array[]) => Buffer.concat(parts).toString('base64url');
const decoded = (message: string) => Buffer.from(message, 'base64url');

/** OPRF seed (64 B) ‖ private key (32 B) ‖ a public key for fake records (32 B): the form that `create-keys.ts` takes apart. */
function setupOf({ inputs }: Vector): string {
  const forFakes = decoded(server.createSetup()).subarray(96);
  return text(bytes(inputs['oprf_seed']), bytes(inputs['server_private_key']), forFakes);
}

const identifierOf = ({ inputs }: Vector) => bytes(inputs['credential_identifier']).toString();

function respond(vector: Vector, registrationRequest: string): string {
  return server.createRegistrationResponse({
    serverSetup: setupOf(vector),
    userIdentifier: identifierOf(vector),
    registrationRequest,
  }).registrationResponse;
}

/** KE2 of RFC 9807 §6.1: evaluated element, masking nonce, masked response, server nonce, key share, MAC. */
function ke2Of(vector: Vector, registrationRecord: string | null): Buffer {
  return decoded(
    server.startLogin({
      serverSetup: setupOf(vector),
      userIdentifier: identifierOf(vector),
      registrationRecord,
      startLoginRequest: text(bytes(vector.outputs['KE1'] ?? vector.inputs['KE1'])),
    }).loginResponse,
  );
}

const keyStretching = {
  'argon2id-custom': { memory: 1_024, iterations: 1, parallelism: 1 },
} as const;

beforeAll(() => ready);

describe.skipIf(!there)(
  'RFC 9807 appendix C, as far as the library takes given values (AUTH-1)',
  () => {
    test('there are vectors for ristretto255, real and fake', () => {
      expect([real.length, fake.length]).toEqual([2, 1]);
    });

    test.each(real)(
      'the server’s answer to a registration is the RFC’s, byte for byte',
      (vector) => {
        const { inputs, outputs } = vector;
        expect(decoded(server.getPublicKey(setupOf(vector))).toString('hex')).toBe(
          inputs['server_public_key'],
        );
        const response = respond(vector, text(bytes(outputs['registration_request'])));
        expect(decoded(response).toString('hex')).toBe(outputs['registration_response']);
      },
    );

    test.each(vectors)(
      'KE2 begins with the RFC’s evaluated element and has its length',
      (vector) => {
        const upload = vector.outputs['registration_upload'];
        const ke2 = ke2Of(vector, upload === undefined ? null : text(bytes(upload)));
        const expected = bytes(vector.outputs['KE2']);
        expect(ke2.subarray(0, 32).toString('hex')).toBe(expected.subarray(0, 32).toString('hex'));
        expect(ke2).toHaveLength(expected.length);
      },
    );

    test.each(real)(
      'KE2 masks the server’s key and the RFC’s envelope with its masking key',
      (vector) => {
        const upload = bytes(vector.outputs['registration_upload']);
        const [maskingKey, envelope] = [upload.subarray(32, 96), upload.subarray(96)];
        const ke2 = ke2Of(vector, text(upload));
        const [nonce, masked] = [ke2.subarray(32, 64), ke2.subarray(64, 192)];
        const pad = expand(
          maskingKey,
          Buffer.concat([nonce, Buffer.from('CredentialResponsePad')]),
          128,
        );
        const opened = masked.map((byte, at) => byte ^ (pad[at] ?? 0));
        const expected = Buffer.concat([bytes(vector.inputs['server_public_key']), envelope]);
        expect(Buffer.from(opened).toString('hex')).toBe(expected.toString('hex'));
      },
    );

    test.each(real)(
      'the client unblinds the RFC’s blinded password to what it makes itself',
      (vector) => {
        const { inputs, outputs } = vector;
        const password = bytes(inputs['password']).toString();
        const finish = (clientRegistrationState: string, registrationResponse: string) =>
          decoded(
            client.finishRegistration({
              password,
              registrationResponse,
              clientRegistrationState,
              keyStretching,
            }).registrationRecord,
          );
        const request = bytes(outputs['registration_request']);
        const given = finish(
          text(bytes(inputs['blind_registration']), request),
          text(bytes(outputs['registration_response'])),
        );
        const begun = client.startRegistration({ password });
        const made = finish(
          begun.clientRegistrationState,
          respond(vector, begun.registrationRequest),
        );
        // The masking key comes from the password and the server's seed alone (RFC 9807 §4.1.2).
        const maskingKey = (record: Buffer) => record.subarray(32, 96).toString('hex');
        expect(maskingKey(given)).toBe(maskingKey(made));
        expect(given).toHaveLength(bytes(outputs['registration_upload']).length);
        const other = client.startRegistration({ password: `${password}!` });
        const otherRecord = finish(
          other.clientRegistrationState,
          respond(vector, other.registrationRequest),
        );
        expect(maskingKey(otherRecord)).not.toBe(maskingKey(made));
      },
    );
  },
);

/** HKDF-Expand with SHA-512 (RFC 5869 §2.3); Node has it only together with Extract. */
function expand(key: Uint8Array, info: Buffer, length: number): Buffer {
  let [block, output] = [Buffer.alloc(0), Buffer.alloc(0)];
  for (let round = 1; output.length < length; round += 1) {
    block = createHmac('sha512', key)
      .update(Buffer.concat([block, info, Buffer.of(round)]))
      .digest();
    output = Buffer.concat([output, block]);
  }
  return output.subarray(0, length);
}
