import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createRegistryKey } from './registry-key.ts';
import { agency, anOperator, handedOver } from './testing/operator.ts';

const operator = anOperator();
const { at, write, registry } = operator;
afterAll(() => operator.end());

/** Of a program, and not of whoever is to mend a file. */
const ofThePlumbing =
  /^ +at |node:|\.ts:|TypeError|RangeError|primitive|call stack|undefined|not a function|Cannot read|Unexpected/m;

/** The text of the agency's file, with this as that field, whatever it is. */
function withField(name: string, value: string): string {
  const { [name as 'name']: _was, ...rest } = agency;
  return JSON.stringify(rest).replace(/\}$/, `,\n${JSON.stringify(name)}:${value}}`);
}
const withKey = (more: string) =>
  withField('jwks', `{"keys":[${JSON.stringify(handedOver).replace(/\}$/, `,${more}}`)}]}`);
const pretty = (entry: object) => JSON.stringify(entry, undefined, 2);
const ownText = '{"toString":1,"valueOf":2}';
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const isNoField = 'is no field here';
const isNoJson = 'is not JSON from here on: a comma, a quote or a bracket';
const notUtf8 = 'is not in UTF-8';
const utf16 = Buffer.from(`\uFEFF${pretty(agency)}`, 'utf16le');

