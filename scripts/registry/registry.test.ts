import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { calculateJwkThumbprint, CompactSign, decodeJwt, importJWK } from 'jose';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createRegistryKey, readRegistryKey } from './registry-key.ts';
import { expiring } from './expiring.ts';
import { lineOf } from './line-of.ts';
import { agency, anOperator, handedOver, newKey, origin, point } from './testing/operator.ts';

const operator = anOperator();
const { at, write, registry, openedBy } = operator;
afterAll(() => operator.end());
beforeEach(() => write('agencies/harbor.json', JSON.stringify(agency, undefined, 2)));

test('what is wrong is said with file, line, field and remedy', async () => {
  write(
    'agencies/harbor.json',
    JSON.stringify({ ...agency, agreement: { from: '2026-01-01', until: 'soon' } }, undefined, 2)
      .replace('To greet you', '')
      .replace('"split-code"', '"by mail"'),
  );
  const { code, says } = await registry('validate');
  expect(code).toBe(1);
  const lineWith = (text: string) =>
    readFileSync(at('agencies', 'harbor.json'), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1;
  expect(says).toMatch(
    new RegExp(
      `harbor\\.json:${lineWith('"purpose"') + 1} +attributes\\.0\\.purpose\\.en: .*sentence`,
    ),
  );
  expect(says).toMatch(
    new RegExp(`harbor\\.json:${lineWith('"by mail"')} +delivery: must be one of "split-code"`),
  );
  expect(says).toMatch(
    new RegExp(`harbor\\.json:${lineWith('"soon"')} +agreement\\.until: .*YYYY`),
  );
});

describe('an address by an app’s own scheme (AGENCY-52)', () => {
  const appOf = (...redirectUris: string[]) => ({ ...agency, profile: 'login.gov', redirectUris });

  // prettier-ignore
  test.each<[string, object, RegExp]>([
    ['of another profile',        { ...appOf('test.example.harbor:/callback'), profile: 'standard' }, /harbor\.json:\d+ +redirectUris: .*only for the profile "login\.gov".*docs\/agencies\/apps\.md/],
    ['of another’s domain',       appOf('com.example.harbor:/callback'),   /redirectUris: .*own domain turned round/],
    ['of no domain',              appOf('harbor:/callback'),               /redirectUris\.0: is not of https.*com\.example\.app/],
    ['with a query',              appOf('test.example.harbor:/callback?a'), /redirectUris\.0: is not like com\.example\.app:\/path/],
  ])('%s is pointed out, with what to do', async (_what, written, says) => {
    write('agencies/harbor.json', written);
    const answer = await registry('validate');
    expect(answer.code).toBe(1);
    expect(answer.says).toMatch(says);
  });

  test('of its own domain is taken, and what it is worth is said each time', async () => {
    const warning = '! urn:test:harbor has an app’s scheme, which any other app can take';
    expect((await registry('validate')).says).not.toContain(warning);
    write('agencies/harbor.json', appOf('test.example.harbor:/callback'));
    for (const command of ['validate', 'diff'])
      expect(await registry(command)).toMatchObject({
        code: 0,
        says: expect.stringContaining(warning),
      });
  });
});

test('a key that has the form of one and is none is pointed out', async () => {
  write('agencies/harbor.json', { ...agency, jwks: { keys: [point] } });
  const { code, says } = await registry('validate');
  expect(code).toBe(1);
  expect(says).toMatch(/harbor\.json:1 +jwks: "one" is no point of its curve/);
});

test('two agencies of one sector, which can match their people, or of one name are pointed out each time (AGENCY-1, AGENCY-6)', async () => {
  const shared =
    '! urn:test:harbor and urn:test:pier share the sector "harbor": they see the same identifier';
  expect((await registry('validate')).says).not.toContain('share the sector');
  write('agencies/pier.json', {
    ...agency,
    clientId: 'urn:test:pier',
    name: { en: 'Harbor  licensing office' },
    jwks: { keys: [handedOver] },
  });
  const alike = '! urn:test:harbor and urn:test:pier have the same name';
  try {
    for (const command of ['validate', 'diff']) {
      const { code, says } = await registry(command);
      expect([command, code]).toEqual([command, 0]);
      expect(says).toContain(shared);
      expect(says).toContain(alike);
    }
  } finally {
    rmSync(at('agencies', 'pier.json'));
  }
});

test('a file that is missing is named, and what it is for', async () => {
  const { code, says } = await registry('validate', '--sources', at('nowhere', 'sources.json'));
  expect(code).toBe(1);
  expect(says).toContain('nowhere/sources.json. It says where the agencies’ files');
  expect(says).toContain('--sources FILE');
});

test('what it is for is asked of nobody who does not need it: a secret is made, and what ends is listed, without', async () => {
  const without = ['--sources', at('nowhere', 'sources.json')];
  const { code, says } = await registry('secret', ...without);
  expect(code).toBe(0);
  const [, secret = ''] = /^The agency keeps: ([\w-]{43})$/m.exec(says) ?? [];
  const sha256 = createHash('sha256').update(secret).digest('base64url');
  expect(says).toContain(`"clientSecret":{"sha256":"${sha256}"`);
  expect((await registry('expiring', '--days', '1', ...without)).says).not.toContain('nowhere');
});

test('a new file is begun with nothing guessed, so that validate asks for the rest', async () => {
  expect(await registry('init', 'urn:test:beacon', 'https://beacon.example.test')).toMatchObject({
    code: 0,
  });
  const { code, says } = await registry('validate');
  expect(code).toBe(1);
  expect(says).toMatch(/beacon\.json:\d+ +certificates\.0: is not a PEM certificate/);
  rmSync(at('agencies', 'beacon.json'));
});

test('signing, comparing, and handing over to the next key with overlap (WEB-20)', async () => {
  const first = await createRegistryKey(at('keys', 'registry'));
  const oldKey = first.publicKey.x ?? '';
  const known = await calculateJwkThumbprint(handedOver);
  expect((await registry('diff')).says).toContain(
    `+ urn:test:harbor: new: "Harbor Licensing Office", for given_name; jwks: ${known}\n`,
  );
  const begun = await registry('sign');
  expect(begun.says).toContain('Version 1 is signed');
  expect(begun.says).toContain('It is the first: there was none before.');
  expect((await registry('sign')).says).toContain('Version 1 says all of this already');
  expect(await openedBy(oldKey)).toBe(1);
  expect((await registry('diff')).says).toBe('Nothing would change.\n');

  const next = { ...point, x: 'B'.repeat(43) };
  write('bff.json', { relayKey: next, statusKey: point });
  const [was, is] = await Promise.all([point, next].map((key) => calculateJwkThumbprint(key)));
  expect((await registry('diff')).says).toBe(`~ bff relayKey: ${was} → ${is}\n`);
  write('bff.json', { relayKey: point, statusKey: point });

  write('agencies/harbor.json', { ...agency, sector: 'other', delivery: 'split-code' });
  expect((await registry('diff')).says).toContain(
    'urn:test:harbor sector: people get another identifier',
  );

  const [name] = agency.attributes;
  const more = { ...name, claim: 'birthdate' };
  const other = { ...name, purpose: { en: 'To sell it' }, retention: { en: 'A year' } };
  write('agencies/harbor.json', { ...agency, attributes: [other, more] });
  const asked =
    '~ urn:test:harbor attributes: people are asked anew where what they agreed to changed: ';
  expect((await registry('diff')).says.trimEnd().split('\n')).toEqual([
    `${asked}given_name.purpose.en: "To greet you" → "To sell it"`,
    `${asked}birthdate: nothing → {"purpose":{"en":"To greet you"},"required":true,"retention":{"en":"A year"}}`,
  ]);
  write('agencies/harbor.json', { ...agency, sector: 'other' });

  const rotated = await registry('rotate-key');
  expect(rotated.says).toContain('destroy');
  const second = await createRegistryKey(at('keys', 'registry'));
  const newKey = second.publicKey.x ?? '';
  expect(newKey).not.toBe(oldKey);
  const afterwards = await registry('sign');
  expect(afterwards.says).toContain('Version 2 is signed');
  expect(afterwards.says).not.toContain('It is the first');
  for (const key of [oldKey, newKey]) expect(await openedBy(key)).toBe(2);
  expect(await openedBy('A'.repeat(43))).toBe('not_signed');
});

test('what only stands in another order is said, since it is signed anew for it', async () => {
  const [name] = agency.attributes;
  const two = [name, { ...name, claim: 'birthdate' }];
  const pier = {
    ...agency,
    clientId: 'urn:test:pier',
    sector: 'pier',
    name: { en: 'Pier' },
    jwks: { keys: [handedOver] },
  };
  const asked = ['--out', at('in-order.jws'), '--keys', at('keys', 'in-order')];
  await createRegistryKey(at('keys', 'in-order'));
  write('agencies/harbor.json', { ...agency, attributes: two });
  write('agencies/pier.json', pier);
  try {
    expect((await registry('sign', ...asked)).says).toContain('Version 1 is signed');
    expect((await registry('diff', ...asked)).says).toBe('Nothing would change.\n');

    write('agencies/harbor.json', { ...agency, attributes: two.toReversed() });
    expect((await registry('diff', ...asked)).says).toBe(
      '~ urn:test:harbor attributes: in another order\n',
    );
    expect((await registry('sign', ...asked)).says).toContain('Version 2 is signed');

    rmSync(at('agencies', 'pier.json'));
    write('agencies/a-pier.json', pier);
    expect((await registry('diff', ...asked)).says).toBe('~ agencies: in another order\n');
    expect((await registry('sign', ...asked)).says).toContain('Version 3 is signed');

    const lists = {
      jwks: { keys: [handedOver, newKey('two')] },
      redirectUris: [`${origin}/callback`, `${origin}/second`],
    };
    write('agencies/harbor.json', { ...agency, ...lists });
    expect((await registry('sign', ...asked)).says).toContain('Version 4 is signed');
    write('agencies/harbor.json', {
      ...agency,
      jwks: { keys: lists.jwks.keys.toReversed() },
      redirectUris: lists.redirectUris.toReversed(),
    });
    expect((await registry('diff', ...asked)).says).toBe(
      '~ urn:test:harbor redirectUris: in another order\n~ urn:test:harbor jwks: in another order\n',
    );
  } finally {
    for (const file of ['pier.json', 'a-pier.json']) rmSync(at('agencies', file), { force: true });
  }
});

test('what was signed before and cannot be read is never begun anew (WEB-20)', async () => {
  const file = at('registry', 'registry.jws');
  await registry('sign');
  const kept = readFileSync(file, 'utf8');
  const { version } = decodeJwt<{ version: number }>(kept);
  try {
    const [head = '', , signature = ''] = kept.split('.');
    const noVersion = Buffer.from(JSON.stringify({ version: 'one' })).toString('base64url');
    for (const broken of ['', 'half a fi', kept.slice(20), `${head}.${noVersion}.${signature}`]) {
      writeFileSync(file, broken);
      for (const command of ['sign', 'diff']) {
        const { code, says } = await registry(command);
        expect([command, code]).toEqual([command, 1]);
        expect(says).toContain('registry.jws cannot be read as a signed registry');
        expect(says).toContain('Put the registry that was signed last back there');
      }
      expect(readFileSync(file, 'utf8')).toBe(broken);
    }
    // Of another release, with another form: its version counts all the same.
    const older = new TextEncoder().encode(JSON.stringify({ version: version + 5 }));
    const { privateKey } = await readRegistryKey(at('keys', 'registry'));
    const signer = await importJWK(privateKey, 'EdDSA');
    const header = { alg: 'EdDSA', kid: privateKey.kid };
    writeFileSync(file, await new CompactSign(older).setProtectedHeader(header).sign(signer));
    expect((await registry('sign')).says).toContain(`Version ${version + 6} is signed`);
  } finally {
    writeFileSync(file, kept);
  }
});

test('keys that an agency publishes count once its file names them (AGENCY-47)', async () => {
  const another = { ...point, kid: 'two', x: 'B'.repeat(43) };
  const prints = await Promise.all([point, another].map((key) => calculateJwkThumbprint(key)));
  let keys: readonly object[] = [point];
  const server = createServer((_request, response) => response.end(JSON.stringify({ keys })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const jwksUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  const sources = JSON.parse(readFileSync(at('registry', 'sources.json'), 'utf8')) as object;
  write('registry/at-home.json', { ...sources, issuer: 'http://signet.example.test' });
  const asked = (...words: string[]) =>
    registry(...words, '--sources', at('registry', 'at-home.json'), '--out', at('at-home.jws'));
  const named = () =>
    (JSON.parse(readFileSync(at('agencies', 'harbor.json'), 'utf8')) as Record<string, unknown>)[
      'jwksThumbprints'
    ];
  try {
    write('agencies/harbor.json', { ...agency, jwksUri });
    expect((await asked('validate')).says).toContain('fetch-keys CLIENT_ID');
    expect(await asked('fetch-keys')).toMatchObject({ code: 1 });
    expect(named()).toBeUndefined();
    expect(await asked('fetch-keys', agency.clientId)).toMatchObject({ code: 0 });
    expect(named()).toEqual(prints.slice(0, 1));
    expect(await asked('validate')).toMatchObject({ code: 0 });
    await asked('sign');

    keys = [point, another];
    expect((await asked('fetch-keys')).says).toContain(`publishes ${prints[1]}`);
    await asked('fetch-keys', agency.clientId);
    expect(named()).toEqual(prints);
    expect((await asked('diff')).says).toContain('jwksThumbprints: people are shown the new key');

    keys = [another, { ...point, d: 'A'.repeat(43) }];
    expect(await asked('fetch-keys')).toMatchObject({ code: 1 });
    expect((await asked('fetch-keys')).says).toContain('publishes a private key');
    expect((await asked('fetch-keys', 'urn:test:other')).code).toBe(1);

    keys = [another, null as unknown as object];
    expect((await asked('fetch-keys')).says).toContain('holds something that is no key');
    // More than the bff reads is of no use to it, and fills the operator's memory.
    keys = Array.from({ length: 400 }, (_, at) => ({ ...another, kid: `${at}`.padEnd(300, '.') }));
    const tooMany = await asked('fetch-keys', agency.clientId);
    expect(tooMany.code).toBe(1);
    expect(tooMany.says).toContain('sends more than 131072 bytes');
    expect(named()).toEqual(prints);
    // Of a kind that has no thumbprint, and never counts.
    keys = [another, { kty: 'LMS', kid: 'three' }];
    expect((await asked('fetch-keys')).says).not.toContain('undefined');
    write('agencies/harbor.json', { ...agency, jwksUri: 5 });
    expect(await asked('fetch-keys')).toEqual({ code: 0, says: '' });
  } finally {
    server.close();
  }
});

test('a registry that was just signed is on no list, since it cannot be signed anew yet', async () => {
  await registry('sign');
  expect(await registry('expiring')).toEqual({
    code: 0,
    says: 'Nothing ends within 30 days, and the signed registry not within 7.\n',
  });
  expect((await registry('expiring', '--days', '30')).says).toContain('the signed registry');
});

test('and is from its last week on', () => {
  const ends = Date.parse('2036-12-31');
  const signed = { expiresAt: ends / 1_000, agencies: [] } as never;
  const listed = (days: number) =>
    expiring(signed, [], new Date(ends - days * 86_400_000), 30, 7).length;
  expect([30, 8, 7, -1].map(listed)).toEqual([0, 0, 1, 1]);
});

test('what ends soon is listed, the soonest first, and says so by its exit code', async () => {
  await registry('sign');
  const { code, says } = await registry('expiring', '--days', '90');
  expect(code).toBe(1);
  expect(says).toMatch(/the signed registry\n.*old registry key/);
  expect(says).not.toContain('agreement');
  expect((await registry('expiring', '--days', '3')).code).toBe(0);
});

// prettier-ignore
test.each<[string, readonly string[], string]>([
  ['days that are no number',      ['expiring', '--days', 'abc'],                     '--days takes a whole number of days, such as --days 30; "abc" is none.'],
  ['days that are below none',     ['expiring', '--days=-1'],                         '--days takes a whole number of days'],
  ['an origin that is none',       ['init', 'urn:test:other', 'notaurl'],             '"notaurl" is no origin: give the agency’s, such as https://agency.example.gov.'],
  ['a scheme that is none here',   ['init', 'urn:test:other', 'ftp://a.example.test'], '"ftp://a.example.test" is no origin'],
  ['a client identifier that is none', ['init', 'a b', 'https://a.example.test'],      '"a b" cannot be a client identifier'],
  ['a client that has a file',     ['init', 'urn:test:harbor', origin],               'harbor.json is there already: nothing was written. Mend it, or take it away first.'],
  ['an option that there is not',  ['validate', '--force'],                           'there is no option --force.'],
])('%s: said in one line, and nothing is done', async (_what, words, message) => {
  const { code, says } = await registry(...words);
  expect(code).toBeGreaterThan(0);
  expect(says).toContain(message);
  expect(says).not.toMatch(/^ +at |node:internal|ERR_|EEXIST/m);
  expect(readFileSync(at('agencies', 'harbor.json'), 'utf8')).toContain('Harbor Licensing Office');
});

test('help is printed as an answer, and what cannot be meant as an error', async () => {
  expect(await registry('sign', '--help')).toMatchObject({ code: 0 });
  expect(await registry('nonsense')).toMatchObject({ code: 2 });
});

describe('the line of a value', () => {
  const text = '{\n  "a": [\n    { "b": "x" },\n    { "b": "\\"y]" }\n  ],\n  "c": 1\n}';
  // prettier-ignore
  test.each<[readonly (string | number)[], number]>([
    [[], 1], [['a'], 2], [['a', 0], 3], [['a', 1, 'b'], 4], [['c'], 6], [['missing'], 1], [['a', 1, 'missing'], 4],
  ])('%j is on line %i', (place, line) => {
    expect(lineOf(text, place)).toBe(line);
  });
});
