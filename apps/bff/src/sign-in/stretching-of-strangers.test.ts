import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stretchingFloor } from '@signet/contracts/key-stretching';
import type { AccountId } from '@signet/contracts/ids';
import { accounts } from '../db/schema.ts';
import { newId } from '../keys/new-id.ts';
import { openHouse, type House } from '../testing/house.ts';
import { stretchingOfStranger } from './stretching-of-strangers.ts';

const more = { ...stretchingFloor, memory: 2 * stretchingFloor.memory };
const strangers: string[] = Array.from({ length: 400 }, () => newId('sub'));
let house: House;
let ids: AccountId[];

beforeAll(async () => {
  house = await openHouse();
  ids = Array.from({ length: 12 }, (_, at) => house.signUp(`account-${at}@example.test`));
});
afterAll(() => house.close());

const raise = (some: readonly AccountId[]) => {
  for (const id of some)
    house.bff.db.update(accounts).set({ stretching: more }).where(eq(accounts.id, id)).run();
};
/** The strangers that a bff which starts now would tell the newer cost, and what it would tell them later. */
function restarted() {
  const { db, close } = house.reopened();
  const toldMore = () =>
    new Set(
      strangers.filter(
        (one) => stretchingOfStranger({ db, keys: house.bff.keys }, one).memory === more.memory,
      ),
    );
  return { first: toldMore(), toldMore, close };
}

test('as many strangers as accounts have each cost, and no single account moves any of them (AUTH-2)', () => {
  const before = restarted();
  expect(before.first.size).toBe(0);
  raise(ids.slice(0, 6));
  expect(before.toldMore().size).toBe(0);
  before.close();

  const half = restarted();
  expect(half.first.size).toBeGreaterThan(140);
  expect(half.first.size).toBeLessThan(260);
  raise(ids.slice(6));
  expect(half.toldMore()).toEqual(half.first);
  half.close();

  const all = restarted();
  expect(all.first.size).toBe(strangers.length);
  all.close();
});

test('as a cost spreads nobody turns back from it (AUTH-2)', () => {
  for (const id of ids)
    house.bff.db
      .update(accounts)
      .set({ stretching: stretchingFloor })
      .where(eq(accounts.id, id))
      .run();
  let earlier: ReadonlySet<string> = new Set();
  for (let many = 1; many <= ids.length; many += 1) {
    raise(ids.slice(0, many));
    const now = restarted();
    now.close();
    expect([...earlier].filter((one) => !now.first.has(one))).toEqual([]);
    earlier = now.first;
  }
});
