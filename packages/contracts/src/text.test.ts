import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  accountId,
  applicationId,
  attemptId,
  authenticatorId,
  interactionUid,
  slotId,
} from './ids.ts';
import { opaqueMessageLimit } from './opaque.ts';
import { operationTable } from './operation-table.ts';
import { socialSecurityNumber } from './person.ts';
import { usPhoneNumber } from './us-phone-number.ts';
import {
  base64url,
  calendarDate,
  compactJwe,
  compactJws,
  emailAddress,
  instant,
  newEmailAddress,
} from './text.ts';

const lastWord = '0123456789abcdefghjkmnpqrs';

describe('identifiers', () => {
  const kinds: [string, v.GenericSchema][] = [
    ['sub', accountId],
    ['app', applicationId],
    ['slt', slotId],
    ['atn', authenticatorId],
    ['att', attemptId],
  ];

  test.each(kinds)('%s_… is of its own kind only', (prefix, schema) => {
    expect(v.is(schema, `${prefix}_${lastWord}`)).toBe(true);
    for (const [other] of kinds.filter(([one]) => one !== prefix))
      expect(v.is(schema, `${other}_${lastWord}`)).toBe(false);
  });

  // prettier-ignore
  test.each([
    ['25 characters',            'sub_0123456789abcdefghjkmnpqr'],
    ['27 characters',            'sub_0123456789abcdefghjkmnpqrst'],
    ['capitals',                 `sub_${lastWord.toUpperCase()}`],
    ['an i',                     `sub_i${lastWord.slice(1)}`],
    ['an l',                     `sub_l${lastWord.slice(1)}`],
    ['an o',                     `sub_o${lastWord.slice(1)}`],
    ['a u',                      `sub_u${lastWord.slice(1)}`],
    ['no prefix',                lastWord],
    ['a line break behind',      `sub_${lastWord}\n`],
    ['a space before',           ` sub_${lastWord}`],
    ['a path',                   `sub_../${lastWord.slice(3)}`],
    ['nothing',                  ''],
  ])('%s is no identifier', (_what, text) => {
    expect(v.is(accountId, text)).toBe(false);
  });

  test('an interaction’s name is one segment of a path (AGENCY-10)', () => {
    expect(v.is(interactionUid, 'a_b-C1d2e3')).toBe(true);
    for (const wrong of ['', 'short', 'a'.repeat(65), 'with/a/slash', 'with.dots.', 'with%2Fslash'])
      expect(v.is(interactionUid, wrong)).toBe(false);
  });
});

