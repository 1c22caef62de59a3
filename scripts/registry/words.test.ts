import { describe, expect, test } from 'vitest';
import { wordsIn } from './words.ts';

const asked = (line: string) => wordsIn(line === '' ? [] : line.split(' '));
const commands = [
  'init',
  'validate',
  'diff',
  'sign',
  'fetch-keys',
  'secret',
  'rotate-key',
  'expiring',
];

describe('help is an answer, and names what there is', () => {
  test.each(['help', '--help', '-h', '--help --days 3'])('%s', (line) => {
    const answer = asked(line);
    if (answer.ok) expect.fail('was taken for a command');
    expect(answer.isHelp).toBe(true);
    for (const one of [...commands, '--home', '--sources', '--keys', '--out', 'COMMAND --help'])
      expect(answer.says).toContain(one);
  });

  test.each(commands.flatMap((one) => [`${one} --help`, `help ${one}`, `-h ${one} what else`]))(
    '%s',
    (line) => {
      const answer = asked(line);
      if (answer.ok) expect.fail('was taken for a command');
      expect(answer.isHelp).toBe(true);
      const name = commands.find((one) => line.split(' ').includes(one)) ?? '';
      expect(answer.says).toContain(`npm run -s registry -- ${name}`);
    },
  );
});

describe('what cannot be meant is said, with what can, and is no answer', () => {
  // prettier-ignore
  test.each<[string, string]>([
    ['',                          'npm run -s registry -- COMMAND'],
    ['nonsense',                  '"nonsense" is no command.'],
    ['toString',                  '"toString" is no command.'],
    ['help nonsense',             '"nonsense" is no command.'],
    ['init',                      'init needs CLIENT_ID and ORIGIN.'],
    ['init urn:test:a',           'init needs ORIGIN.'],
    ['init urn:test:a https://a.example.test b', 'init takes no "b".'],
    ['validate harbor.json',      'validate takes no "harbor.json".'],
    ['sign now',                  'sign takes no "now".'],
    ['fetch-keys a b',            'fetch-keys takes no "b".'],
    ['expiring 30',               'expiring takes no "30".'],
    ['validate --days 3',         'validate takes no --days.'],
    ['rotate-key --other-key',    'rotate-key takes no --other-key.'],
    ['sign --force',              'there is no option --force.'],
    ['sign -x',                   'there is no option -x.'],
    ['sign --toString',           'there is no option --toString.'],
    ['expiring --days',           '--days needs a value.'],
    ['expiring --days --home a',  '--days needs a value.'],
    ['sign --other-key=yes',      '--other-key takes no value.'],
  ])('%s', (line, says) => {
    const answer = asked(line);
    if (answer.ok) expect.fail('was taken for a command');
    expect(answer.isHelp).toBe(false);
    expect(answer.says).toContain(says);
    expect(answer.says).toContain('npm run -s registry -- ');
    expect(answer.says).not.toMatch(/ambiguous|positional|argument/);
  });
});

test('a command is taken with its words and options, in any order', () => {
  expect(asked('--home a init urn:test:a https://a.example.test')).toMatchObject({
    ok: true,
    asked: {
      name: 'init',
      words: ['urn:test:a', 'https://a.example.test'],
      values: { home: 'a' },
    },
  });
  expect(asked('sign --other-key')).toMatchObject({
    ok: true,
    asked: { name: 'sign', values: { 'other-key': true } },
  });
});
