import { compactDecrypt, compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { claimNames, claims, credential, type ClaimName } from '@signet/contracts/claims';
import { releasePlaintext, releaseType, sealedReleaseType } from '@signet/contracts/consent';
import { holderKey, issueCredential } from '../testing/credential.ts';
import { harbor, p256 } from '../testing/installation.ts';
import { valuesIn } from '../testing/person.ts';
import type { HeldCredential } from '../vault/credentials.ts';
import { disclosuresOf } from '../vault/sd-jwt.ts';
import { addressAtAgency, present, sealForAgency, sealRelease } from './present.ts';

const every = claimNames;
const proofed = every.filter((claim) => claims[claim].proofed);
const binding = { audience: harbor.clientId, nonce: 'of-this-request' };
const now = Date.parse('2026-11-24T10:00:00.900Z');
const how = { delivery: 'split-code', now } as const;
let held: HeldCredential;

beforeAll(async () => {
  const { privateKey } = await p256('ES256');
  const key = await holderKey();
  held = { credential: await issueCredential(privateKey, key), holderKey: key, usedFor: null };
});

/** Names and values of the disclosures that a presentation carries, read as anybody can read them. */
function shown(presentation: string): Record<string, unknown> {
  return Object.fromEntries(
    presentation
      .split('~')
      .slice(1, -1)
      .map((text) => {
        const bytes = Uint8Array.from(
          atob(text.replaceAll('-', '+').replaceAll('_', '/')),
          (character) => character.charCodeAt(0),
        );
        const [, name, value] = JSON.parse(new TextDecoder().decode(bytes)) as [
          string,
          string,
          unknown,
        ];
        return [name, value] as const;
      }),
  );
}

describe('a presentation shows what was agreed to, and the account, and nothing else (AGENCY-2)', () => {
  // prettier-ignore
  test.each<[string, readonly ClaimName[], readonly string[]]>([
    ['nothing',                         [],                                     []],
    ['one claim',                       ['given_name'],                         ['given_name']],
    ['the address, whole',              ['address'],                            ['address']],
    ['an age, without the birth date',  ['age_over_18'],                        ['age_over_18']],
    ['a state, without the address',    ['region_of_residence'],                ['region_of_residence']],
    ['when, without by what',           ['verified_at'],                        ['verified_at']],
    ['a claim that is the bff’s own',   ['email', 'family_name'],               ['family_name']],
    ['everything',                      every,                                  proofed],
  ])('%s', async (_what, agreed, disclosed) => {
    const presentation = shown(await present(held, agreed, binding, how));
    expect(Object.keys(presentation).toSorted()).toEqual([...disclosed, 'account'].toSorted());
    const said = await disclosuresOf(held.credential);
    for (const name of disclosed) expect(presentation[name]).toEqual(said[name]);
  });

  test('each claim alone, and no other with it', async () => {
    for (const claim of credential.disclosable.filter((one) => one !== 'account')) {
      const presentation = await present(held, [claim], binding, how);
      expect(Object.keys(shown(presentation)).toSorted()).toEqual(['account', claim].toSorted());
    }
  });

  test('no hidden value stands anywhere in it', async () => {
    const presentation = await present(held, ['age_over_21'], binding, how);
    expect(valuesIn(presentation)).toEqual([]);
    expect(valuesIn(presentation.split(/[.~]/).map(decoded).join('\n'))).toEqual([]);
    expect(valuesIn(held.credential.split(/[.~]/).map(decoded).join('\n'))).not.toEqual([]);
  });
});

function decoded(text: string): string {
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return text;
  }
}

