import { describe, expect, test } from 'vitest';
import { applicantByLetter } from '../../testing/applicant-by-letter.ts';
import { expireLetters, remindOfLetters } from './letter-days.ts';

const hour = 60 * 60_000;
const day = 24 * hour;
const here = applicantByLetter();

/** A letter that was asked for, and mailed a day later. */
async function mailed() {
  const letterId = await here.sent();
  await here.collect();
  await here.tell(letterId, 'mailed');
  return letterId;
}

describe('whoever has a letter and did not enter its code is reminded (LETTER-3)', () => {
  const reminders = async () =>
    (await here.mails()).filter((kind) => kind === 'letter-reminder').length;

  test('once, two weeks after it was asked for', async () => {
    await mailed();
    here.house().wait(13 * day - hour);
    remindOfLetters(here.house().bff);
    expect(await reminders()).toBe(0);
    here.house().wait(hour);
    remindOfLetters(here.house().bff);
    remindOfLetters(here.house().bff);
    expect(await reminders()).toBe(1);
  });

  test('another profile has other days: nist-800-63a-3 reminds after one week', async () => {
    const { bff } = here.house();
    const { proofing, ...registry } = bff.registry;
    const under = { ...registry, proofing: { ...proofing, profile: 'nist-800-63a-3' as const } };
    await mailed();
    here.house().wait(6 * day - hour);
    remindOfLetters({ ...bff, registry: under });
    expect(await reminders()).toBe(0);
    here.house().wait(hour);
    remindOfLetters({ ...bff, registry: under });
    expect(await reminders()).toBe(1);
  });

  test('not before it can be there: of one that was never mailed nobody is reminded', async () => {
    const letterId = await here.sent();
    here.house().wait(15 * day);
    remindOfLetters(here.house().bff);
    await here.tell(letterId, 'mailed');
    here.house().wait(3 * day - hour);
    remindOfLetters(here.house().bff);
    expect(await reminders()).toBe(0);
    here.house().wait(hour);
    remindOfLetters(here.house().bff);
    expect(await reminders()).toBe(1);
  });
});

describe('whoever enters a code that is gone is told that it has expired, and not that another tab went on (LETTER-3)', () => {
  test('its days ended', async () => {
    await mailed();
    here.house().wait(30 * day);
    expireLetters(here.house().bff);
    here.back();
    expect((await here.submit('redeem-letter')).problem.code).toBe('code_expired');
  });

  test('the letter came back', async () => {
    await here.tell(await mailed(), 'returned');
    expect((await here.submit('redeem-letter')).problem.code).toBe('code_expired');
    expect((await here.application())?.state).toBe('letter-sent');
  });
});
