import { expect, test } from 'vitest';
import { pairwiseSubject, rememberSubjects } from './pairwise-subject.ts';

const key = Buffer.alloc(32, 7);

test('AGENCY-6: what is remembered is what would be made anew, for each sector and account, and goes when there is too much of it', () => {
  const subjectOf = rememberSubjects(key, 2);
  const of = (sector: string, account: string) => {
    expect(subjectOf(sector, account)).toBe(pairwiseSubject(key, sector, account));
    return subjectOf(sector, account);
  };
  const subjects = ['harbor', 'parks', 'harbor\0'].flatMap((sector) =>
    ['ada', 'ben'].map((account) => of(sector, account)),
  );
  expect(new Set(subjects).size).toBe(subjects.length);
});
