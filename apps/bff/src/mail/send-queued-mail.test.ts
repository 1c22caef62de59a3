import { afterAll, beforeAll, expect, test } from 'vitest';
import { mailQueue } from '../db/schema.ts';
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
  for (let many = 0; many < 25; many += 1)
    house.bff.db.insert(mailQueue).values({ letterSealed, tries: 0, nextTryAt: 0 }).run();
  const to = 'behind@example.test';
  queueMail(house.bff, house.bff.db, to, { kind: 'account-deleted', link: house.issuer });
  expect(await house.lettersTo(to)).toHaveLength(1);
  expect(queued()).toEqual([]);
  expect(house.output()).toContain('mail-unreadable');
});

test('one that nobody takes is tried for a day and then forgotten, with the address', async () => {
  const letter = { kind: 'account-deleted', link: house.issuer } as const;
  queueMail(house.bff, house.bff.db, 'bounces@example.test', letter);
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