test('it is bound by the holder’s key to this agency, this request and this moment (AGENCY-4)', async () => {
  const presentation = await present(held, ['given_name'], binding, how);
  const at = presentation.lastIndexOf('~') + 1;
  const { d: _d, ...publicKey } = held.holderKey;
  const { payload, protectedHeader } = await compactVerify(
    presentation.slice(at),
    await importJWK(publicKey, 'ES256'),
  );
  const digest = await crypto.subtle.digest(
    'SHA-256',
    new TextEncoder().encode(presentation.slice(0, at)),
  );
  expect(protectedHeader).toEqual({ alg: 'ES256', typ: credential.keyBindingType });
  expect(JSON.parse(new TextDecoder().decode(payload))).toEqual({
    aud: harbor.clientId,
    nonce: 'of-this-request',
    pad: expect.stringMatching(/^0*$/) as string,
    iat: Math.floor(now / 1000),
    sd_hash: btoa(String.fromCharCode(...new Uint8Array(digest)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', ''),
  });
  expect(await disclosuresOf(presentation.slice(0, at))).not.toHaveProperty('family_name');
});

describe('sealed for the agency (AGENCY-22)', () => {
  const sealed = { delivery: 'sealed', now } as const;

  test('the account is not shown, whatever is', async () => {
    const presentation = shown(await present(held, every, binding, sealed));
    expect(Object.keys(presentation).toSorted()).toEqual(proofed.toSorted());
  });

  test('only the key of the registry opens it, and it is the presentation itself', async () => {
    const [pair, stranger] = [await p256('ECDH-ES'), await p256('ECDH-ES')];
    const jwe = await sealForAgency('a~presentation', { ...harbor, encryptionKey: pair.jwk });
    const { plaintext, protectedHeader } = await compactDecrypt(jwe, pair.privateKey);
    expect(new TextDecoder().decode(plaintext)).toBe('a~presentation');
    expect(protectedHeader).toMatchObject({
      alg: 'ECDH-ES',
      enc: 'A256GCM',
      typ: sealedReleaseType,
      cty: 'dc+sd-jwt',
      kid: pair.jwk.kid,
    });
    await expect(compactDecrypt(jwe, stranger.privateKey)).rejects.toThrow();
  });

  test('without a key in the registry nothing is sealed', async () => {
    await expect(sealForAgency('a~presentation', harbor)).rejects.toThrow('names no key');
  });
});

test('how long it is does not tell how long a name is', async () => {
  const { privateKey } = await p256('ES256');
  const lengths = await Promise.all(
    ['Al', 'Alexandrina-Wilhelmina'].map(async (given_name) => {
      const key = await holderKey();
      const credential = await issueCredential(privateKey, key, { disclosable: { given_name } });
      const one = { credential, holderKey: key, usedFor: null };
      return (await present(one, ['given_name'], binding, how)).length;
    }),
  );
  expect(Math.abs((lengths[0] ?? 0) - (lengths[1] ?? 0))).toBeLessThan(4);
});

describe('a release (AGENCY-3)', () => {
  const keyOf = (text: string) =>
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) =>
      one.charCodeAt(0),
    );

  test('opens with its key, and says what it is', async () => {
    const { release, key } = await sealRelease('a~presentation');
    const { plaintext } = await compactDecrypt(release, keyOf(key));
    expect(v.parse(releasePlaintext, JSON.parse(new TextDecoder().decode(plaintext)))).toEqual({
      presentation: 'a~presentation',
    });
    expect(decodeProtectedHeader(release)).toEqual({
      alg: 'dir',
      enc: 'A256GCM',
      typ: releaseType,
    });
    expect(keyOf(key)).toHaveLength(32);
  });

  test('does not open with another release’s key, and does not carry its own', async () => {
    const [one, other] = [await sealRelease('a~presentation'), await sealRelease('a~presentation')];
    expect(one.key).not.toBe(other.key);
    expect(one.release).not.toContain(one.key);
    await expect(compactDecrypt(one.release, keyOf(other.key))).rejects.toThrow();
    await expect(compactDecrypt(one.release, new Uint8Array(32))).rejects.toThrow();
  });
});

