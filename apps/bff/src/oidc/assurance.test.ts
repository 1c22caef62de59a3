import { expect, test } from 'vitest';
import { authenticationMethods } from './assurance.ts';

// prettier-ignore
test.each([
  ['password and app',                    'pwd otp',      ['pwd', 'otp', 'mfa']],
  ['password and text message',           'pwd sms',      ['pwd', 'sms', 'mfa']],
  ['password and passkey',                'pwd hwk',      ['pwd', 'hwk', 'mfa']],
  ['a passkey alone',                     'hwk',          ['hwk', 'mfa']],
  ['a recovery key and a passkey',        'recovery hwk', ['hwk', 'mfa']],
  ['a recovery key and an app: both are held', 'recovery otp', ['otp']],
  ['a recovery key alone',                'recovery',     []],
])('what an agency is told of %s', (_what, methods, told) => {
  expect(authenticationMethods(methods)).toEqual(told);
});
