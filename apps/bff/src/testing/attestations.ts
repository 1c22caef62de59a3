import { sign } from 'node:crypto';
import type { Attesting } from './passkey.ts';

/** What devices say of themselves (WebAuthn Level 3 §8), asked or not. */

/** §8.2, self attestation: the passkey's own signature. */
export function bySelf({ authData, clientDataHash, privateKey }: Attesting) {
  const sig = signed(privateKey, authData, clientDataHash);
  return {
    fmt: 'packed',
    attStmt: new Map<string, unknown>([
      ['alg', -7],
      ['sig', sig],
    ]),
  };
}

/** §8.6, by a certificate of the device's. */
export function byCertificate(what: Attesting) {
  const { authData, clientDataHash, credentialId, privateKey, publicKey } = what;
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const point = Buffer.concat([
    Buffer.from([4]),
    ...[x, y].map((half) => Buffer.from(half, 'base64url')),
  ]);
  const rpIdHash = authData.subarray(0, 32);
  const sig = signed(privateKey, Buffer.from([0]), rpIdHash, clientDataHash, credentialId, point);
  const x5c = [new Uint8Array(certificateOf(what))];
  return {
    fmt: 'fido-u2f',
    attStmt: new Map<string, unknown>([
      ['sig', sig],
      ['x5c', x5c],
    ]),
  };
}

const signed = (key: Attesting['privateKey'], ...parts: readonly Buffer[]) =>
  new Uint8Array(sign('sha256', Buffer.concat(parts), key));

/** RFC 5280 §4.1, as little as there is to one. */
function certificateOf({ publicKey, privateKey }: Attesting): Buffer {
  const ecdsaWithSha256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'));
  const name = sequence(
    der(0x31, sequence(Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('A device')))),
  );
  const days = ['260101000000Z', '491231235959Z'].map((at) => der(0x17, Buffer.from(at)));
  const tbs = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    sequence(...days),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', tbs, privateKey)]);
  return sequence(tbs, ecdsaWithSha256, der(0x03, signature));
}

const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts);

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length =
    content.length < 0x80 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