describe('texts', () => {
  // prettier-ignore
  test.each<[string, v.GenericSchema, readonly string[], readonly string[]]>([
    ['base64url',     base64url(4),      ['A', 'a-_9'],                       ['', 'a+b', 'a/b', 'a=', 'abcde', 'a b', 'a\n', 'é']],
    ['a compact JWE', compactJwe(20),    ['a.b.c.d.e', 'a..c.d.e'],           ['', '.b.c.d.e', 'a.b.c.d', 'a.b.c.d.e.f', 'a.b.c.d.e=', 'a.b.c.d.e\n', 'a'.repeat(16) + '.b.c.d.e']],
    ['a compact JWS', compactJws(20),    ['a.b.c'],                           ['', 'a.b', 'a.b.', 'a..c', 'a.b.c.d', 'a.b.c\n', 'a'.repeat(20) + '.b.c']],
    ['an instant',    instant,           ['2026-11-24T10:00:00Z', '2026-11-24T10:00:00.000Z'], ['', '2026-11-24', 'now', '24 Nov 2026', '2026-13-24T10:00:00Z']],
    ['a date',        calendarDate,      ['1981-03-09'],                      ['', '1981-3-9', '03/09/1981', '1981-00-09', '19810309']],
    ['an SSN',        socialSecurityNumber, ['900456712'],                    ['', '900-45-6712', '90045671', '9004567123', '٩٠٠٤٥٦٧١٢', '900456712\n']],
    ['a US number',   usPhoneNumber,     ['+12025550143'],                    ['', '2025550143', '+442079460143', '+11025550143', '+1202555014', '+12025550143\n']],
  ])('%s', (_what, schema, good, bad) => {
    for (const text of good) expect(v.is(schema, text)).toBe(true);
    for (const text of bad) expect({ text, taken: v.is(schema, text) }).toEqual({ text, taken: false });
    for (const wrong of [undefined, null, 7, {}, [good[0]]]) expect(v.is(schema, wrong)).toBe(false);
  });

  // prettier-ignore
  test.each([
    ['small letters, no spaces around',    '  Quillonette@Example.TEST ',       'quillonette@example.test'],
    ['an apostrophe',                      "o'Brien@example.test",              "o'brien@example.test"],
    ['every other sign of HTML’s',         '.!#$%&*+/=?^_`{|}~-@example.test',  '.!#$%&*+/=?^_`{|}~-@example.test'],
    ['a domain of many labels',            'a@b-1.c--d.2e.example.test',        'a@b-1.c--d.2e.example.test'],
    ['a domain as DNS has it',             'user@XN--Mnchen-3ya.de',            'user@xn--mnchen-3ya.de'],
    ['the same as people write it',        'user@MÜNCHEN.de',                   'user@xn--mnchen-3ya.de'],
    ['the same, umlaut in two characters', 'user@mu\u0308nchen.de',             'user@xn--mnchen-3ya.de'],
    ['another script, to the end',         'user@пример.рф',                    'user@xn--e1afmkfd.xn--p1ai'],
    ['letters that only look like o',      'a@gооgle.com',                      'a@xn--ggle-55da.com'],
    ['a middle dot, as in Catalan',        'a@col·lecció.test',                 'a@xn--collecci-ioa91d.test'],
    ['a joiner, as in Persian',            'a@نامه\u200Cای.test',              'a@xn--mgba3gch31f060k.test'],
    ['the other joiner, as in Sinhala',    'a@ශ්\u200Dරී.test',                'a@xn--10cl1a0b660p.test'],
    ['wide letters',                       'a@ｅxample.test',                   'a@example.test'],
    ['64 characters, and 254 of all',      `${'a'.repeat(64)}@${'b.'.repeat(92)}test1`, `${'a'.repeat(64)}@${'b.'.repeat(92)}test1`],
  ])('an e-mail address with %s (AUTH-19)', (_what, text, address) => {
    expect(v.parse(emailAddress, text)).toBe(address);
    expect(v.parse(emailAddress, address)).toBe(address);
  });

  // prettier-ignore
  test.each([
    ['nothing',                           ''],
    ['no @',                              'no-at'],
    ['two of them',                       'two@@example.test'],
    ['two addresses',                     'a@example.test,b@example.test'],
    ['a name before it',                  'A <a@example.test>'],
    ['a quoted part',                     '"a b"@example.test'],
    ['a comment',                         'a(b)@example.test'],
    ['a space',                           'a b@example.test'],
    ['a header after it',                 'a@example.test\nbcc: b@example.test'],
    ['a header in it',                    'a\r\nbcc:b@example.test'],
    ['a null character',                  'a\0@example.test'],
    ['half a character',                  'a\uD83E@example.test'],
    ['a K that is the sign of kelvin',    '\u212Aate@example.test'],
    ['a long s',                          '\u017Fam@example.test'],
    ['an umlaut before the @',            'jürgen@example.test'],
    ['a domain of one label',             'a@b'],
    ['an empty label',                    'a@b..test'],
    ['a full stop at the end',            'a@example.test.'],
    ['a hyphen at the end of a label',    'a@b-.test'],
    ['a hyphen at its beginning',         'a@-b.test'],
    ['a label that is too long',          `a@${'b'.repeat(64)}.test`],
    ['an IP address',                     'a@127.0.0.1'],
    ['one that only a URL knows',         'a@0x7f.1'],
    ['one in wide digits',                'a@１２７.0.0.1'],
    ['a port',                            'a@example.test:25'],
    ['a path',                            'a@example.test/b.test'],
    ['an escaped letter',                 'a@ex%61mple.test'],
    ['an underscore',                     'a@b_c.test'],
    ['a joiner that joins nothing',       'a@exam\u200Cple.test'],
    ['the other one',                     'a@exam\u200Dple.test'],
    ['a soft hyphen',                     'a@exam\u00ADple.test'],
    ['255 characters',                    `${'a'.repeat(64)}@${'b.'.repeat(92)}test12`],
    ['no end',                            `a@${'b.'.repeat(300)}test`],
  ])('is none with %s', (_what, wrong) => {
    for (const schema of [emailAddress, newEmailAddress]) expect(v.is(schema, wrong)).toBe(false);
  });

  test('one with more than 64 characters before the @ opens the account that it has, and begins none (AUTH-19)', () => {
    const startLoginRequest = 'A';
    for (const email of [`${'a'.repeat(65)}@example.test`, `${'a'.repeat(241)}@example.test`]) {
      for (const name of ['beginSignIn', 'beginRecovery', 'beginReset'] as const)
        expect({
          name,
          email: v.parse(
            operationTable[name].input,
            name === 'beginSignIn' ? { email, startLoginRequest } : { email },
          ).email,
        }).toEqual({ name, email });
      for (const name of ['beginSignUp', 'addEmail'] as const)
        expect({ name, taken: v.is(operationTable[name].input, { email }) }).toEqual({
          name,
          taken: false,
        });
    }
    for (const name of ['beginSignUp', 'addEmail'] as const)
      expect(v.is(operationTable[name].input, { email: `${'a'.repeat(64)}@example.test` })).toBe(
        true,
      );
  });
});

