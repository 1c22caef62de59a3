import { createCipheriv, createHmac, hkdfSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { decodeBase64url } from './crypto/base64url.ts';
import { context } from './crypto/context.ts';
import { importKeyMaterial } from './crypto/hkdf-sha256.ts';
import { sealManifest } from './manifest.ts';
import { sealContent } from './record.ts';
import { linerSubtle } from './testing/liner.ts';

const rootKeyBytes = new Uint8Array(32).fill(3);
const place = {
  accountId: 'sub_first',
  rootKeyEpoch: 1,
  purpose: 'credentials',
  version: 4,
} as const;
const fields = ['sub_first', 1, 'credentials', 4] as const;

function derive(info: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hkdfSync('sha256', rootKeyBytes, new Uint8Array(), info, 32));
}

describe('others open what the vault seals', () => {
  test('a record: key by OpenSSL, AES-GCM by webcrypto-liner and by OpenSSL', async () => {
    const content = new TextEncoder().encode('what was sealed');
    const { sealed } = await sealContent(place, await importKeyMaterial(rootKeyBytes), content);
    const [nonce, ciphertext] = sealed.split('.').slice(3).map(decodeBase64url);
    if (!nonce || !ciphertext) throw new Error('not a record');
    const key = derive(context('record-key', ...fields));
    const additionalData = context('record', ...fields);

    const subtle = linerSubtle();
    const imported = await subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
    const algorithm = { name: 'AES-GCM', iv: nonce, additionalData, tagLength: 128 };
    const padded = Buffer.from(await subtle.decrypt(algorithm, imported, ciphertext));
    expect(padded.readUInt32BE(0)).toBe(content.length);
    expect(padded.subarray(4, 4 + content.length).equals(content)).toBe(true);

    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(additionalData);
    const again = Buffer.concat([cipher.update(padded), cipher.final(), cipher.getAuthTag()]);
    expect(again.equals(ciphertext)).toBe(true);
  });

  test('a manifest: its MAC by OpenSSL and by webcrypto-liner', async () => {
    const manifest = {
      version: 1,
      rootKeyEpoch: 1,
      slots: [{ kind: 'password' as const, slotId: 'slt_one', epoch: 1, digest: 'A'.repeat(43) }],
      records: [],
    };
    const sealed = await sealManifest('sub_first', await importKeyMaterial(rootKeyBytes), manifest);
    const [payload, mac] = sealed.split('.').slice(3).map(decodeBase64url);
    if (!payload || !mac) throw new Error('not a manifest');
    const key = derive(context('manifest-key', 'sub_first'));
    const message = context('manifest', 'sub_first', payload);
    expect(createHmac('sha256', key).update(message).digest().equals(mac)).toBe(true);

    const subtle = linerSubtle();
    const imported = await subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, [
      'verify',
    ]);
    expect(await subtle.verify('HMAC', imported, mac, message)).toBe(true);
  });
});
