import { createHmac } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LetterId } from '@signet/contracts/ids';
import type { LetterStatus } from '@signet/contracts/letter';
import { postalLetters, sessions } from '../../db/schema.ts';
import { orphanedLetters } from '../../identity/schema.ts';
import { applicantByLetter } from '../../testing/applicant-by-letter.ts';
import { sealedLetter } from '../../testing/pretend-proofing.ts';
import { callbackKey, type Mood } from '../../testing/print-shop.ts';
import { handOverLetters } from './hand-over-letters.ts';
import { askAfterLetters } from './letter-rounds.ts';
import type { PaperStatus } from './paper.ts';
import { callbackPath } from './print-shop-callback.ts';
import { createPrintShop } from './print-shop.ts';

const hour = 60 * 60_000;
const day = 24 * hour;
const here = applicantByLetter();

describe('when the print shop (LETTER-4): no letter twice, none lost, none stuck', () => {
  // prettier-ignore
  const faults: [Mood, LetterStatus][] = [
    ['down', 'handed-over'],         ['slow', 'handed-over'],    ['resets', 'handed-over'], ['error', 'handed-over'],
    ['unavailable', 'handed-over'],  ['garbage', 'handed-over'], ['huge', 'handed-over'],   ['speaks of another letter', 'handed-over'],
    ['takes and then breaks off', 'handed-over'],
    ['refuses', 'refused'],
  ];
  test.each(faults)('%s, the letter is in the end %s', async (mood, end) => {
    const letterId = await here.sent();
    here.shop().behaves(mood, mood);
    await here.collect();
    for (const wait of [5, 20, 70]) {
      here.house().wait(wait * 60_000);
      await handOverLetters(here.house().bff);
    }
    here.back();
    expect((await here.letters())[0]?.status).toBe(end);
    expect(here.shop().prints.get(letterId) ?? 0).toBe(end === 'refused' ? 0 : 1);
    expect(here.stored()[0]?.letterSealed).toBeNull();
    expect((await here.mails()).includes('letter-refused')).toBe(end === 'refused');
    expect(await here.mails()).not.toContain('letter-returned');
  });

  test('has no answer for one letter, the next goes in the next round, before that one is tried again', async () => {
    const bad = await here.sent();
    const another = here.house().signUp(`another-${bad}@example.test`, null);
    const [first] = here.stored();
    const beside = first && {
      applicationId: first.applicationId,
      letterSealed: first.letterSealed,
    };
    const good = here.house().putLetter(another, {
      status: 'requested',
      ...beside,
      requestedAt: here.house().bff.now() + 1,
    });
    here.shop().behaves('error');
    await here.collect();
    const statusOf = (id: string) => here.stored().find((one) => one.id === id)?.status;
    expect([statusOf(bad), statusOf(good)]).toEqual(['requested', 'requested']);
    await handOverLetters(here.house().bff);
    expect([statusOf(bad), statusOf(good)]).toEqual(['requested', 'handed-over']);
  });

  test('refuses, day after day, the person is none of their letters short (PROOF-6)', async () => {
    for (let asked = 0; asked < 6; asked += 1) {
      await here.sent();
      expect((await here.submit('send-letter')).problem?.code).toBe('too_many_attempts');
      here.shop().behaves('refuses');
      here.house().wait(day / 2);
      await handOverLetters({
        ...here.house().bff,
        letters: { ...here.house().bff.letters, batchEveryMinutes: 1 },
      });
      here.back();
      expect((await here.letters())[0]?.status).toBe('refused');
      expect(await here.application()).toMatchObject({ state: 'letter-sent', awaitsLetter: false });
    }
  });

  const noticed = async () => {
    await here.sent();
    await here.collect();
    await here.submit('redeem-letter');
    here.proofing().answers({ noticeByLetter: true });
    await here.submit('issue');
    const notice = here.stored().find(({ purpose }) => purpose === 'notice');
    expect(notice?.status).toBe('requested');
    return notice?.id as LetterId;
  };
  const statusOf = (wanted: LetterId) => here.stored().find(({ id }) => id === wanted)?.status;

  test.each([
    ['once', 1, 'handed-over', 1],
    ['for a week', 20, 'refused', 0],
  ] as const)(
    'refuses a notice of proofing %s, it is handed over again at the next batch until then (PROOF-22)',
    async (_howLong, refusals, end, prints) => {
      const letterId = await noticed();
      here.shop().behaves(...Array.from({ length: refusals }, () => 'refuses' as const));
      await here.collect();
      await handOverLetters(here.house().bff);
      expect(statusOf(letterId)).toBe('requested');
      for (let days = 0; days < 8; days += 1) await here.collect();
      expect(statusOf(letterId)).toBe(end);
      expect(here.shop().prints.get(letterId) ?? 0).toBe(prints);
      expect(await here.mails()).not.toContain('letter-refused');
    },
  );

  test.each([
    ['at once', [], 1],
    ['after it was down and refused', ['down', 'refuses'], 1],
    ['never', Array.from({ length: 20 }, () => 'refuses' as const), 0],
  ] as const)(
    'gets a notice whose account was deleted before it was collected, it is printed without the account: taken %s (PROOF-22, AUTH-12)',
    async (_when, moods, prints) => {
      const letterId = await noticed();
      const { bff } = here.house();
      bff.db.update(sessions).set({ secretProvedAt: bff.now() }).run();
      expect((await here.applicant().ask('deleteAccount', {})).status).toBe(200);
      expect(here.stored()).toEqual([]);
      expect(bff.db.select().from(orphanedLetters).all()).toHaveLength(1);
      here.shop().behaves(...moods);
      for (let days = 0; days < 9; days += 1) {
        here.house().wait(day);
        await handOverLetters(bff);
      }
      expect(here.shop().prints.get(letterId) ?? 0).toBe(prints);
      expect(bff.db.select().from(orphanedLetters).all()).toEqual([]);
    },
  );

  test.each(['duplicates', 'out of order', 'after a lost answer'] as const)(
    'tells %s',
    async (how) => {
      const letterId = await here.sent();
      if (how === 'after a lost answer') here.shop().behaves('takes and then breaks off');
      await here.collect();
      const words: PaperStatus[] =
        how === 'out of order' ? ['mailed', 'printed'] : ['printed', 'printed', 'mailed', 'mailed'];
      for (const word of words) expect((await here.tell(letterId, word)).status).toBe(200);
      here.house().wait(2 * hour);
      await handOverLetters(here.house().bff);
      here.back();
      const [letter] = await here.letters();
      expect(letter).toMatchObject({ status: 'mailed', endedAt: null });
      expect([letter?.printedAt, letter?.mailedAt]).not.toContain(null);
      expect(here.shop().prints.get(letterId)).toBe(1);
      expect((await here.mails()).filter((kind) => kind === 'letter-mailed')).toHaveLength(1);
    },
  );

  test('loses its callbacks, it is asked', async () => {
    const letterId = await here.sent();
    await here.collect();
    here.shop().knows([{ letterId, status: 'mailed' }]);
    await askAfterLetters(here.house().bff);
    expect((await here.letters())[0]?.status).toBe('mailed');
  });

  test('gets the letter back, the code ends and the person is told', async () => {
    const letterId = await here.sent();
    await here.collect();
    for (const word of ['printed', 'mailed', 'returned', 'returned'] as const)
      await here.tell(letterId, word);
    expect((await here.letters())[0]).toMatchObject({ status: 'returned' });
    expect(here.stored()[0]?.codeHash).toBeNull();
    expect((await here.submit('redeem-letter')).problem.code).toBe('code_expired');
    expect((await here.mails()).filter((kind) => kind === 'letter-returned')).toHaveLength(1);
    expect((await here.submit('send-letter')).status).toBe(200);
  });
});

