import { beforeAll, describe, expect, test } from 'vitest';
import type { Application } from '@signet/contracts/proofing';
import { clockTime } from '../app/clock-time.ts';
import { speakEnglish } from '../testing/texts.ts';
import { triesText } from './tries-text.ts';

beforeAll(speakEnglish);

const resetsAt = '2031-03-09T10:00:00.000Z';
const after = (left: number, end: string | null): Application => ({
  applicationId: `app_${'0'.repeat(22)}`,
  state: 'started',
  agencyClientId: null,
  awaitsLetter: false,
  review: null,
  attempts: [{ step: 'examine-document', left, resetsAt: end }],
});

describe('a message about a failed try says how many are left, after the last one the time of the next (PROOF-11)', () => {
  // prettier-ignore
  test.each([
    ['one is left',           after(1, resetsAt), 'It has expired. Use another. Tries left: 1.'],
    ['it was the last',       after(0, resetsAt), `It has expired. You have no tries left for now. You can try again at ${clockTime(resetsAt)}.`],
    ['no time brings more',   after(0, null),     'It has expired. You have no tries left for now.'],
  ])('%s', (_when, application, text) => {
    expect(triesText(application, 'examine-document', 'It has expired.', 'Use another.')).toBe(text);
  });
});
