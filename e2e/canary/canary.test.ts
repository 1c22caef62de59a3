import { describe, expect, test } from 'vitest';
import { writtenExceptions } from './exceptions.ts';
import { patternsOf } from './patterns.ts';
import { searcher } from './search.ts';

// An invented value with a non-ASCII letter, so that every encoding differs from every other.
const value = 'Quørrilinde Ästrand';
const search = searcher(patternsOf('planted', 'family name', value));
const bytes = Buffer.from(value);

const encodings: Record<string, Buffer> = {
  'plain UTF-8': bytes,
  'upper case': Buffer.from(value.toUpperCase()),
  'lower case': Buffer.from(value.toLowerCase()),
  'UTF-16, as in a heap': Buffer.from(value, 'utf16le'),
  hex: Buffer.from(bytes.toString('hex')),
  'upper-case hex': Buffer.from(bytes.toString('hex').toUpperCase()),
  'base64, first alignment': Buffer.from(bytes.toString('base64')),
  'base64, second alignment': Buffer.from(
    Buffer.concat([Buffer.from('x'), bytes]).toString('base64'),
  ),
  'base64, third alignment': Buffer.from(
    Buffer.concat([Buffer.from('xy'), bytes, Buffer.from('z')]).toString('base64'),
  ),
  base64url: Buffer.from(Buffer.concat([Buffer.from('{"a":"'), bytes]).toString('base64url')),
  'URL-encoded': Buffer.from(encodeURIComponent(value)),
  'form-encoded': Buffer.from(new URLSearchParams({ value }).toString().slice('value='.length)),
  'JSON-escaped': Buffer.from('"Qu\\u00f8rrilinde \\u00c4strand"'),
};

describe('the canary finds a value', () => {
  for (const [encoding, planted] of Object.entries(encodings)) {
    test(`written as ${encoding}`, () => {
      const found = search(Buffer.concat([Buffer.alloc(70_001, 7), planted, Buffer.alloc(33, 9)]));
      expect(found.length).toBeGreaterThan(0);
      expect(found[0]).toMatchObject({ personaId: 'planted', attribute: 'family name' });
    });
  }

  test('at the very beginning and at the very end', () => {
    expect(search(bytes)[0]?.offset).toBe(0);
    expect(search(Buffer.concat([Buffer.alloc(5), bytes]))[0]?.offset).toBe(5);
  });
});

test('the canary is silent where there is nothing', () => {
  const noise = Buffer.alloc(1 << 20);
  for (let at = 0; at < noise.length; at += 1) noise[at] = (at * 2_654_435_761) >>> 24;
  expect(search(noise)).toEqual([]);
});

test('a value that is too short to be searched for is refused, not dropped', () => {
  expect(() => patternsOf('planted', 'city', 'Quørr')).toThrow('too short');
});

test('an exception is read from the principles, with its direction', () => {
  const markdown =
    '# P\n\n## Exceptions\n\n| a | b | c |\n|---|---|---|\n| `GET /x` | response | why |\n\n## Next\n| `GET /y` | response | no |\n';
  expect(writtenExceptions(markdown)).toEqual([{ operation: 'GET /x', direction: 'response' }]);
  expect(() => writtenExceptions('## Exceptions\n| `GET /x` | both | why |')).toThrow(
    'must say request or response',
  );
});

test('the principles allow the answer of userinfo, both ways of asking, and nothing else', () => {
  const userinfo = '/api/openid_connect/userinfo';
  expect(writtenExceptions()).toEqual([
    { operation: `GET ${userinfo}`, direction: 'response' },
    { operation: `POST ${userinfo}`, direction: 'response' },
  ]);
  const markdown = '## Exceptions\n| `POST /x` | memory | why |';
  expect(writtenExceptions(markdown)).toEqual([]);
});
