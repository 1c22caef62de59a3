import { expect, test } from 'vitest';
import type { FieldErrors } from './error-summary.tsx';
import { onlyProblem } from './only-problem.ts';

const [first, second] = [[{ message: 'first' }], [{ message: 'second' }]];
function form() {
  let standing: FieldErrors = [];
  const show = (errors: FieldErrors) => void (standing = errors);
  return { show, read: () => standing };
}

test('of several forms only the one that was sent last has a problem standing', () => {
  const [yes, no] = [form(), form()];
  onlyProblem.sent(yes.show);
  onlyProblem.answered(yes.show, first);
  expect(yes.read()).toBe(first);
  onlyProblem.sent(no.show);
  expect([yes.read(), no.read()]).toEqual([[], []]);
  onlyProblem.answered(no.show, second);
  expect([yes.read(), no.read()]).toEqual([[], second]);
});

test('an answer that comes late is not read as the answer to what was sent after it', () => {
  const [yes, no] = [form(), form()];
  onlyProblem.sent(yes.show);
  onlyProblem.sent(no.show);
  onlyProblem.answered(yes.show, first);
  expect([yes.read(), no.read()]).toEqual([[], []]);
  onlyProblem.answered(no.show, second);
  onlyProblem.answered(yes.show, first);
  expect([yes.read(), no.read()]).toEqual([[], second]);
});

test('but it is shown where what was sent after it went well', () => {
  const [one, other] = [form(), form()];
  onlyProblem.sent(one.show);
  onlyProblem.sent(other.show);
  onlyProblem.answered(other.show, []);
  onlyProblem.answered(one.show, first);
  expect([one.read(), other.read()]).toEqual([first, []]);
});
