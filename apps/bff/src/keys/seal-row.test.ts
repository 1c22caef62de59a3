import { createDecipheriv, createHash, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openRow, sealRow, type Place } from './seal-row.ts';
import { sealText } from './seal-text.ts';

const here: Place = 'oidc_rows/AccessToken/here';
const elsewhere: Place = 'oidc_rows/AccessToken/elsewhere';
const value = { scope: 'openid' };

describe.each<[string, string | Buffer, string | Buffer]>([
  ['a bearer value', 'kT9mW2xQ7vB4nR8cY1zL5p', 'kT9mW2xQ7vB4nR8cY1zL5q'],
  ['the storage key', randomBytes(32), randomBytes(32)],
])('a row under %s (AGENCY-3)', (_what, secret, another) => {
  test('opens at its place, under its secret, and unaltered alone', () => {
    const sealed = sealRow(secret, here, value);
    expect(openRow(secret, here, sealed)).toEqual(value);
    expect(() => openRow(secret, elsewhere, sealed)).toThrow();
    expect(() => openRow(another, here, sealed)).toThrow();
    const altered = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}` as typeof sealed;
    expect(() => openRow(secret, here, altered)).toThrow();
  });

  test('is sealed by AES-256-GCM under the key of NIST SP 800-56C §4.1', () => {
    const [nonce, body] = sealRow(secret, here, value).split('.') as [string, string];
    const bytes = Buffer.from(body, 'base64url');
    const key = createHash('sha256')
      .update(Buffer.from([0, 0, 0, 1]))
      .update(secret)
      .update(`\0signet oidc row\0${here}`)
      .digest();
    const opening = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'))
      .setAAD(Buffer.from(here))
      .setAuthTag(bytes.subarray(-16));
    const text = Buffer.concat([opening.update(bytes.subarray(0, -16)), opening.final()]);
    expect(JSON.parse(text.toString())).toEqual(value);
  });

  test('of before 2026-12 opens as it did, and nowhere else', () => {
    const from = typeof secret === 'string' ? createSecretKey(secret, 'utf8') : secret;
    const key = Buffer.from(hkdfSync('sha256', from, '', `signet oidc row ${here}`, 32));
    const sealed = sealText(key, here, JSON.stringify(value));
    expect(openRow(secret, here, sealed)).toEqual(value);
    expect(() => openRow(secret, elsewhere, sealed)).toThrow();
    expect(() => openRow(another, here, sealed)).toThrow();
  });
});
