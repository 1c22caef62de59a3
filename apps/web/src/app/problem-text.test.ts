import { beforeAll, describe, expect, test } from 'vitest';
import { problemStatus, type ProblemCode } from '@signet/contracts/problem';
import { speakEnglish } from '../testing/texts.ts';
import { problemText } from './problem-text.ts';

beforeAll(speakEnglish);

const codes = [
  ...(Object.keys(problemStatus) as ProblemCode[]),
  'no_answer',
  'offline',
  'outcome_unknown',
  'page_outdated',
  'agency_changed',
  'agency_unchecked',
] as const;
const today = (hours: number) => new Date(new Date().setHours(hours, 5, 0, 0)).toISOString();

test.each(codes)('%s is a sentence that a person can read', (code) => {
  const text = problemText({ code });
  expect(text).toMatch(/^[A-Z].+[.]$/);
  expect(text).not.toMatch(/[_{}]|undefined|problem\./);
});

describe('what is left, and when more come, is shown (PROOF-11)', () => {
  // prettier-ignore
  test.each([
    [{ attemptsLeft: 2 },                         'You have tried too often. Tries left: 2.'],
    [{ attemptsLeft: 0 },                         'You have tried too often.'],
    [{ attemptsLeft: 0, retryAt: today(9) },      'You have tried too often. You can try again at 9:05 AM.'],
    [{ attemptsLeft: 1, retryAt: today(21) },     'You have tried too often. Tries left: 1. You can try again at 9:05 PM.'],
  ])('%o', (more, text) => {
    expect(problemText({ code: 'too_many_attempts', ...more }).replaceAll(/\s/g, ' ')).toBe(text);
  });
});
