import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import type { ApplicationId } from '@signet/contracts/ids';
import { letterStatuses, type LetterStatus } from '@signet/contracts/letter';
import { accounts, applications, identities, postalLetters } from '../../db/schema.ts';
import { applicantByLetter } from '../../testing/applicant-by-letter.ts';
import { sealedLetter } from '../../testing/pretend-proofing.ts';
import { handOverLetters } from './hand-over-letters.ts';
import { expireLetters, remindOfLetters } from './letter-days.ts';
import { isOnItsWay, letterMoves, type LetterMove } from './letter-moves.ts';
import { moveLetters } from './move-letter.ts';

const hour = 60 * 60_000;
const day = 24 * hour;
const here = applicantByLetter();

describe('the queue of letters (LETTER-1, LETTER-4)', () => {
  test('holds what only the print shop opens, and a hash; after the hand-over not even that', async () => {
    const letterId = await here.sent();
    expect(here.stored()[0]).toMatchObject({
      letterSealed: sealedLetter,
      codeHash: 'l'.repeat(43),
    });
    expect((await here.letters())[0]).toMatchObject({ status: 'requested', handedOverAt: null });
    expect(here.house().bytesAtRest().includes(sealedLetter)).toBe(true);
    await here.collect();
    expect(here.shop().prints.get(letterId)).toBe(1);
    expect(here.shop().idempotencyKeys.at(-1)).toBe(letterId);
    expect((await here.letters())[0]).toMatchObject({ status: 'handed-over' });
    expect(here.stored()[0]).toMatchObject({ letterSealed: null });
    here.house().bff.db.$client.pragma('wal_checkpoint(TRUNCATE)');
    expect(here.house().bytesAtRest().includes(sealedLetter)).toBe(false);
  });

  test('waits for the day’s collection, and no letter goes before', async () => {
    const letterId = await here.sent();
    await handOverLetters(here.house().bff);
    expect(here.shop().prints.has(letterId)).toBe(false);
    here.house().wait(day - (here.house().bff.now() % day) - 1);
    await handOverLetters(here.house().bff);
    expect(here.shop().prints.has(letterId)).toBe(false);
    here.house().wait(1);
    await handOverLetters(here.house().bff);
    expect(here.shop().prints.get(letterId)).toBe(1);
  });

  test('takes no letter but the one that proofing signed for', async () => {
    here.proofing().answers({ letter: 'an.other.letter.of.somebody' });
    expect((await here.submit('send-letter')).problem.code).toBe('temporarily_unavailable');
    here.proofing().answers({ facts: { letter: undefined } });
    expect((await here.submit('send-letter')).problem.code).toBe('temporarily_unavailable');
    const letter = {
      letterId: `ltr_${'0'.repeat(26)}`,
      codeHash: 'l'.repeat(43),
      expiresAt: new Date(here.house().bff.now() + 30 * day).toISOString(),
      sealedDigest: createHash('sha256').update(sealedLetter).digest('base64url'),
      elsewhere: false,
    };
    here.proofing().answers({ facts: { letter } });
    expect((await here.submit('send-letter')).problem.code).toBe('temporarily_unavailable');
    expect(here.stored()).toEqual([]);
    expect((await here.application())?.state).toBe('information-checked');
  });
});

