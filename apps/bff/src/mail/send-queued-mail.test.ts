import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { emailIndex } from '../accounts.ts';
import { mailQueue } from '../db/schema.ts';
import { keyedDigest } from '../keys/keyed-digest.ts';
import { sealText } from '../keys/seal-text.ts';
import { openHouse, type House } from '../testing/house.ts';
import { queueMail } from './queue-mail.ts';
import { sendQueuedMail } from './send-queued-mail.ts';

const hour = 60 * 60_000;
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const queued = () => house.bff.db.select().from(mailQueue).all();

test('a letter that does not open is put aside, and those behind it are sent', async () => {
  const letterSealed = sealText(house.bff.keys.secret('contactSealing'), 'another place', '{}');
  const addressee = keyedDigest(house.bff.keys.secret('limitSubjects'), 'another place', '');
  for (let many = 0; many < 25; many += 1)
    house.bff.db
      .insert(mailQueue)
      .values({ letterSealed, tries: 0, nextTryAt: 0, addressee, turn: 0 })
      .run();
  const to = 'behind@example.test';
  queueMail(house.bff, house.bff.db, to, { kind: 'account-deleted', link: house.issuer }, 'en');
  expect(await house.lettersTo(to)).toHaveLength(1);
  expect(queued()).toEqual([]);
  expect(house.output()).toContain('mail-unreadable');
});

test('its row does not tell by its length to whom it goes, and which letter it is', async () => {
  const [short, long] = ['a@b.test', `${'a'.repeat(60)}@example.test`] as const;
  const { issuer } = house;
  queueMail(house.bff, house.bff.db, short, { kind: 'account-deleted', link: issuer }, 'en');
  const link = `${issuer}/sign-up/confirm#token=${'t'.repeat(43)}`;
  queueMail(house.bff, house.bff.db, long, { kind: 'confirm-address', link }, 'en');
  expect(new Set(queued().map(({ letterSealed }) => letterSealed.length)).size).toBe(1);
  for (const to of [short, long]) expect(await house.lettersTo(to)).toHaveLength(1);
});

test('one that nobody takes is tried for a day and then forgotten, with the address', async () => {
  const letter = { kind: 'account-deleted', link: house.issuer } as const;
  queueMail(house.bff, house.bff.db, 'bounces@example.test', letter, 'en');
  const down = { ...house.bff, sendMail: () => Promise.reject(new Error('no such box')) };
  for (let hours = 0; hours < 22; hours += 1) {
    await sendQueuedMail(down);
    house.wait(hour);
  }
  expect(queued()).toHaveLength(1);
  for (let hours = 0; hours < 8; hours += 1) {
    await sendQueuedMail(down);
    house.wait(hour);
  }
  expect(queued()).toEqual([]);
});

describe('letters go out by turns, so that nobody waits for the many of others (AUTH-4)', () => {
  const queue = (to: string) => {
    queueMail(house.bff, house.bff.db, to, { kind: 'account-deleted', link: house.issuer }, 'en');
    house.wait(1);
  };
  const many = ['first', 'second', 'third'].map((name) => `many-${name}@example.test`);
  const sent: string[] = [];
  const round = () =>
    sendQueuedMail({
      ...house.bff,
      sendMail: (to) => {
        sent.push(to);
        return Promise.resolve();
      },
    });
  const placeOf = (to: string) => sent.indexOf(to);
  beforeEach(() => {
    expect(queued()).toEqual([]);
    sent.length = 0;
  });

  test('who comes after ninety letters to three addresses waits for one to each of these', async () => {
    for (const to of many) for (let nth = 0; nth < 30; nth += 1) queue(to);
    queue('late@example.test');
    await round();
    expect(placeOf('late@example.test')).toBe(3);
    queue('later@example.test');
    await round();
    expect(placeOf('later@example.test')).toBe(20);
    for (let rounds = 0; rounds < 4; rounds += 1) await round();
    expect(sent).toHaveLength(92);
  });

  test('nor do the many wait for ever, however many others come', async () => {
    const [one = ''] = many;
    for (let nth = 0; nth < 5; nth += 1) queue(one);
    for (let rounds = 0; rounds < 8; rounds += 1) {
      house.wait(60_000);
      for (let nth = 0; nth < 20; nth += 1) queue(`other-${rounds}-${nth}@example.test`);
      await round();
    }
    expect(sent.filter((to) => to === one)).toHaveLength(5);
    await round();
  });

  test('nor does anybody wait for what is tried again and again, and taken by nobody', async () => {
    for (let nth = 0; nth < 40; nth += 1) queue(`refused-${nth}@example.test`);
    const tried: string[] = [];
    const slowRound = () =>
      sendQueuedMail({
        ...house.bff,
        sendMail: (to) => {
          // A mail server that takes its time to refuse.
          house.wait(1_000);
          tried.push(to);
          return to.startsWith('refused') ? Promise.reject(new Error('550')) : Promise.resolve();
        },
      });
    await slowRound();
    queue('late@example.test');
    while (!tried.includes('late@example.test')) await slowRound();
    const before = tried.slice(20, tried.indexOf('late@example.test'));
    // None of them twice while it waits.
    expect(before).toHaveLength(new Set(before).size);
    house.bff.db.delete(mailQueue).run();
  });

  test('the queue shows which letters go to one address, by nothing that stands elsewhere', () => {
    for (const to of ['here@example.test', 'here@example.test', 'there@example.test']) queue(to);
    const [first, second, third] = queued().map(({ addressee }) => addressee);
    expect(first).toBe(second);
    expect(first).not.toBe(third);
    expect(first).not.toBe(emailIndex(house.bff, 'here@example.test'));
  });
});
