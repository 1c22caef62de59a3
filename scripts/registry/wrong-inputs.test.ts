import { chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createRegistryKey } from './registry-key.ts';
import { agency, anOperator, handedOver, newKey, origin, point } from './testing/operator.ts';

const operator = anOperator();
const { at, write, registry } = operator;
afterAll(() => operator.end());
beforeEach(() => write('agencies/harbor.json', agency));
const keyed = (more: object) => ({ ...agency, jwks: { keys: [{ ...handedOver, ...more }] } });
const written = (entry: object) => JSON.stringify(entry, undefined, 2);

describe('of an address that is none the first thing is said that is so, with what is to be written, and nothing else', () => {
  // prettier-ignore
  test.each<[string, string, string]>([
    ['nothing',                      '',                                  'is empty.'],
    ['a path alone',                 '/callback',                         'is no whole address.'],
    ['one without its scheme',       '//harbor.example.test/callback',    'is no whole address.'],
    ['a host without a scheme',      'localhost:3000/callback',           'is not of https. An app claims'],
    ['another scheme',               'ftp://harbor.example.test/',        'is not of https. An app claims'],
    ['capitals',                     'HTTPS://harbor.example.test/',      'does not begin with https:// in small letters.'],
    ['a name before the host',       'https://user@harbor.example.test/', 'has something other than a host after //.'],
    ['a fragment',                   'https://harbor.example.test/#a',    'has a # or a * in it.'],
    ['http in a network',            'http://harbor.example.gov/',        'is of http, which everybody on the way reads: where Signet is tried out, it may be of localhost, 127.0.0.1, [::1] or a name that ends in .test.'],
  ])('%s', async (_what, address, says) => {
    write('agencies/harbor.json', written({ ...agency, redirectUris: [address] }));
    const answer = await registry('validate');
    expect(answer.code).toBe(1);
    const lines = answer.says.split('\n').filter((line) => line.includes('harbor.json'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`redirectUris.0: ${says}`);
    expect(lines[0]).toContain(' Give the whole address: https://');
  });
});

// prettier-ignore
test.each<[string, object, RegExp]>([
  ['of the agency',      { homepage: 'http://localhost:3000/' },                                     /harbor\.json:7 +homepage: is of http/],
  ['in a list',          { redirectUris: [`${origin}/callback`, 'http://harbor.test/callback'] },    /harbor\.json:12 +redirectUris\.1: is of http/],
  ['to push signals to', { signals: { delivery: 'push', endpoint: 'http://127.0.0.1:3000/events' } }, /harbor\.json:\d{2} +signals\.endpoint: is of http/],
])('where Signet itself is of https, an address of http %s is refused by its field and line', async (_what, change, says) => {
  write('agencies/harbor.json', written({ ...agency, ...change }));
  const answer = await registry('validate');
  expect(answer.code).toBe(1);
  expect(answer.says.split('\n').filter((line) => line.includes('harbor.json'))).toHaveLength(1);
  expect(answer.says).toMatch(says);
});

// prettier-ignore
test.each<[string, object, RegExp]>([
  ['text',            { ...agency, name: { en: '' } },                       /name\.en: is empty\. Write what people call it/],
  ['an identifier',   { ...agency, clientId: '' },                           /clientId: is empty\. It is 3 to 200/],
  ['a day',           { ...agency, agreement: { from: '', until: '' } },     /agreement\.from: is empty\. Give "from"/],
  ['a list',          { ...agency, redirectUris: [] },                       /redirectUris: is empty\. Give the whole address/],
  ['a list of claims', { ...agency, profile: 'login.gov', idTokenAttributes: [] }, /idTokenAttributes: is empty\. Name claims/],
])('where %s is empty, it says what is to be written', async (_what, entry, says) => {
  write('agencies/harbor.json', written(entry));
  const answer = await registry('validate');
  expect(answer.code).toBe(1);
  expect(answer.says).toMatch(says);
  expect(answer.says).not.toMatch(/[<>]=?\d|[?:]\./);
});

describe('a private key in an agency’s file is refused, said what it means, and not repeated', () => {
  const secret = 'c2VjcmV0LXNlY3JldA';
  const pem = (kind: string) => `-----BEGIN ${kind}PRIVATE KEY-----\n${secret}`;
  // prettier-ignore
  test.each<[string, object, string]>([
    ['in a key',                    keyed({ d: secret }),                                        'jwks.keys.0'],
    ['of another kind',             keyed({ kty: 'oct', k: secret }),                            'jwks.keys.0'],
    ['in a key that is to seal to', { ...agency, encryptionKey: { ...handedOver, d: secret } },  'encryptionKey'],
    ['as a PEM',                    { ...agency, certificates: [pem('EC ')] },                   'certificates.0'],
    ['in a field that there is not', { ...agency, privateKey: pem('') },                         'privateKey'],
    ['in the wrong field',          { ...agency, name: { en: pem('ENCRYPTED ') } },              'name.en'],
  ])('%s', async (_where, entry, field) => {
    write('agencies/harbor.json', written(entry));
    for (const command of ['validate', 'diff']) {
      const { code, says } = await registry(command);
      expect([command, code]).toEqual([command, 1]);
      expect(says).toMatch(new RegExp(`harbor\\.json:\\d+ +${field}: holds a PRIVATE KEY`));
      expect(says).toContain('make a new pair');
      expect(says).not.toContain(secret);
    }
  });
});

// prettier-ignore
test.each<[string, string | object, RegExp]>([
  ['a field that there is not',  { ...agency, surprise: 1 },                /harbor\.json:\d+ +surprise: is no field here: it is misspelt, or in the wrong place\.$/m],
  ['a field that is missing',    { ...agency, agreement: undefined },       /agreement: is missing\. Give "from" and "until"/],
  ['a sector that is none',      { ...agency, sector: 'Big Sector' },       /sector: has another form\. It is 2 to 60 small letters/],
  ['a secret as it is',          { ...agency, clientSecret: 'MjU2IGJpdHM' }, /clientSecret: must be an object, \{ … \}\. .*never the secret\.$/m],
  ['a claim that there is not',  { ...agency, attributes: [{ ...agency.attributes[0], claim: 'shoe_size' }] }, /claim: must be one of "given_name", .*attributes\.md/],
  ['a key of another curve',     keyed({ crv: 'P-384' }),                   /jwks: has a key that is none: EC P-256/],
  ['an address that is none',    { ...agency, homepage: 'MjU2IGJpdHM' },    /homepage: is no whole address\. Give the whole address/],
  ['a day that is none',         { ...agency, agreement: { ...agency.agreement, until: 'MjU2IGJpdHM' } }, /agreement\.until: has another form\. Give "from"/],
  ['the words of an error',      { ...agency, delivery: 'MjU2IGJpdHM but received it' }, /delivery: must be one of "split-code", "sealed"\./],
  ['no attributes',              { ...agency, attributes: [] },             /attributes: is empty\. Give at least one/],
  ['certificates that are no list', { ...agency, certificates: 'MjU2IGJpdHM' }, /harbor\.json:\d+ +certificates: is no list/],
  ['one that is none',           { ...agency, certificates: ['MjU2IGJpdHM'] }, /harbor\.json:\d+ +certificates\.0: is not a PEM .*"jwks": \{"keys"/],
  ['certificates beside keys',   { ...keyed({}), certificates: [] },        /certificates: stands beside "jwks"/],
  ['a key to encrypt to',        keyed({ use: 'enc' }),                     /jwks: "one" is not there to verify signatures/],
  ['a key for something else',   keyed({ key_ops: ['sign'] }),              /jwks: "one" is not there to verify signatures/],
  ['a name that turns round',    { ...agency, name: { en: 'Har\u202Erob' } }, /harbor\.json:\d+ +name\.en: has a character that nobody sees/],
  ['a name of two alphabets',    { ...agency, name: { en: 'H\u0430rbor Office' } }, /name\.en: has a word with letters of two alphabets/],
  ['one whose change is hidden by a joiner', { ...agency, name: { en: 'H\u200D\u0430\u200Drbor' } }, /name\.en: has a word with letters of two alphabets/],
  ['one whose digits part the two', { ...agency, name: { en: 'Pier4\u0430' } }, /name\.en: has a word with letters of two alphabets/],
  ['a purpose with a gap in it', { ...agency, attributes: [{ ...agency.attributes[0], purpose: { en: 'To\u200Bgreet' } }] }, /attributes\.0\.purpose\.en: has a character/],
  ['one with a blank letter',    { ...agency, name: { en: 'Har\u3164bor' } }, /name\.en: has a character that nobody sees/],
  ['one with a tag in it',       { ...agency, name: { en: 'Har\u{E0041}bor' } }, /name\.en: has a character that nobody sees/],
  ['a language that there is not', { ...agency, name: { ...agency.name, 'MjU2 IGJpdHM': 'H' } }, /is no language by RFC 5646/],
  ['an address that is a number', { ...agency, jwksUri: 5 },                /jwksUri: must be text/],
  ['a field that is there twice', '{\n  "delivery": "sealed",\n  "a": { "b": 1 },\n  "delivery": "split-code"\n}', /harbor\.json:4 +delivery: is there twice, and only the last/],
  ['a list',                     [agency],                                  /harbor\.json:1 +is no agency/],
  ['nothing',                    'null',                                    /harbor\.json:1 +is no agency/],
  ['a comma too few',            '{\n  "d": "MjU2IGJpdHM"\n  "b": 1\n}',    /harbor\.json:3 +is not JSON from here on/],
  ['a word without quotes',      '{\n  "a": 1,\n  "b": MjU2IGJpdHM\n}',     /harbor\.json:3 +is not JSON from here on/],
  ['half a file',                '{\n  "a": {\n    "b": 1,\n',              /harbor\.json:4 +is not JSON from here on/],
])('a file with %s is named with what to do, and nothing of it is repeated', async (_what, entry, says) => {
  write('agencies/harbor.json', typeof entry === 'string' ? entry : written(entry));
  const answer = await registry('validate');
  expect(answer.code).toBe(1);
  expect(answer.says).toMatch(says);
  expect(answer.says).not.toMatch(/MjU2IGJpdHM|shoe_size|received|Invalid/);
});

describe('what is wrong in a file is said of the line it stands on', () => {
  const lineOf = (text: string, word: string) =>
    text.slice(0, text.indexOf(word)).split('\n').length;

  test('of the second of two keys that is none', async () => {
    const none = { ...newKey('two'), x: 'A'.repeat(43), y: 'A'.repeat(43) };
    const text = written({ ...agency, jwks: { keys: [handedOver, none] } });
    write('agencies/harbor.json', text);
    const { says } = await registry('validate');
    // The key begins above its name.
    expect(says).toMatch(/harbor\.json:\d+ +jwks: "two" is no point of its curve/);
    const [, line] = /json:(\d+)/.exec(says) ?? [];
    expect(
      text
        .split('\n')
        .slice(Number(line) - 1)
        .join('\n'),
    ).toMatch(/^\s+\{\n\s+"kid": "two"/);
  });

  test('of one to encrypt to', async () => {
    const text = written({
      ...agency,
      delivery: 'sealed',
      encryptionKey: { ...point, kid: 'seal' },
    });
    write('agencies/harbor.json', text);
    const line = lineOf(text, '"encryptionKey"');
    expect((await registry('validate')).says).toContain(
      `harbor.json:${line}  encryptionKey: "seal"`,
    );
  });

  test('and of one that is in no line that it was handed over', async () => {
    write('agencies/harbor.json', agency);
    write('handed-over.json', { clients: { [agency.clientId]: { keys: [point] } } });
    const { says } = await registry('validate');
    write('handed-over.json', { clients: { [agency.clientId]: { keys: [handedOver] } } });
    expect(says).toContain(
      'jwks: "one", which the agency handed over beside this file, is no point',
    );
  });

  test('an agency in two files is said of both, each with the other’s name', async () => {
    const text = `{\n  "sector": "harbor",${written(agency).slice(1)}`.replace(
      /\n +"sector": "harbor",\n/,
      '\n',
    );
    write('agencies/harbor.json', written(agency));
    write('agencies/twin.json', text);
    const { code, says } = await registry('validate');
    rmSync(at('agencies', 'twin.json'));
    expect(code).toBe(1);
    for (const [file, other, of] of [
      ['harbor', 'twin', written(agency)],
      ['twin', 'harbor', text],
    ] as const)
      expect(says).toContain(
        `${file}.json:${lineOf(of, '"clientId"')}  clientId: "${agency.clientId}" is in ${other}.json, too.`,
      );
  });
});

test.each(['Which β-blocker you take', 'For Greece/Ελλάδα', 'For Kyiv (Київ)'])(
  'words of two alphabets that a sign parts are two words: %s',
  async (purpose) => {
    const [name] = agency.attributes;
    write('agencies/harbor.json', {
      ...agency,
      attributes: [{ ...name, purpose: { en: purpose } }],
    });
    expect(await registry('validate')).toMatchObject({ code: 0 });
  },
);

test('beside a certificate that is none the rest is asked for, too', async () => {
  await registry('init', 'urn:test:beacon', 'https://beacon.example.test');
  const { says } = await registry('validate');
  rmSync(at('agencies', 'beacon.json'));
  expect(says).toMatch(/beacon\.json:\d+ +certificates\.0: is not a PEM certificate/);
  for (const empty of [
    'name.en',
    'attributes.0.purpose.en',
    'attributes.1.retention.en',
    'agreement.until',
  ])
    expect(says).toContain(`  ${empty}: `);
  expect(says).not.toContain('  jwks: ');
  const lines = [...says.matchAll(/beacon\.json:(\d+) /g)].map(([, line]) => Number(line));
  expect(lines).toEqual(lines.toSorted((a, b) => a - b));
});

test('a file that begins with a byte order mark is read, with its lines', async () => {
  write('agencies/harbor.json', `\uFEFF${written(agency)}`);
  expect(await registry('validate')).toMatchObject({ code: 0 });
  write('agencies/harbor.json', `\uFEFF${written({ ...agency, sector: 'Big Sector' })}`);
  expect((await registry('validate')).says).toMatch(/harbor\.json:3 +sector: /);
});

test('an agreement that is not of today is pointed out each time (AGENCY-8)', async () => {
  const over = { from: '2020-01-01', until: '2020-12-31' };
  write('agencies/harbor.json', { ...agency, agreement: over });
  for (const command of ['validate', 'diff'])
    expect(await registry(command)).toMatchObject({
      code: 0,
      says: expect.stringContaining('from 2020-01-01 until 2020-12-31, which is not today'),
    });
});

test('an identifier that ends in one letter begins a file that validate takes further', async () => {
  await registry('init', 'urn:test:q', 'https://q.example.test');
  const { says } = await registry('validate');
  expect(says).not.toContain('sector');
  rmSync(at('agencies', 'q.json'));
});

describe('what was pasted into a file of public keys is never repeated', () => {
  const secret = 'MjU2IGJpdHM';
  const pem = `-----BEGIN PRIVATE KEY-----\n${secret}`;
  const proofing = { encryptionKey: point, factsKey: point, credentialKey: point };
  // prettier-ignore
  test.each<[string, string, object, object, RegExp]>([
    ['a private key as a PEM',   'proofing.json', proofing, { ...proofing, encryptionKey: pem },              /proofing\.json +encryptionKey: holds a PRIVATE KEY, which nobody but who runs proofing/],
    ['one as a JWK',             'bff.json',      { relayKey: point, statusKey: point }, { relayKey: point, statusKey: { ...point, d: secret } }, /bff\.json +statusKey: holds a PRIVATE KEY, which nobody but who runs the bff/],
    ['one of an agency',         'handed-over.json', { clients: { [agency.clientId]: { keys: [handedOver] } } }, { clients: { [agency.clientId]: { keys: [{ ...handedOver, d: secret }] } } }, /handed-over\.json +clients\.urn:test:harbor\.keys\.0: holds a PRIVATE KEY, which nobody but the agency/],
    ['a secret without a name',  'proofing.json', proofing, { ...proofing, factsKey: secret },                /proofing\.factsKey: must be an object, \{ … \}\. Mend the file/],
    ['one in a field of a key',  'proofing.json', proofing, { ...proofing, factsKey: { ...point, x: 7, kid: [secret] } }, /proofing\.factsKey\.kid: must be text, "…"\. Mend the file/],
  ])('%s', async (_what, file, asItWas, content, message) => {
    await createRegistryKey(at('keys', 'registry'));
    write(file, content);
    const { code, says } = await registry('sign');
    write(file, asItWas);
    expect(says).toMatch(message);
    expect(says).not.toMatch(/MjU2IGJpdHM|received/i);
    expect(code).toBe(1);
  });

  test('nor what was pasted into that of the print shop', async () => {
    await createRegistryKey(at('keys', 'registry'));
    const sources = JSON.parse(readFileSync(at('registry', 'sources.json'), 'utf8'));
    write('with-printer.json', { ...sources, printerPublic: at('printer.json') });
    write('printer.json', { encryptionKey: pem });
    const { code, says } = await registry('sign', '--sources', at('with-printer.json'));
    expect(says).toMatch(
      /printer\.json +encryptionKey: holds a PRIVATE KEY, which nobody but the print shop/,
    );
    expect(says).not.toContain(secret);
    expect(code).toBe(1);
  });
});

describe('what sources.json names', () => {
  const sources = {
    issuer: 'https://signet.example.test',
    agencies: at('nowhere'),
    profile: at('profile.json'),
    proofingPublic: at('proofing.json'),
    bffPublic: at('bff.json'),
    agencyPublic: at('handed-over.json'),
    replace: [],
  };
  const readable = { ...sources, agencies: at('agencies') };
  // prettier-ignore
  test.each<[string, string | object, string, RegExp]>([
    ['is not JSON',                     '{\n"a"',                                  'validate',   /other\.json:2 +is not JSON from here on/],
    ['is nothing',                      'null',                                    'validate',   /other\.json lacks, or has in another form: all\. It says where/],
    ['lacks fields',                    { agencies: '/' },                         'validate',   /lacks, or has in another form: issuer, profile, proofingPublic/],
    ['has no folder of agencies',       sources,                                   'validate',   /there is no folder .*nowhere, which sources\.json names/],
    ['has none for a new one',          sources,                                   'init urn:test:beacon https://b.example.test', /there is no folder .*nowhere/],
    ['has none to fetch keys for',      sources,                                   'fetch-keys', /there is no folder .*nowhere/],
    ['has keys that are no JSON',       { ...readable, bffPublic: at('cut.json') }, 'diff',      /cut\.json:1 +is not JSON from here on/],
    ['has a folder for a file',         { ...readable, bffPublic: at('keys') },    'diff',       /keys cannot be read or written \(EISDIR\)/],
    ['has no clients',                  { ...readable, agencyPublic: at('bff.json') }, 'validate', /bff\.json has no "clients"/],
  ])('%s: said in words', async (_what, content, command, message) => {
    write('cut.json', '{');
    write('other.json', content);
    const { code, says } = await registry(...command.split(' '), '--sources', at('other.json'));
    expect(code).toBe(1);
    expect(says).toMatch(message);
    expect(says).not.toMatch(/undefined|Cannot read|Unexpected|illegal operation/);
  });

  test('a folder among the agencies’ files is none of them', async () => {
    mkdirSync(at('agencies', 'old.json'));
    expect((await registry('validate')).code).toBe(0);
    rmSync(at('agencies', 'old.json'), { recursive: true });
  });

  test.skipIf(process.getuid?.() === 0)('a file of somebody else is named', async () => {
    chmodSync(at('agencies', 'harbor.json'), 0o000);
    const { says } = await registry('validate');
    chmodSync(at('agencies', 'harbor.json'), 0o600);
    expect(says).toContain('harbor.json cannot be read or written (EACCES)');
  });
});
