import { generateKeyPairSync } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import type { Registry } from '@signet/contracts/registry';
import { certificatesOver } from './certificates-over.ts';
import { expiring } from './expiring.ts';
import { agency, anOperator, handedOver } from './testing/operator.ts';

/** Self-signed, of the key below, until 2036-11-27; whose private half was thrown away. */
const certificate =
  'MIIBkDCCATegAwIBAgIUJO6gz6LIu6CfUF+6SSka/vZWNgswCgYIKoZIzj0EAwIwHjEcMBoGA1UEAwwTaGFyYm9yLmV4YW1wbGUudGVzdDAeFw0yNjExMzAxNDI3NTJaFw0zNjExMjcxNDI3NTJaMB4xHDAaBgNVBAMME2hhcmJvci5leGFtcGxlLnRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASTWSUPhVld/lhcdJRSJjatl4JZ/oPLI7fcPZMyAsDyO6m6k9CQ5/F/tMU+xteJdwAmVrsDoPPX8mbjG9aCRHzRo1MwUTAdBgNVHQ4EFgQUdq0DYyzhpjWSgnxFZZ/BymahZKgwHwYDVR0jBBgwFoAUdq0DYyzhpjWSgnxFZZ/BymahZKgwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiAjimbaTHyvFuhMWkoiaOE5uv4WAiJdNKMylU3l8T5p4wIgB3HGlCbKqzj2rPUDTPofdrXbNn3igG+sl9p4AHrCbIE=';
const certified = {
  kid: 'certified',
  kty: 'EC',
  crv: 'P-256',
  x: 'k1klD4VZXf5YXHSUUiY2rZeCWf6DyyO33D2TMgLA8js',
  y: 'qbqT0JDn8X-0xT7G14l3ACZWuwOg89fyZuMb1oJEfNE',
};
const operator = anOperator();
afterAll(() => operator.end());

describe('the certificate of a key (RFC 7517 §4.7)', () => {
  // prettier-ignore
  test.each<[string, object, number, string]>([
    ['of this key is taken',             { ...certified, x5c: [certificate] },            0, 'nothing to mend'],
    ['of another key is pointed out',    { ...handedOver, x5c: [certificate] },           1, 'jwks: "one" has a certificate of another key in "x5c"'],
    ['that is none is pointed out',      { ...certified, x5c: ['AAAA'] },                 1, 'jwks: "certified" has something in "x5c" that is no certificate'],
    ['that is none in its chain, too',   { ...certified, x5c: [certificate, 'AAAA'] },    1, 'jwks: "certified" has something in "x5c" that is no certificate'],
    ['of nothing is pointed out',        { ...certified, x5c: [] },                       1, 'jwks: "certified" has something in "x5c" that is no certificate'],
  ])('%s', async (_what, key, code, says) => {
    operator.write('agencies/harbor.json', { ...agency, jwks: { keys: [key] } });
    const answer = await operator.registry('validate');
    expect(answer.code).toBe(code);
    expect(answer.says).toContain(says);
  });

  test('that has ended is pointed out, and counts', () => {
    const one = { ...agency, jwks: { keys: [{ ...certified, x5c: [certificate] }] } } as never;
    expect(certificatesOver([one], Date.parse('2036-11-26'))).toEqual([]);
    expect(certificatesOver([one], Date.parse('2036-11-28'))).toEqual([
      expect.stringMatching(/^! urn:test:harbor has .* ended on 2036-11-27: its key "certified"/),
    ]);
  });

  test('hides no other end where it cannot be read, and is named itself', () => {
    const now = new Date('2036-11-20T00:00:00Z');
    const until = { ...agency.agreement, until: '2036-11-25' };
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const unread = { ...publicKey.export({ format: 'jwk' }), kid: 'unread', x5c: ['AAAA'] };
    const keys = [unread, { ...certified, x5c: [certificate] }];
    const registry = { expiresAt: 1, agencies: [{ ...agency, agreement: until, jwks: { keys } }] };
    expect(expiring(registry as never as Registry, [], now, 30)).toEqual([
      expect.stringMatching(/^NOT READABLE .*urn:test:harbor, key "unread"$/),
      expect.stringMatching(/^1970-01-01 {2}OVER .*the signed registry$/),
      expect.stringMatching(/^2036-11-26 .*the agreement with urn:test:harbor$/),
      expect.stringMatching(/^2036-11-27 .*certificate of urn:test:harbor, key "certified"$/),
    ]);
  });
});