/** A message of an operation that is taken, and what is not (WEB-3). */
describe('what the browser asks has bounds (WEB-3)', () => {
  const message = 'A'.repeat(opaqueMessageLimit);
  const email = 'quillonette@example.test';

  // prettier-ignore
  test.each<[keyof typeof operationTable, object, readonly object[]]>([
    ['beginSignUp',   { email },                                        [{ email, interaction: 'a/b' }, { email, name: 'x' }]],
    ['confirmEmail',  { token: 'A'.repeat(64) },                        [{ token: 'A'.repeat(65) }, { token: '' }]],
    ['beginPassword', { registrationRequest: message },                 [{ registrationRequest: `${message}A` }, { password: 'x' }]],
    ['beginSignIn',   { email, startLoginRequest: message },            [{ email, startLoginRequest: `${message}A` }, { email, startLoginRequest: 'A', password: 'x' }]],
    ['submitTotp',    { code: '012345' },                               [{ code: 12345 }, { code: '12345' }, { code: '0123456' }, { code: '01234\n' }, { code: '٠١٢٣٤٥' }]],
    ['startProofing', {},                                               [{ agencyClientId: 'a'.repeat(201) }, { agencyClientId: null }]],
    ['submitStep',    { step: 'issue', request: 'a..b.c.d' },           [{ step: 'sign', request: 'a..b.c.d' }, { step: 'issue', request: 'plain' }, { step: 'issue', request: { a: 1 } }]],
    ['grantConsent',  { claims: ['email'], release: 'a..b.c.d' },       [{ claims: ['account'] }, { claims: ['email'], release: `${'a'.repeat(65_536)}..b.c.d` }, { claims: 'email' }, { claims: ['email'], given_name: 'x' }]],
    ['refuseConsent', {},                                               [{ why: 'x' }]],
  ])('%s', (name, good, bad) => {
    const { input } = operationTable[name];
    expect(v.safeParse(input, good)).toMatchObject({ success: true, output: good });
    for (const one of bad) expect({ one, taken: v.is(input, one) }).toEqual({ one, taken: false });
  });
});

describe('where the page shows an address, at consent and elsewhere, the bff can name one, and say nothing (AGENCY-1)', () => {
  const named = (email: string) => {
    const id = 'eml_00000000000000000000000001';
    const addedAt = '2026-11-01T00:00:00.000Z';
    const reply = { emails: [{ id, email, primary: true, confirmed: true, addedAt }] };
    const [accountId, passwordSlotId] = [
      'sub_00000000000000000000000001',
      'slt_00000000000000000000000001',
    ];
    const session = { stage: 'sign-up', email, accountId, passwordSlotId };
    const isTaken = v.is(operationTable.readEmails.reply, reply);
    expect(v.is(operationTable.readSession.reply, session)).toBe(isTaken);
    return isTaken;
  };

  // prettier-ignore
  test.each([
    ['an address',                     'person@example.test', true],
    ['a long one',                     `${'a'.repeat(240)}@example.test`, true],
    ['a sentence',                     'Call 202-555-0143 to go on', false],
    ['a sentence about an address',    'write to help@example.test first', false],
    ['one of spaces that do not break', 'write\u00A0to\u00A0help@example.test', false],
    ['one of a blank that counts as none', 'write\u2800to\u2800help@example.test', false],
    ['one of letters that nobody sees', 'write\u3164to\u3164help@example.test', false],
    ['one that reads the other way',   'help\u202Eto@example.test', false],
    ['two addresses',                  'a@example.test,b@example.test', false],
    ['nothing',                        '', false],
  ])('%s', (_what, email, isTaken) => {
    expect(named(email)).toBe(isTaken);
  });
});