describe('letters move only along the table (LETTER-2)', () => {
  test.each(Object.keys(letterMoves) as LetterMove[])('%s', (move) => {
    for (const from of letterStatuses) {
      here.house().bff.db.delete(postalLetters).run();
      const allowed = (letterMoves[move].from as readonly LetterStatus[]).includes(from);
      const id = here.house().putLetter(here.accountId(), {
        status: from,
        codeHash: isOnItsWay(from) ? ('l'.repeat(43) as never) : null,
        letterSealed: from === 'requested' ? (sealedLetter as never) : null,
      });
      const moved = moveLetters(here.house().bff.db, 1, move, eq(postalLetters.id, id));
      expect(moved.map(({ status }) => status)).toEqual(allowed ? [letterMoves[move].to] : []);
      const [letter] = here.stored();
      expect(letter?.status).toBe(allowed ? letterMoves[move].to : from);
      expect(letter?.codeHash === null).toBe(!isOnItsWay(letter?.status ?? from));
    }
  });

  test('a letter of an application that was left is worth nothing, and stands for no other’s', async () => {
    const first = await here.sent();
    const db = here.house().bff.db;
    const left = here.stored()[0]?.applicationId as ApplicationId;
    db.update(applications).set({ state: 'issued' }).run();
    db.update(accounts).set({ verifiedAt: here.house().bff.now() }).run();
    expect((await here.applicant().ask('startProofing', { anew: true })).value.state).toBe(
      'started',
    );
    expect((await here.letters())[0]).toMatchObject({ letterId: first, status: 'cancelled' });
    // As the database may still have it from before.
    here.house().putLetter(here.accountId(), { applicationId: left });
    db.update(applications)
      .set({ state: 'letter-sent', ssnIndex: 'i'.repeat(43) as never })
      .run();
    const calls = here.proofing().calls.length;
    expect((await here.submit('redeem-letter')).problem.code).toBe('wrong_step');
    expect(here.proofing().calls.length).toBe(calls);
  });

  test('a new letter makes the one before worth nothing', async () => {
    const first = await here.sent();
    here.house().wait(day);
    here.back();
    const second = await here.sent();
    const [newest, older] = await here.letters();
    expect(newest).toMatchObject({ letterId: second, status: 'requested' });
    expect(older).toMatchObject({ letterId: first, status: 'replaced' });
    await handOverLetters(here.house().bff);
    expect(here.shop().prints.has(first)).toBe(false);
  });

  test('its code confirms the address once', async () => {
    await here.sent();
    await here.collect();
    expect((await here.submit('redeem-letter')).value.application.state).toBe('address-confirmed');
    expect((await here.letters())[0]?.status).toBe('confirmed');
    expect((await here.submit('redeem-letter')).problem.code).toBe('wrong_step');
    expect((await here.submit('issue')).value.application.state).toBe('issued');
  });

  test('an address confirmed by phone meanwhile, or another document, ends it', async () => {
    await here.sent();
    here.proofing().answers({
      facts: {
        confirmation: {
          codeHash: 'h'.repeat(43),
          expiresAt: new Date(here.house().bff.now() + hour).toISOString(),
        },
      },
    });
    expect((await here.submit('send-code')).value.application).toMatchObject({
      state: 'code-sent',
      awaitsLetter: true,
    });
    expect((await here.letters())[0]?.status).toBe('requested');
    here.proofing().answers({});
    expect((await here.submit('redeem-code')).value.application.state).toBe('address-confirmed');
    expect((await here.letters())[0]?.status).toBe('cancelled');
    await here.submit('examine-document');
    await here.submit('check-information');
    here.house().wait(day);
    here.back();
    await here.sent();
    await here.submit('examine-document');
    expect((await here.letters())[0]?.status).toBe('cancelled');
  });

  test('under nist-800-63a-4 it is waited for after the phone is confirmed, since both raise the level (PROOF-20)', async () => {
    await underRevision4(async () => {
      await here.sent();
      expect(await afterPhone()).toBe('letter-sent');
      expect((await here.letters())[0]?.status).toBe('requested');
      await here.collect();
      expect((await here.submit('redeem-letter')).value.application.state).toBe(
        'address-confirmed',
      );
    });
  });

  test('but not one to an address that the applicant stated, which raises nothing (PROOF-20)', async () => {
    await underRevision4(async () => {
      here.proofing().answers({ toStatedAddress: true });
      await here.sent();
      expect(await afterPhone()).toBe('address-confirmed');
      expect((await here.letters())[0]?.status).toBe('cancelled');
    });
  });

  async function underRevision4(act: () => Promise<void>) {
    const { proofing } = here.house().bff.registry;
    const chosen = proofing.profile;
    Object.assign(proofing, { profile: 'nist-800-63a-4' });
    try {
      await act();
    } finally {
      Object.assign(proofing, { profile: chosen });
    }
  }
  /** Where the application is once a phone is confirmed. */
  async function afterPhone() {
    const expiresAt = new Date(here.house().bff.now() + hour).toISOString();
    here.proofing().answers({ facts: { confirmation: { codeHash: 'h'.repeat(43), expiresAt } } });
    await here.submit('send-code');
    here.proofing().answers({});
    return (await here.submit('redeem-code')).value.application.state;
  }

  test('a person can cancel; one that was not handed over is never printed', async () => {
    const letterId = await here.sent();
    expect((await here.applicant().ask('cancelLetter', {})).status).toBe(200);
    expect((await here.application())?.state).toBe('information-checked');
    await here.collect();
    expect(here.shop().prints.has(letterId)).toBe(false);
    expect((await here.applicant().ask('cancelLetter', {})).problem.code).toBe('wrong_step');
  });

  test('proofing is told of the letter that it is to make, and of what was kept of it', async () => {
    const letterId = await here.sent();
    const claims = async () => {
      const call = here.proofing().calls.at(-1)?.body ?? { statement: '', request: '' };
      return (await here.proofing().statementOf(call, here.house().bff.keys.relayKey)).claims;
    };
    expect((await claims())['newLetter']).toMatchObject({
      letterId,
      serial: expect.stringMatching(/^\d{9}$/),
    });
    await here.submit('redeem-letter');
    expect((await claims())['letter']).toEqual({
      letterId,
      codeHash: 'l'.repeat(43),
      expiresAt: (await here.letters())[0]?.codeExpiresAt,
    });
  });
});