describe('the key’s half goes behind the code, to an address of the signed registry (AGENCY-3)', () => {
  const [callback = ''] = harbor.redirectUris;
  const append = (address: string, key = 'K') =>
    addressAtAgency(new URL(address), { key }, harbor.redirectUris);

  test('and everything else of the address stays', () => {
    const address = append(
      `${callback}?code=C-1_a&state=s%20t&iss=https%3A%2F%2Fsignet.example.test`,
    );
    expect(Object.fromEntries(address.searchParams)).toEqual({
      code: 'C-1_a~K',
      state: 's t',
      iss: 'https://signet.example.test',
    });
    expect(address.origin + address.pathname).toBe(callback);
  });

  test('not where there is no code, or no key', () => {
    const denied = `${callback}?error=access_denied&state=s`;
    expect(append(denied).href).toBe(denied);
    const plain = addressAtAgency(new URL(`${callback}?code=C`), {}, harbor.redirectUris);
    expect(plain.href).toBe(`${callback}?code=C`);
  });

  test('and the address that was given is not changed in place', () => {
    const given = new URL(`${callback}?code=C`);
    addressAtAgency(given, { key: 'K' }, harbor.redirectUris);
    expect(given.searchParams.get('code')).toBe('C');
  });

  test('or beside it a secret (AGENCY-54)', () => {
    const beside = (address: string) =>
      addressAtAgency(new URL(address), { secret: 'S' }, harbor.redirectUris).href;
    expect(beside(`${callback}?code=C&state=s`)).toBe(
      `${callback}?code=C&state=s&release_secret=S`,
    );
    const denied = `${callback}?error=access_denied`;
    expect(beside(denied)).toBe(denied);
    expect(() => beside('https://evil.example/callback?code=C')).toThrow('does not list');
  });

  test.each([
    ['another host', 'https://harbor.example.test.evil.example/callback?code=C'],
    ['a host before an @', 'https://harbor.example.test@evil.example/callback?code=C'],
    ['another port', 'https://harbor.example.test:8443/callback?code=C'],
    ['another scheme', 'http://harbor.example.test/callback?code=C'],
    ['an app’s scheme', 'com.example.harbor://harbor.example.test/callback?code=C'],
    ['a scheme that is not one', 'javascript:alert(1)//callback?code=C'],
    ['a path below', 'https://harbor.example.test/callback/more?code=C'],
    ['a path above', 'https://harbor.example.test/?code=C'],
    ['a path that climbs', 'https://harbor.example.test/callback/../open-redirect?code=C'],
    ['another case', 'https://harbor.example.test/Callback?code=C'],
    ['this origin', 'https://signet.example.test/callback?code=C'],
    ['a page told where to go on to', `${callback}?next=https://evil.example&code=C`],
    ['one told the secret of another yes (AGENCY-54)', `${callback}?code=C&release_secret=T`],
    ['one told it as PHP reads it, too', `${callback}?code=C&release.secret=T`],
    ['one told two codes', `${callback}?code=C&code=D`],
    ['one told more behind a #', `${callback}?code=C#release_secret=T`],
    ['one with an empty #', `${callback}?code=C#`],
  ])('never to %s', (_what, address) => {
    expect(() => append(address)).toThrow('the registry does not list this address');
    expect(() => addressAtAgency(new URL(address), {}, harbor.redirectUris)).toThrow(
      'the registry does not list this address',
    );
  });

  test('and a query that stands in the registry stays as it is there, whatever the server says', () => {
    const listed = ['https://harbor.example.test/?page=callback&for=a%20b'];
    const secretTo = (query: string) =>
      addressAtAgency(new URL(`https://harbor.example.test/?${query}`), { secret: 'S' }, listed)
        .search;
    expect(secretTo('page=callback&for=a+b&code=C')).toBe(
      '?page=callback&for=a+b&code=C&release_secret=S',
    );
    for (const query of [
      'page=guestbook&for=a+b&code=C',
      'page=callback&page=guestbook&for=a+b&code=C',
      'page=callback&code=C',
      'code=C',
    ])
      expect(() => secretTo(query)).toThrow('the registry does not list this address');
  });
});
