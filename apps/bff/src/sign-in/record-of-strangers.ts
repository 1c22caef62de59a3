import { randomBytes } from 'node:crypto';
import { server } from '@serenity-kit/opaque';

/** RFC 9807 §4: a masking key of Nh bytes and an envelope of Nn + Nm, for ristretto255 with SHA-512. */
const maskingKeyBytes = 64;
const envelopeBytes = 32 + 64;

let made: string | undefined;

/**
 * RFC 9807 §6.3.2.2: the record of whoever has no account, made once and of the form of a real one, so that the library reads it as it reads
 * those; without a record it reads none, and answers sooner (AUTH-2). Nobody has the private key, and its masking key is told to nobody.
 * OPAQUE is ready before it is asked for.
 */
export function recordOfStranger(): string {
  made ??= Buffer.concat([
    Buffer.from(server.getPublicKey(server.createSetup()), 'base64url'),
    randomBytes(maskingKeyBytes),
    Buffer.alloc(envelopeBytes),
  ]).toString('base64url');
  return made;
}
