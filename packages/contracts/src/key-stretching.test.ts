import * as v from 'valibot';
import { expect, test } from 'vitest';
import {
  passwordRegistrationSchema,
  stretchingCeiling,
  stretchingFloor,
  stretchingOfNewPasswords,
  stretchingOfReleases,
  stretchingSchema,
  type KeyStretching,
} from './key-stretching.ts';

test('the floor is not less than RFC 9106’s second recommended option (VAULT-5)', () => {
  expect(stretchingFloor.memory).toBeGreaterThanOrEqual(65_536);
  expect(stretchingFloor.iterations).toBeGreaterThanOrEqual(3);
  expect(stretchingFloor.parallelism).toBe(4);
});

test('a new password is stretched within what every browser will accept again (VAULT-5)', () => {
  expect(v.is(stretchingSchema, stretchingOfNewPasswords)).toBe(true);
});

test('a password is registered with what a release used, and with nothing else, however high (AUTH-2)', () => {
  const registered = (stretching: KeyStretching) =>
    v.is(passwordRegistrationSchema, { record: 'AAAA', begun: 'AAAA.AAAA', stretching });
  expect(stretchingOfReleases.every(registered)).toBe(true);
  expect(registered({ ...stretchingOfNewPasswords, memory: stretchingFloor.memory + 1 })).toBe(
    false,
  );
  expect(registered({ ...stretchingOfNewPasswords, iterations: 9 })).toBe(false);
});

test.each([
  ['the floor', {}],
  ['more memory', { memory: stretchingFloor.memory + 1 }],
  ['more passes', { iterations: stretchingFloor.iterations + 1 }],
  ['all there may be', stretchingCeiling],
])('%s is taken', (_what, other) => {
  expect(v.is(stretchingSchema, { ...stretchingFloor, ...other })).toBe(true);
});

test.each([
  [
    'less memory, with any number of passes',
    { memory: stretchingFloor.memory - 1, iterations: 10 },
  ],
  ['fewer passes, with any memory', { memory: stretchingCeiling.memory, iterations: 2 }],
  ['more memory than a telephone has', { memory: stretchingCeiling.memory + 1 }],
  ['more passes than anybody waits for', { iterations: stretchingCeiling.iterations + 1 }],
  ['fewer lanes', { parallelism: 1 }],
  ['more lanes', { parallelism: 8 }],
  ['a half of a pass', { iterations: 3.5 }],
  ['no number', { memory: Number.NaN }],
  ['text', { memory: '65536' }],
  ['another kind', { type: 'argon2i' }],
])('%s is refused (VAULT-5)', (_what, other) => {
  expect(v.is(stretchingSchema, { ...stretchingFloor, ...other })).toBe(false);
});