describe('the notice of proofing by letter (PROOF-22)', () => {
  /** Proved by a letter that came, and told of it by another. */
  async function provedByLetter() {
    await here.sent();
    await here.collect();
    await here.submit('redeem-letter');
    here.proofing().answers({ noticeByLetter: true });
    return here.submit('issue');
  }

  test('goes with the next batch, says nothing to the bff, asks for no code, and is sent once', async () => {
    expect((await provedByLetter()).value.application.state).toBe('issued');
    await here.submit('issue');
    const [notice, letter, ...more] = await here.letters();
    expect(more).toEqual([]);
    expect(letter).toMatchObject({ purpose: 'code', status: 'confirmed' });
    expect(notice).toMatchObject({ purpose: 'notice', status: 'requested', codeExpiresAt: null });
    const before = (await here.mails()).length;
    await here.collect();
    expect(here.shop().prints.get(notice?.letterId as never)).toBe(1);
    for (const word of ['printed', 'mailed', 'returned'] as const)
      await here.tell(notice?.letterId as never, word);
    expect((await here.letters())[0]).toMatchObject({ purpose: 'notice', status: 'returned' });
    expect((await here.mails()).length).toBe(before);
    expect(here.stored().every(({ letterSealed }) => letterSealed === null)).toBe(true);
  });

  test('outlives what ends a code: another letter, another document, the end of days', async () => {
    await provedByLetter();
    const house = here.house();
    house.bff.db
      .update(postalLetters)
      .set({ requestedAt: house.bff.now() - 40 * day })
      .run();
    expireLetters(house.bff);
    remindOfLetters(house.bff);
    here.proofing().answers({});
    await here.applicant().ask('startProofing', { anew: true });
    await here.submit('examine-document');
    const mine = eq(identities.accountId, here.accountId());
    const ssnIndex = house.bff.db.select().from(identities).where(mine).get()?.ssnIndex;
    here.proofing().answers({ facts: { ssnIndex } });
    await here.submit('check-information');
    here.proofing().answers({});
    house.wait(day);
    here.back();
    await here.sent();
    await here.applicant().ask('cancelLetter', {});
    const notice = here.stored().find(({ purpose }) => purpose === 'notice');
    expect(notice).toMatchObject({ status: 'requested', codeHash: null });
    expect(await here.mails()).not.toContain('letter-expired');
  });

  test('a notice that proofing did not sign for, or that comes with another step, is not taken', async () => {
    await here.sent();
    await here.collect();
    const noticeLetter = {
      letterId: `ltr_${'0'.repeat(26)}`,
      sealedDigest: createHash('sha256').update(sealedLetter).digest('base64url'),
      elsewhere: false,
    };
    here.proofing().answers({ facts: { noticeLetter } });
    expect((await here.submit('redeem-letter')).problem.code).toBe('temporarily_unavailable');
    here.proofing().answers({});
    await here.submit('redeem-letter');
    here.proofing().answers({ facts: { noticeLetter } });
    expect((await here.submit('issue')).problem.code).toBe('temporarily_unavailable');
    here.proofing().answers({ noticeByLetter: true, letter: 'an.other.letter.of.somebody' });
    expect((await here.submit('issue')).problem.code).toBe('temporarily_unavailable');
    expect(here.stored()).toHaveLength(1);
  });
});