describe('a callback counts when the print shop signed it, just now (LETTER-5, WEB-2)', () => {
  // prettier-ignore
  test.each<[string, () => Parameters<typeof here.tell>[2], number]>([
    ['with another key',        () => ({ key: Buffer.alloc(32).toString('base64url') }), 401],
    ['six minutes old',         () => ({ time: here.house().bff.now() - 6 * 60_000 }),          401],
    ['six minutes ahead',       () => ({ time: here.house().bff.now() + 6 * 60_000 }),          401],
    ['signed, about nothing',   () => ({ body: '{"events":[]}' }),                       400],
    ['signed, with a field more', () => ({ body: '{"events":[],"name":"Quillon"}' }),    400],
    ['signed, and no JSON',     () => ({ body: '{{' }),                                  400],
    ['signed, for a letter that is none', () => ({ body: '{"events":[{"letterId":"x","status":"mailed"}]}' }), 400],
    ['signed, of an unknown kind', () => ({ body: `{"events":[{"letterId":"ltr_${'0'.repeat(26)}","status":"confirmed"}]}` }), 400],
    ['signed, too large',       () => ({ body: `{"events":"${'x'.repeat(40_000)}"}` }),  413],
  ])('%s: refused', async (_what, changes, status) => {
    const letterId = await here.sent();
    await here.collect();
    expect((await here.tell(letterId, 'mailed', changes())).status).toBe(status);
    expect((await here.letters())[0]?.status).toBe('handed-over');
  });

  test('one about a letter that is not known changes nothing', async () => {
    await here.sent();
    expect((await here.tell(`ltr_${'0'.repeat(26)}`, 'mailed')).status).toBe(200);
    expect((await here.letters())[0]?.status).toBe('requested');
  });

  test('without a signature, and as a form', async () => {
    const post = (headers: Record<string, string>) =>
      fetch(here.house().issuer + callbackPath, { method: 'POST', body: '{}', headers });
    expect((await post({ 'content-type': 'application/json' })).status).toBe(401);
    expect((await post({ 'content-type': 'text/plain' })).status).toBe(415);
  });
});

test('a batch can go by file: whole, signed, and under its name only when it is on disk (LETTER-4)', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'batch-'));
  const byFile = createPrintShop({ ...here.shop().setting, handOver: 'file', folder }, () =>
    here.house().bff.now(),
  );
  const letterId = await here.sent();
  here.house().wait(day);
  await handOverLetters({ ...here.house().bff, printShop: byFile });
  here.back();
  expect((await here.letters())[0]?.status).toBe('handed-over');
  const [name = ''] = readdirSync(folder);
  expect(name).toMatch(/^letters-[\dTZ-]+\.jsonl$/);
  const [row = '', end = ''] = readFileSync(path.join(folder, name), 'utf8').split('\n');
  expect(JSON.parse(row)).toEqual({ letterId, sealed: sealedLetter });
  const mac = createHmac('sha256', Buffer.from(callbackKey, 'base64url')).update(`${row}\n`);
  expect(JSON.parse(end)).toEqual({ letters: 1, keyId: 'test', mac: mac.digest('base64url') });

  here.house().bff.db.delete(postalLetters).run();
  here.house().wait(day);
  here.back();
  await here.sent();
  here.house().wait(day);
  rmSync(folder, { recursive: true });
  expect(existsSync(folder)).toBe(false);
  await handOverLetters({ ...here.house().bff, printShop: byFile });
  here.back();
  expect((await here.letters())[0]?.status).toBe('requested');
});
