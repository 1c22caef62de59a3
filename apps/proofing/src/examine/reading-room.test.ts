import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHouse, type House } from '../testing/house.ts';
import { photographBack, photographFront } from '../testing/photographs.ts';
import { openReadingRoom, roomSize } from './reading-room.ts';
import { readPhotograph } from './read-photograph.ts';

async function pixelsOf(photograph: Buffer) {
  const read = await readPhotograph(photograph);
  if (!read.ok) throw new Error(read.error.type);
  return read.value.pixels;
}

/** Card backs, a little blurred, side by side: many places that are worth a look, and none that can be read. */
async function tiled(): Promise<Buffer> {
  const tile = await sharp(await photographBack())
    .resize(700)
    .blur(2.2)
    .toBuffer();
  return sharp({ create: { width: 2_100, height: 1_575, channels: 3, background: '#999' } })
    .composite([{ input: tile, tile: true }])
    .jpeg()
    .toBuffer();
}

let good: Awaited<ReturnType<typeof pixelsOf>>;
beforeAll(async () => {
  good = await pixelsOf(await photographBack());
});

test('a photograph that takes long to read holds up nothing else (PROOF-36)', async () => {
  const room = openReadingRoom();
  await room.read(good, good);
  const slow = await pixelsOf(await tiled());
  const [everywhere, here] = [process.cpuUsage(), process.threadCpuUsage()];
  let isRead = false;
  const reading = room.read(good, slow).finally(() => (isRead = true));
  // Others are answered meanwhile, turn by turn.
  for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
  expect(isRead).toBe(false);
  const read = await reading;
  const [usedEverywhere, usedHere] = [process.cpuUsage(everywhere), process.threadCpuUsage(here)];
  await room.close();
  expect(read?.barcode?.ok).toBe(false);
  // In time of the processor, which no load stretches. On the thread that answers requests it would be nearly the whole of it.
  expect(usedHere.user + usedHere.system).toBeLessThan(
    (usedEverywhere.user + usedEverywhere.system) / 2,
  );
});

test('when patience is over nothing further is tried, and what to mend is said all the same', async () => {
  const room = openReadingRoom({ ...roomSize, patienceMs: 0 });
  const read = await room.read(good, good);
  await room.close();
  expect(read?.barcode).toMatchObject({ ok: false, error: { type: 'not_found' } });
});

test('a thread that comes to no end is given up, and the next photograph gets another', async () => {
  const room = openReadingRoom({ ...roomSize, lostAfterMs: 1 });
  expect(await room.read(good, good)).toBeUndefined();
  await room.close();
  const next = openReadingRoom();
  expect((await next.read(good, good))?.barcode?.ok).toBe(true);
  await next.close();
});

describe('seats (PROOF-36)', () => {
  test('are given in turn, to no more than there are, and too many are not let in', async () => {
    const room = openReadingRoom({ ...roomSize, seats: 2, waiting: 3 });
    let [inside, most] = [0, 0];
    const ends: (() => void)[] = [];
    const sit = async (name: string) =>
      room.seat(async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise<void>((resolve) => ends.push(resolve));
        inside -= 1;
        return name;
      });
    const come = async (name: string) => room.admit(async () => sit(name));
    const guests = ['a', 'b', 'c', 'd', 'e', 'f'].map(async (name) => come(name));
    expect(await guests[5]).toBeUndefined();
    for (let done = 0; done < 5; done += 1) {
      ends.shift()?.();
      await new Promise(setImmediate);
    }
    expect(await Promise.all(guests.slice(0, 5))).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(most).toBe(2);
    // Whoever left has made room, by whatever way they left.
    await expect(room.admit(() => Promise.reject(new Error('of the work')))).rejects.toThrow();
    const later = ['g', 'h', 'i', 'j', 'k'].map(async (name) =>
      room.admit(() => Promise.resolve(name)),
    );
    expect(await Promise.all(later)).not.toContain(undefined);
  });

  test('are waited for no longer than anybody waits for an answer', async () => {
    const room = openReadingRoom({ ...roomSize, seats: 1, waiting: 1, turnMs: 20 });
    let end = (): void => undefined;
    const first = room.seat(() => new Promise<string>((resolve) => (end = () => resolve('first'))));
    expect(await room.seat(() => Promise.resolve('second'))).toBeUndefined();
    end();
    expect(await first).toBe('first');
    expect(await room.seat(() => Promise.resolve('third'))).toBe('third');
  });

  test('are free again after work that failed', async () => {
    const room = openReadingRoom({ ...roomSize, seats: 1, waiting: 0 });
    await expect(room.seat(() => Promise.reject(new Error('of the work')))).rejects.toThrow(
      'of the work',
    );
    expect(await room.seat(() => Promise.resolve('done'))).toBe('done');
  });
});

test('no more photographs are held at once than there are seats and places to wait (PROOF-36)', async () => {
  const places = roomSize.seats + roomSize.waiting;
  let leave = (): void => undefined;
  const gone = new Promise<undefined>((resolve) => (leave = () => resolve(undefined)));
  let inside = 0;
  const seat = async () => {
    inside += 1;
    return gone;
  };
  const house = await openHouse({ readingRoom: { ...openReadingRoom(), seat } });
  const photographs = { front: Buffer.alloc(9).toString('base64url'), back: 'AAAA' };
  const taken = Array.from({ length: places }, () => house.take('examine-document', photographs));
  await expect.poll(() => inside).toBe(places);
  const refused = await fetch(`${house.origin}/steps/examine-document`, { method: 'POST' });
  expect(refused.status).toBe(503);
  leave();
  for (const { outcome } of await Promise.all(taken))
    expect(outcome).toMatchObject({ result: 'unavailable' });
  expect((await fetch(`${house.origin}/steps/examine-document`, { method: 'POST' })).status).toBe(
    400,
  );
  await house.close();
});

describe('whoever finds no seat (PROOF-36)', () => {
  let house: House;
  beforeAll(async () => {
    const readingRoom = { ...openReadingRoom(), seat: () => Promise.resolve(undefined) };
    house = await openHouse({ readingRoom });
  });
  afterAll(() => house.close());

  test('is told to come again, and nothing is known of the document', async () => {
    const [front, back] = await Promise.all([photographFront(), photographBack()]);
    const { outcome, ticket } = await house.take('examine-document', {
      front: front.toString('base64url'),
      back: back.toString('base64url'),
    });
    expect(outcome).toEqual({ result: 'unavailable', reason: 'still_checking' });
    expect(ticket).toBeUndefined();
  });
});
