import { expect, test } from 'vitest';
import type { FieldErrors } from './error-summary.tsx';
import { showOnly } from './only-problem.ts';

const [first, second] = [[{ message: 'first' }], [{ message: 'second' }]];
function form() {
  let standing: FieldErrors = [];
  const show = (errors: FieldErrors) => void (standing = errors);
  return { show, read: () => standing };
}

test('of several forms only the one that was sent last has a problem standing', () => {
  const [yes, no] = [form(), form()];
  showOnly(yes.show, first);
  expect(yes.read()).toBe(first);
  // Sent, and not answered yet.
  showOnly(no.show, []);
  expect([yes.read(), no.read()]).toEqual([[], []]);
  showOnly(no.show, second);
  expect([yes.read(), no.read()]).toEqual([[], second]);
  // The answer to the first comes late.
  showOnly(yes.show, first);
  expect([yes.read(), no.read()]).toEqual([first, []]);
});
