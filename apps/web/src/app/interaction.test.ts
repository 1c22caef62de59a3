import { expect, test } from 'vitest';
import { origin } from '../testing/installation.ts';
import { pretendBff } from '../testing/pretend-bff.ts';
import { interactionIn } from './interaction.ts';

// prettier-ignore
test.each([
  ['an interaction on this origin', `${origin}/interaction/a_b-C1`,                 'a_b-C1'],
  ['one on another origin',         'https://harbor.example.test/interaction/a',    undefined],
  ['a page below an interaction',   `${origin}/interaction/a/consent`,              undefined],
  ['no interaction',                `${origin}/account`,                            undefined],
  ['an empty one',                  `${origin}/interaction/`,                       undefined],
])('%s (AGENCY-10)', (_what, address, uid) => {
  pretendBff({});
  expect(interactionIn(new URL(address))).toBe(uid);
});
