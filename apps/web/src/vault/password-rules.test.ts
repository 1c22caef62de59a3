import { describe, expect, test } from 'vitest';
import { passwordMistake } from './password-rules.ts';

const email = 'quillonette@example.test';
/** One code point that is two UTF-16 units and four bytes. */
const wide = '🦭';

describe('length is counted in code points as written in NFC (SP 800-63B-4 §3.1.1.2, AUTH-18)', () => {
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

describe('a password is more than the e-mail address and the name of this site (AUTH-18)', () => {
  const dotted = 'ann.lee_oak@example.test';
  // prettier-ignore
  test.each([
    ['the address',                   email,                        email,  'mostly_email'],
    ['the address in capitals',       email.toUpperCase(),          email,  'mostly_email'],
    ['the address and little more',   `${email}12345`,              email,  'mostly_email'],
    ['its name and little more',      'quillonette2026',            email,  'mostly_email'],
    ['its name twice',                'quillonettequillonette',     email,  'mostly_email'],
    ['its name, and this site',       'Signet Quillonette',         email,  'mostly_email'],
    ['its name without the dots',     'AnnLeeOak 1985!',            dotted, 'mostly_email'],
    ['its name, composed otherwise',  'zoe\u0308zoe\u0308zoe\u0308zoe\u0308zoe\u0308', 'zo\u00eb@example.test', 'mostly_email'],
    ['a short name, five times',      'annannannannann',            'ann@example.test', 'mostly_email'],
    ['this site, three times',        'signet signet Signet',       email,  'mostly_signet'],
    ['this site and a year',          'The Signet 2026',            email,  'mostly_signet'],
    ['the address within a phrase',   `my ${email} and a lot more`, email,  undefined],
    ['its name within a phrase',      'quillonette rows a boat',    email,  undefined],
    ['this site within a phrase',     'a signet ring and nine owls', email, undefined],
    ['a name of two letters',         'alalalalalalalal',           'al@example.test', undefined],
    ['nothing of it',                 'seven grey herons',          email,  undefined],
    ['no address, any password',      'seven grey herons',          '',     undefined],
    ['no address, and this site',     'signetsignetsignet',         '',     'mostly_signet'],
    ['not an address',                'seven grey herons',          '@',    undefined],
  ] as const)('%s', (_what, password, address, mistake) => {
    expect(passwordMistake(password, address)).toBe(mistake);
  });
});
