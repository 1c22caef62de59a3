import { createCipheriv, randomBytes } from 'node:crypto';
import { CompactEncrypt, type CompactJWEHeaderParameters } from 'jose';
import { describe, expect, test } from 'vitest';
import { wycheproof } from '@signet/contracts/testing/wycheproof';
import { openJwe } from './open-jwe.ts';

const typ = 'a-release+jwe';
const text = '{"presentation":"for nobody else, ñ"}';
const key = randomBytes(32);
const seal = (header: Partial<CompactJWEHeaderParameters> = {}, under: Uint8Array = key) =>
  new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ, ...header })
    .encrypt(under);

test('what another implementation sealed is opened, with this key and as this kind (AGENCY-3)', async () => {
  const jwe = await seal();
  expect(openJwe(jwe, key, typ)).toBe(text);
  expect(() => openJwe(jwe, randomBytes(32), typ)).toThrow('authenticate');
  expect(() => openJwe(jwe, key, 'another+jwe')).toThrow('another JWE');
});

describe('refused is (AGENCY-4)', () => {
  const jwes = wycheproof<{ jwe: string }>('json_web_encryption');
  test.skipIf(jwes === undefined)('every JWE of Wycheproof, whoever’s key it is for', () => {
    const cases = (jwes ?? []).flatMap(({ tests, ...group }) =>
      tests.map((one) => ({ ...one, key: group['private'] as { readonly k?: string } })),
    );
    const opened = cases.filter(({ jwe, key }) =>
      opens(jwe, Buffer.from(key.k ?? '', 'base64url')),
    );
    expect(opened).toEqual([]);
    expect(cases).toHaveLength(139);
  });

  test('another content encryption, an encrypted key, and a header member that is not known', async () => {
    const other = await seal({ enc: 'A128CBC-HS256' });
    expect(() => openJwe(other, key, typ)).toThrow();
    const wrapped = await seal({ alg: 'A256GCMKW' });
    expect(() => openJwe(wrapped, key, typ)).toThrow();
    const more = await seal({ cty: 'JWT' });
    expect(() => openJwe(more, key, typ)).toThrow('another JWE');
  });

  // The key is the sender's own, who may put whatever they like into a header and seal under it.
  test.each<[boolean, object]>([
    [true, { alg: 'dir', enc: 'A256GCM', typ }],
    [false, { alg: 'A256KW', enc: 'A256GCM', typ }],
    [false, { alg: 'dir', enc: 'A128GCM', typ }],
    [false, { alg: 'dir', enc: 'A256GCM' }],
    [false, { alg: 'dir', enc: 'A256GCM', typ, zip: 'DEF' }],
  ])(
    'what a sender’s own header does not allow, and as a control what it does: %s, %j',
    (allowed, said) => {
      const header = Buffer.from(JSON.stringify(said)).toString('base64url');
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(header));
      const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
      const rest = [iv, sealed, cipher.getAuthTag()].map((bytes) => bytes.toString('base64url'));
      expect(opens([header, '', ...rest].join('.'), key)).toBe(allowed);
    },
  );

  test.each([0, 2, 3, 4])('an alteration of part %i', async (at) => {
    const parts = (await seal()).split('.');
    const bytes = Buffer.from(parts[at] ?? '', 'base64url');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    parts[at] = bytes.toString('base64url');
    expect(() => openJwe(parts.join('.'), key, typ)).toThrow();
  });

  test('a header that says the same in other bytes', async () => {
    const [, ...rest] = (await seal()).split('.');
    const header = Buffer.from(JSON.stringify({ typ, enc: 'A256GCM', alg: 'dir' }));
    expect(() => openJwe([header.toString('base64url'), ...rest].join('.'), key, typ)).toThrow(
      'authenticate',
    );
  });

  test.each<[string, (parts: string[]) => string[]]>([
    [
      'a tag that was cut',
      ([h = '', , iv = '', text = '', tag = '']) => [h, '', iv, text, tag.slice(0, 16)],
    ],
    ['a part too few', (parts) => parts.slice(1)],
    ['a part too many', (parts) => [...parts, '']],
    ['nothing', () => []],
  ])('%s', async (_what, change) => {
    const jwe = change((await seal()).split('.')).join('.');
    expect(() => openJwe(jwe, key, typ)).toThrow();
  });
});

function opens(jwe: string, under: Buffer): boolean {
  try {
    openJwe(jwe, under, typ);
    return true;
  } catch {
    return false;
  }
}