describe('limits of letters and their codes are fixed windows (LETTER-3, PROOF-11)', () => {
  test('the next letter after a day, to the second; four in thirty days', async () => {
    for (const number of [1, 2, 3, 4]) {
      await here.sent();
      const asked = here.house().bff.now();
      const refused = await here.submit('send-letter');
      expect(refused.problem.code).toBe('too_many_attempts');
      const again = Date.parse(refused.problem.retryAt ?? '');
      if (number === 4) break;
      expect(again - asked).toBeLessThanOrEqual(day);
      expect(again - asked).toBeGreaterThan(day - 5_000);
      here.house().wait(again - here.house().bff.now() - 1_000);
      here.back();
      expect((await here.submit('send-letter')).problem.code).toBe('too_many_attempts');
      here.house().wait(again - here.house().bff.now());
      here.back();
      const shown = (await here.application())?.attempts.find(({ step }) => step === 'send-letter');
      expect(shown?.left).toBe(4 - number);
      expect(Date.parse(shown?.resetsAt ?? '')).toBeGreaterThan(asked + 26 * day);
    }
    here.house().wait(25 * hour);
    here.back();
    const { problem } = await here.submit('send-letter');
    expect(problem.code).toBe('too_many_attempts');
    const left = (await here.application())?.attempts.find(({ step }) => step === 'send-letter');
    expect(left).toEqual({ step: 'send-letter', left: 0, resetsAt: problem.retryAt });
    here.house().wait(Date.parse(problem.retryAt ?? '') - here.house().bff.now());
    here.back();
    expect((await here.submit('send-letter')).status).toBe(200);
  });

  test('five wrong codes in ten minutes, and the letter is still good after', async () => {
    await here.sent();
    await here.collect();
    here.proofing().answers({ result: 'wrong_code' });
    for (let after = 4; after >= 0; after -= 1) {
      const { value } = await here.submit('redeem-letter');
      expect(value.application.attempts.find(({ step }) => step === 'redeem-letter')?.left).toBe(
        after,
      );
    }
    const { problem } = await here.submit('redeem-letter');
    expect(problem).toMatchObject({ code: 'too_many_attempts', attemptsLeft: 0 });
    here.house().wait(Date.parse(problem.retryAt ?? '') - here.house().bff.now());
    here.proofing().answers({});
    expect((await here.submit('redeem-letter')).status).toBe(200);
  });
});

describe('days of a letter (LETTER-3)', () => {
  // prettier-ignore
  test.each<[number, LetterStatus]>([[-1_000, 'mailed'], [-1, 'mailed'], [0, 'expired'], [1_000, 'expired']])(
    'at the end of its code, %i ms: %s', async (offset, status) => {
      here.house().putLetter(here.accountId(), { codeExpiresAt: here.house().bff.now() + 60_000 });
      const end = here.stored()[0]?.codeExpiresAt ?? 0;
      here.house().wait(end - here.house().bff.now() + offset - 50);
      if (offset >= 0) here.house().wait(50);
      expireLetters(here.house().bff);
      here.back();
      expect((await here.letters())[0]?.status).toBe(status);
      expect(here.stored()[0]?.codeHash === null).toBe(status === 'expired');
      expect((await here.mails()).includes('letter-expired')).toBe(status === 'expired');
    },
  );

  test('when it should arrive is reckoned from what is known, and later outside the 48 states', async () => {
    const letterId = await here.sent();
    const between = async () => {
      const [letter] = await here.letters();
      const from = Date.parse(letter?.mailedAt ?? letter?.requestedAt ?? '');
      return [letter?.expectedFrom, letter?.expectedUntil].map(
        (at) => (Date.parse(at ?? '') - from) / day,
      );
    };
    expect(await between()).toEqual([3, 9]);
    await here.collect();
    await here.tell(letterId, 'mailed');
    expect(await between()).toEqual([3, 7]);
    here.house().bff.db.update(postalLetters).set({ elsewhere: true }).run();
    expect(await between()).toEqual([4, 14]);
  });
});
