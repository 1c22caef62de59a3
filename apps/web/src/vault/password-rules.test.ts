import { describe, expect, test } from 'vitest';
import { passwordMistake } from './password-rules.ts';

const email = 'quillonette@example.test';
/** One code point that is two UTF-16 units and four bytes. */
const wide = '🦭';

describe('length is counted in code points as written in NFC (SP 800-63B-4 §3.1.1.2)', () => {
  // prettier-ignore
  test.each([
    ['nothing',                       '',                       'too_short'],
    ['14 letters',                    'a'.repeat(14),           'too_short'],
    ['15 letters',                    'a'.repeat(15),           undefined],
    ['15 spaces',                     ' '.repeat(15),           undefined],
    ['14 wide characters',            wide.repeat(14),          'too_short'],
    ['15 wide characters',            wide.repeat(15),          undefined],
    ['14 letters with their accents apart', 'e\u0301'.repeat(14), 'too_short'],
    ['15 letters with their accents apart', 'e\u0301'.repeat(15), undefined],
    ['1024 wide characters',          wide.repeat(1_024),       undefined],
    ['1024 letters with their accents apart', 'e\u0301'.repeat(1_024), undefined],
    ['1025 letters',                  'a'.repeat(1_025),        'too_long'],
  ] as const)('%s', (_what, password, mistake) => {
    expect(passwordMistake(password, email)).toBe(mistake);
  });
});

describe('a password is not the e-mail address', () => {
  // prettier-ignore
  test.each([
    ['the address',                   email,                       email, 'contains_email'],
    ['the address in capitals',       email.toUpperCase(),         email, 'contains_email'],
    ['the address within more',       `my ${email} and a lot more`, email, 'contains_email'],
    ['its name and little more',      'quillonette2026',           email, 'contains_email'],
    ['its name twice',                'quillonettequillonette',    email, 'contains_email'],
    ['its name within a long phrase', 'quillonette rows a boat',   email, undefined],
    ['a short name, which is any word', 'annannannannann',         'ann@example.test', undefined],
    ['nothing of it',                 'seven grey herons',         email, undefined],
  ] as const)('%s', (_what, password, address, mistake) => {
    expect(passwordMistake(password, address)).toBe(mistake);
  });
});
