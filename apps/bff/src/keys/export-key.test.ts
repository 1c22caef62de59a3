import { argon2Sync, createHash, createHmac } from 'node:crypto';
import { client, ready, server } from '@serenity-kit/opaque';
import { stretchingFloor } from '@signet/contracts/key-stretching';
import { beforeAll, expect, test } from 'vitest';

const password = 'an invented one with a ö in it';
/** With the scalar 1 nothing is blinded, so that what the server evaluated is what the client finalizes. */
const unblinded = Buffer.concat([Buffer.of(1), Buffer.alloc(31)]);

beforeAll(() => ready);

test('the secret of a password’s slot is what FORMAT.md §3 makes of it, computed without the library (VAULT-5)', () => {
  const registrationResponse = server.createRegistrationResponse({
    serverSetup: server.createSetup(),
    userIdentifier: 'sub_1',
    registrationRequest: client.startRegistration({ password }).registrationRequest,
  }).registrationResponse;
  const elsewhere = Buffer.from(
    client.startRegistration({ password }).registrationRequest,
    'base64url',
  );
  const done = client.finishRegistration({
    password,
    registrationResponse,
    clientRegistrationState: Buffer.concat([unblinded, elsewhere]).toString('base64url'),
    identifiers: { client: 'sub_1', server: 'https://signet.example.test#signet-opaque-1' },
    keyStretching: { 'argon2id-custom': stretchingFloor },
  });

  const evaluated = Buffer.from(registrationResponse, 'base64url').subarray(0, 32);
  const finalized = createHash('sha512')
    .update(
      Buffer.concat([sized(Buffer.from(password)), sized(evaluated), Buffer.from('Finalize')]),
    )
    .digest();
  const stretched = argon2Sync('argon2id', {
    message: finalized,
    nonce: Buffer.alloc(16),
    memory: stretchingFloor.memory,
    passes: stretchingFloor.iterations,
    parallelism: stretchingFloor.parallelism,
    tagLength: 64,
  });
  const randomized = createHmac('sha512', Buffer.alloc(64))
    .update(Buffer.concat([finalized, stretched]))
    .digest();
  const record = Buffer.from(done.registrationRecord, 'base64url');
  const envelopeNonce = record.subarray(96, 128);
  expect(record.subarray(32, 96)).toEqual(expand(randomized, Buffer.from('MaskingKey')));
  expect(done.exportKey).toBe(
    expand(randomized, Buffer.concat([envelopeNonce, Buffer.from('ExportKey')])).toString(
      'base64url',
    ),
  );
});

/** RFC 9497 §3.3.1: a length of two bytes before each part. */
function sized(part: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(part.length >> 8, part.length & 255), part]);
}

/** The first 64 bytes of HKDF-Expand with SHA-512 (RFC 5869 §2.3): one block. */
function expand(key: Uint8Array, text: Buffer): Buffer {
  return createHmac('sha512', key)
    .update(Buffer.concat([text, Buffer.of(1)]))
    .digest();
}
