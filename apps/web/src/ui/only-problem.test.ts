import { beforeEach, expect, test } from 'vitest';
import { noProblem, onlyProblem, type Problem } from './only-problem.ts';

const [first, second] = [[{ message: 'first' }], [{ message: 'second' }]];
const opened: { readonly gone: () => void }[] = [];
function form() {
  let standing = noProblem;
  const show = (problem: Problem) => void (standing = problem);
  const one = {
    sent: () => onlyProblem.sent(show),
    answered: (errors: Problem['errors']) => onlyProblem.answered(show, errors),
    gone: () => onlyProblem.gone(show),
    read: () => standing,
  };
  opened.push(one);
  return one;
}

beforeEach(() => {
  for (const one of opened.splice(0)) one.gone();
});

test('of several forms only the one that was sent last has a problem standing', () => {
  const [yes, no] = [form(), form()];
  yes.sent();
  yes.answered(first);
  expect(yes.read()).toEqual({ errors: first, isLate: false, leads: true });
  no.sent();
  expect([yes.read(), no.read()]).toEqual([noProblem, noProblem]);
  no.answered(second);
  expect([yes.read(), no.read()]).toEqual([
    noProblem,
    { errors: second, isLate: false, leads: true },
  ]);
});

test('a problem that comes late stands at its own form, and takes nobody from what was sent after it', () => {
  const [yes, no] = [form(), form()];
  yes.sent();
  no.sent();
  yes.answered(first);
  expect([yes.read(), no.read()]).toEqual([
    { errors: first, isLate: true, leads: false },
    noProblem,
  ]);
  no.answered(second);
  expect([yes.read(), no.read()]).toEqual([
    { errors: first, isLate: true, leads: false },
    { errors: second, isLate: false, leads: true },
  ]);
});

test('and so it does where what was sent after it has its problem already', () => {
  const [yes, no] = [form(), form()];
  yes.sent();
  no.sent();
  no.answered(second);
  yes.answered(first);
  expect([yes.read(), no.read()]).toEqual([
    { errors: first, isLate: true, leads: false },
    { errors: second, isLate: false, leads: true },
  ]);
});

test.each(['before', 'after'])(
  'the person is led to it where what was sent after it goes well, %s it came',
  (order) => {
    const [one, other] = [form(), form()];
    one.sent();
    other.sent();
    if (order === 'after') one.answered(first);
    other.answered([]);
    if (order === 'before') one.answered(first);
    expect([one.read(), other.read()]).toEqual([
      { errors: first, isLate: true, leads: true },
      noProblem,
    ]);
  },
);

test('it stays until somebody was led to it, however often the other form is sent meanwhile', () => {
  const [one, other, third] = [form(), form(), form()];
  one.sent();
  other.sent();
  one.answered(first);
  other.answered(second);
  other.sent();
  expect(one.read().errors).toBe(first);
  other.answered([]);
  expect(one.read()).toEqual({ errors: first, isLate: true, leads: true });
  third.sent();
  expect(one.read()).toBe(noProblem);
});

test('of two that came late each is led to', () => {
  const [one, two, last] = [form(), form(), form()];
  for (const each of [one, two, last]) each.sent();
  one.answered(first);
  two.answered(second);
  last.answered([]);
  expect([one.read().leads, two.read().leads]).toEqual([true, false]);
  one.sent();
  one.answered([]);
  expect([one.read(), two.read()]).toEqual([
    noProblem,
    { errors: second, isLate: true, leads: true },
  ]);
});

test('one whose form is sent again matters no more', () => {
  const [one, other] = [form(), form()];
  one.sent();
  other.sent();
  one.answered(first);
  one.sent();
  one.answered([]);
  other.answered([]);
  expect([one.read(), other.read()]).toEqual([noProblem, noProblem]);
});

test('nor does one whose form is gone, and a form that is gone keeps nobody from the others', () => {
  const [one, other, row] = [form(), form(), form()];
  one.sent();
  other.sent();
  row.sent();
  one.answered(first);
  other.answered(second);
  one.gone();
  row.gone();
  expect(other.read()).toEqual({ errors: second, isLate: true, leads: true });
});