describe('validate says of what nobody expects in an agency’s file where it is and what to do', () => {
  // prettier-ignore
  test.each<[string, string | Uint8Array, string]>([
    ['an object with a toString for its identifier', withField('clientId', ownText),        'harbor.json:2  clientId: must be text, "…". It is 3 to 200'],
    ['a number for it',                              withField('clientId', '5'),             'harbor.json:2  clientId: must be text'],
    ['a list for it',                                withField('clientId', '["urn:test:harbor"]'), 'clientId: must be text'],
    ['an identifier that every object has',          withField('clientId', '"constructor"'), 'jwks: give either "jwks"'],
    ['one that every object has from above',         withField('clientId', '"__proto__"'),   'jwks: give either "jwks"'],
    ['a toString of its own',                        withField('toString', '1'),             `harbor.json:2  toString: ${isNoField}`],
    ['a hasOwnProperty of its own',                  withField('hasOwnProperty', '1'),       `harbor.json:2  hasOwnProperty: ${isNoField}`],
    ['a constructor',                                withField('constructor', '{"a":1}'),    `harbor.json:2  constructor: ${isNoField}`],
    ['what would come from above',                   withField('__proto__', '{"pkce":"optional"}'), `harbor.json:2  __proto__: ${isNoField}`],
    ['that in a name',                               withField('name', '{"en":"Harbor","__proto__":"Other"}'), `harbor.json:2  name.__proto__: ${isNoField}`],
    ['a constructor in a name',                      withField('name', '{"en":"Harbor","constructor":"Other"}'), `name.constructor: ${isNoField}`],
    ['a toString for a language',                    withField('name', '{"en":"Harbor","toString":"Other"}'), 'name.toString: is no language'],
    ['what would come from above in a key',          withKey('"__proto__":{"d":"x"}'),       `jwks.keys.0.__proto__: ${isNoField}`],
    ['a list for a name',                            withField('name', '["Harbor"]'),        'name.en: is missing'],
    ['a number for a name',                          withField('name', '5'),                 'name: must be an object, { … }'],
    ['an object for a text',                         withField('name', `{"en":${ownText}}`), 'name.en: must be text'],
    ['an object for a curve',                        withKey(`"crv":${ownText}`),            'jwks: has a key that is none'],
    ['an object for a certificate',                  withField('certificates', `[${ownText}]`), 'certificates.0: is not a PEM'],
    ['text for a list',                              withField('redirectUris', '"https://harbor.example.test/"'), 'redirectUris: must be a list, [ … ]'],
    ['an address that cannot be read',               withField('homepage', '"https://[::1"'), 'homepage: is no whole address'],
    ['a number for a day',                           withField('agreement', '{"from":20260101,"until":"2026-12-31"}'), 'agreement.from: must be text, "…". Give "from"'],
    ['text for true',                                withField('attributes', '[{"claim":"given_name","purpose":{"en":"x"},"retention":{"en":"y"},"required":"true"}]'), 'attributes.0.required: must be true or false.'],
    ['a name that is too long',                      withField('name', pretty({ en: 'x'.repeat(101) })), 'name.en: has more than 100 characters'],
    ['a logo that is none of the files’ names',      withField('logo', '"a\\u0000b"'),       'logo: name a file that lies beside this one'],
    ['a logo that is a folder',                      withField('logo', '"sub"'),             'harbor.json:2  logo: cannot be read or written (EISDIR)'],
    ['lists in lists without end',                   nested(200_000),                        'harbor.json:1  is nested more than 100 deep from here on'],
    ['objects in objects',                           `${'{"a":\n'.repeat(5_000)}1${'}'.repeat(5_000)}`, 'harbor.json:101  is nested more than 100 deep'],
    ['lists in a key',                               withKey(`"y":${nested(20_000)}`),       'harbor.json:2  is nested more than 100 deep'],
    ['a field that is there twice, written in another way', withField('sector', '"a",\n"s\\u0065ctor":"b"'), 'harbor.json:3  sector: is there twice'],
    ['a comment',                                    '{\n  // what it is\n  "a": 1\n}',      `harbor.json:2  ${isNoJson}`],
    ['a comment within a line',                      '{\n  "a": /* what it is */ 1\n}',      'there is a comment, which JSON has none of'],
    ['a comma at its end',                           '{\n  "a": 1,\n}',                      `harbor.json:3  ${isNoJson}`],
    ['what was not merged',                          '{\n<<<<<<< HEAD\n"a":1\n}',            `harbor.json:2  ${isNoJson}`],
    ['two of them',                                  `${JSON.stringify(agency)}\n{}`,        `harbor.json:2  ${isNoJson}`],
    ['nothing',                                      '',                                     'harbor.json:1  is empty'],
    ['blank lines',                                  '\uFEFF\n \n',                          'harbor.json:1  is empty'],
    ['lines that end as on Windows',                 pretty({ ...agency, sector: 'Big X' }).replaceAll('\n', '\r\n'), 'harbor.json:3  sector: has another form'],
    ['text in UTF-16',                               utf16,                                  `harbor.json:1  ${notUtf8}`],
    ['text in UTF-16, the other way',                Buffer.from(utf16).swap16(),            `harbor.json:1  ${notUtf8}`],
    ['text in Latin 1',                              Buffer.from(pretty({ ...agency, name: { en: 'H\u00E4fen' } }), 'latin1'), `harbor.json:1  ${notUtf8}`],
    ['what was in another encoding before',          withField('name', '{"en":"H\uFFFDfen"}'), 'name.en: has a character that nobody sees'],
  ])('%s', async (_what, content, says) => {
    mkdirSync(at('agencies', 'sub'), { recursive: true });
    writeFileSync(at('agencies', 'harbor.json'), content);
    const answer = await registry('validate');
    expect(answer.says).toContain(says);
    expect(answer.says).not.toMatch(ofThePlumbing);
    expect(answer.code).toBe(1);
  });

  test.each<[string, string]>([
    ['as on Windows', pretty(agency).replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\uFEFF${pretty(agency)}`],
  ])('and nothing of one that is whole, %s', async (_how, content) => {
    write('agencies/harbor.json', content);
    expect(await registry('validate')).toEqual({ code: 0, says: '1 agency, nothing to mend.\n' });
  });

  test('what stands there for a name is shown and moves nothing about', async () => {
    const name = '\\u001b[2J\\n\\u202Ex';
    write('agencies/harbor.json', withField(name, '1').replaceAll('\\\\', '\\'));
    const { code, says } = await registry('validate');
    expect(code).toBe(1);
    expect(says).toContain(`harbor.json:2  \\u{1B}[2J\\u{A}\\u{202E}x: ${isNoField}`);
  });
});

describe('what is no file where one should be is named, and the rest is read', () => {
  const odd = () => at('agencies', 'odd.json');
  afterEach(() => rmSync(odd(), { force: true }));

  // prettier-ignore
  test.each<[string, () => void, string]>([
    ['a link to itself',      () => symlinkSync('odd.json', odd()),          '(ELOOP): it is a link that leads back to itself'],
    ['a link to a folder',    () => symlinkSync('..', odd()),                '(EISDIR): it is no file'],
    ['a link to nothing',     () => symlinkSync('nothing.json', odd()),      '(ENOENT): there is none'],
    ['a device',              () => symlinkSync('/dev/null', odd()),         '(EISDIR): it is no file'],
  ])('%s', async (_what, make, says) => {
    write('agencies/harbor.json', { ...agency, sector: 'Big X' });
    make();
    const answer = await registry('validate');
    expect(answer.code).toBe(1);
    expect(answer.says).toContain(`${odd()}:1  cannot be read or written ${says}`);
    expect(answer.says).toContain('harbor.json:1  sector: has another form');
    expect(answer.says).not.toMatch(ofThePlumbing);
  });
});

describe('so are the files that sources.json names', () => {
  const sources = () => readFileSync(at('registry', 'sources.json'), 'utf8');
  // prettier-ignore
  test.each<[string, object | string, RegExp, string]>([
    ['null for the agencies’ keys',   'null',                       /handed-over\.json holds no public keys/,              'agencyPublic'],
    ['no client among them',          { clients: null },            /handed-over\.json has no "clients": \{ CLIENT_ID/,    'agencyPublic'],
    ['a client that is a number',     { clients: { a: 5 } },        /handed-over\.json has no "clients": \{ CLIENT_ID/,    'agencyPublic'],
    ['null for proofing',             'null',                       /proofing\.json holds no public keys/,                 'proofingPublic'],
    ['a list for the bff',            [],                           /bff\.json holds no public keys/,                      'bffPublic'],
    ['half a key',                    { encryptionKey: { kty: 'EC' } }, /proofing\.encryptionKey\.kid: is missing\. Mend the file/, 'proofingPublic'],
    ['a key nested without end',      `{"a":${nested(9_000)}}`,     /proofing\.json:1 +is nested more than 100 deep/,      'proofingPublic'],
    ['null for the profile',          'null',                       /profile\.json says no "profile"/,                     'profile'],
    ['another profile',               { profile: 'toString' },      /proofing\.profile: must be one of .*Mend the file/,   'profile'],
  ])('%s', async (_what, content, says, field) => {
    write('agencies/harbor.json', agency);
    const was = sources();
    const file = (JSON.parse(was) as Record<string, string>)[field] ?? '';
    const asItWas = readFileSync(file);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    try {
      const answer = await registry('diff');
      expect(answer.says).toMatch(says);
      expect(answer.says).not.toMatch(ofThePlumbing);
      expect(answer.code).toBe(1);
    } finally {
      writeFileSync(file, asItWas);
    }
  });

  test('a file for a folder of the agencies', async () => {
    write('other.json', sources().replace(at('agencies'), at('bff.json')));
    const { code, says } = await registry('validate', '--sources', at('other.json'));
    expect(code).toBe(1);
    expect(says).toContain(`${at('bff.json')} cannot be read or written (ENOTDIR)`);
    expect(says).not.toMatch(ofThePlumbing);
  });

  test('where the signed registry is to be, and cannot', async () => {
    await createRegistryKey(at('keys', 'registry'));
    write('agencies/harbor.json', agency);
    for (const [out, why] of [
      [at('agencies'), '(EISDIR): it is no file'],
      [at('nowhere', 'registry.jws'), '(ENOENT): there is none, or no folder for it'],
    ] as const) {
      const { code, says } = await registry('sign', '--out', out);
      expect(code).toBe(1);
      expect(says).toContain(`${out} cannot be read or written ${why}`);
      expect(says).not.toMatch(ofThePlumbing);
    }
  });

  test('a client of another form that publishes keys is none to fetch for', async () => {
    write('agencies/harbor.json', withField('clientId', ownText).replace('}', ',"jwksUri":"x"}'));
    const { says } = await registry('fetch-keys');
    expect(says).not.toMatch(ofThePlumbing);
  });
});
