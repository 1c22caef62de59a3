import { expect, test } from 'vitest';
import type { FieldErrors } from './error-summary.tsx';
import { showLatest } from './latest-problem.ts';

const [first, second] = [[{ message: 'first' }], [{ message: 'second' }]];
function form() {
  let standing: FieldErrors = [];
  const show = (errors: FieldErrors) => void (standing = errors);
  return { show, read: () => standing };
}

test('of several forms only the one that was sent last has a problem standing', () => {
  const [yes, no] = [form(), form()];
  showLatest(yes.show, first);
  expect(yes.read()).toBe(first);
  // Sent, and not answered yet.
  showLatest(no.show, []);
  expect([yes.read(), no.read()]).toEqual([[], []]);
  showLatest(no.show, second);
  expect([yes.read(), no.read()]).toEqual([[], second]);
  // The answer to the first comes late.
  showLatest(yes.show, first);
  expect([yes.read(), no.read()]).toEqual([first, []]);
});
