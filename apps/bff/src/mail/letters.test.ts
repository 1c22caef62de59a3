import { languages } from '@signet/contracts/languages';
import { describe, expect, test } from 'vitest';
import type { Letter } from './letters.ts';
import { writeLetter } from './letters.ts';
import { english } from './letters-in-english.ts';
import { spanish } from './letters-in-spanish.ts';

const link = 'https://signet.example.test/somewhere#token=x';
const kinds = Object.keys(english) as Letter['kind'][];
/** Everything that a letter may tell of. */
const full = {
  link,
  until: 0,
  since: 0,
  takenBack: ['passkey', 'totp', 'sms', 'backup-codes', 'address', 'recovery-key'],
  broughtBack: true,
} as const;

test('every letter is there in every language (LANG-2)', () => {
  expect(kinds.length).toBeGreaterThan(40);
  expect(Object.keys(spanish).toSorted()).toEqual(kinds.toSorted());
});

describe.each(kinds)('%s', (kind) => {
  test.each([
    { kind, link },
    { kind, ...full },
  ])('is whole in each of them (LANG-2)', (letter) => {
    const written = languages.map((language) => writeLetter(letter, language));
    const [en, es] = written.map(({ text }) => text);
    for (const { subject, text } of written) {
      expect(subject).toMatch(/^\S.*[^.\s]$/);
      expect(subject.length).toBeLessThan(80);
      expect(text).toMatch(/\S\n$/);
      expect(text).not.toMatch(/ {2}|undefined|\s[.,:;]|\n{3}/);
      expect(text.split(link)).toHaveLength(2);
    }
    // Paragraph by paragraph, so that none was forgotten.
    expect(es?.split('\n\n')).toHaveLength(en?.split('\n\n').length ?? 0);
  });

  test('says nothing of it in another one (LANG-2)', () => {
    const { subject, text } = writeLetter({ kind, ...full }, 'es');
    const said = `${subject}\n${text.replaceAll(link, '')}`;
    expect(said).not.toMatch(
      /\b(?:the|your|you|was|were|and|of|with|this|account|password|at|January)\b/i,
    );
    // What begins as a question or a shout ends as one, and the other way round.
    expect(said.match(/¿/g)?.length).toBe(said.match(/\?/g)?.length);
    expect(said.match(/¡/g)?.length).toBe(said.match(/!/g)?.length);
    const inEnglish = writeLetter({ kind, ...full }, 'en');
    expect(subject).not.toBe(inEnglish.subject);
  });
});

test('a day and a list are written as in the language (LANG-2)', () => {
  const words = (kind: Letter['kind']) => writeLetter({ kind, ...full }, 'es').text;
  expect(words('codes-off-elsewhere')).toContain('hasta el 1 de enero de 1970');
  expect(words('sign-in-disavowed')).toContain('códigos de respaldo, direcciones');
  expect(words('sign-in-disavowed')).toContain(' y la clave de recuperación.');
});
