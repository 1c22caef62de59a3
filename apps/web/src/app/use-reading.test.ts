import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, expect, test, vi } from 'vitest';
import { useReading, type Reading } from './use-reading.ts';

type Outcome = Pick<Reading, 'problem' | 'tries'>;

/** What the page is told, which is not drawn anew here. */
let outcome: Outcome | undefined;
vi.mock('react', async (load) => ({
  ...(await load<typeof import('react')>()),
  useState: (first: Outcome) => {
    outcome = first;
    return [first, (next: (before: Outcome) => Outcome) => (outcome = next(outcome ?? first))];
  },
}));
beforeEach(() => {
  outcome = undefined;
});

type Answer = Reading['problem'];
const twoAnswers = () =>
  [Promise.withResolvers<Answer>(), Promise.withResolvers<Answer>()] as const;

/** A page that reads once for each of the answers, all at the same time. */
function readingsOf(
  answers: readonly Promise<Answer>[],
  show: (place: number) => void = () => undefined,
): Promise<void>[] {
  let begun = 0;
  const given: Reading[] = [];
  const read = async (isLatest: () => boolean) => {
    const place = begun++;
    const problem = await answers[place];
    if (isLatest()) show(place);
    return problem;
  };
  function Page() {
    given.push(useReading(read));
    return null;
  }
  renderToStaticMarkup(createElement(Page));
  return answers.map(async () => given[0]?.again());
}

test('of two readings at once the one that began later is shown, whichever answers first', async () => {
  const [first, second] = twoAnswers();
  const shown: number[] = [];
  const readings = readingsOf([first.promise, second.promise], (place) => shown.push(place));
  second.resolve(undefined);
  await readings[1];
  first.resolve(undefined);
  await readings[0];
  expect(shown).toEqual([1]);
});

const wrong = { message: 'what was wrong' };
const anotherWrong = { message: 'what was wrong before' };

test.each<[string, Answer, Answer]>([
  ['raises no problem where the later one found none', anotherWrong, undefined],
  ['leaves the problem of the later one where it found none itself', undefined, wrong],
  ['puts no problem in the place of the later one’s', anotherWrong, wrong],
])('an older answer that comes late %s', async (_what, older, later) => {
  const [first, second] = twoAnswers();
  const readings = readingsOf([first.promise, second.promise]);
  second.resolve(later);
  await readings[1];
  expect(outcome).toEqual({ problem: later, tries: 1 });
  first.resolve(older);
  await readings[0];
  expect(outcome).toEqual({ problem: later, tries: 1 });
});

test('neither does one that breaks', async () => {
  const [first, second] = twoAnswers();
  const readings = readingsOf([first.promise, second.promise]);
  second.resolve(undefined);
  await readings[1];
  first.reject(new Error('no answer'));
  await readings[0];
  expect(outcome).toEqual({ problem: undefined, tries: 1 });
});
