import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { accountId, email } from '../testing/person.ts';
import { signedIn } from '../testing/session.ts';
import type { SessionState } from './guards.ts';
import { watchSession, type Showing } from './watch-session.ts';

const begun = Date.parse('2031-03-09T10:00:00.000Z');
const minutes = (count: number) => count * 60_000;
/** Neither it nor the warning before it falls on one of the looks every half minute. */
const firstEnd = begun + minutes(15) + 5_000;

let started: number;
/** The bff's clock: it goes on evenly, whatever the device's is set to. */
const bffNow = () => begun + performance.now() - started;

beforeEach(() => {
  vi.useFakeTimers({ now: begun });
  started = performance.now();
});
afterEach(() => void vi.useRealTimers());

const session = (idleEndsAt: number, absoluteEndsAt = begun + minutes(720)) =>
  signedIn({
    now: new Date(bffNow()).toISOString(),
    idleEndsAt: new Date(idleEndsAt).toISOString(),
    absoluteEndsAt: new Date(absoluteEndsAt).toISOString(),
  });

/** A bff that answers at once, but for questions that the test holds back to answer by hand. */
function watched(first: SessionState | undefined) {
  const shown: Showing[] = [];
  const held: ((answer: SessionState | undefined) => void)[] = [];
  const bff = { says: first, holds: false, isOurs: true };
  const watch = watchSession({
    ask: () =>
      bff.holds ? new Promise((answer) => held.push(answer)) : Promise.resolve(said(bff.says)),
    isOurs: () => bff.isOurs,
    show: (what) => shown.push(what),
  });
  return { bff, held, watch, last: () => shown.at(-1) };
}

const said = (state: SessionState | undefined) =>
  state !== undefined && 'now' in state
    ? { ...state, now: new Date(bffNow()).toISOString() }
    : state;

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('what is shown follows the bff (AUTH-8)', () => {
  test('a warning two minutes before the end, and the end', async () => {
    const { last } = watched(session(begun + minutes(15)));
    await pass(minutes(13) - 1);
    expect(last()).toBe('nothing');
    await pass(1);
    expect(last()).toBe('warning');
    await pass(minutes(2));
    expect(last()).toBe('end');
  });

  test('the same for whoever chooses a second step, or has not given one yet', async () => {
    const clock = {
      now: new Date(bffNow()).toISOString(),
      idleEndsAt: new Date(begun + minutes(15)).toISOString(),
      absoluteEndsAt: new Date(begun + minutes(720)).toISOString(),
    };
    const early: SessionState[] = [
      { stage: 'enrolling', accountId, email, ...clock },
      { stage: 'first-factor', secondFactors: ['totp'], resetting: false, ...clock },
    ];
    for (const begins of early) {
      vi.setSystemTime(begun);
      started = performance.now();
      const { last, watch } = watched(begins);
      await pass(minutes(13));
      expect(last()).toBe('warning');
      await pass(minutes(2));
      expect(last()).toBe('end');
      watch.stop();
    }
  });

  test('of the end after twelve hours another one, for staying is not possible then', async () => {
    const { bff, last } = watched(session(begun + minutes(15), begun + minutes(16)));
    await pass(minutes(13));
    expect(last()).toBe('warning');
    // Its person stays, as long as that helps.
    bff.says = session(begun + minutes(28), begun + minutes(16));
    await pass(30_000);
    expect(last()).toBe('nothing');
    await pass(30_000);
    expect(last()).toBe('last-warning');
    await pass(minutes(2) - 1);
    expect(last()).toBe('last-warning');
    await pass(1);
    expect(last()).toBe('end');
  });

  test('a session that was used meanwhile has no warning', async () => {
    const { bff, last } = watched(session(begun + minutes(15)));
    await pass(minutes(12));
    bff.says = session(begun + minutes(27));
    await pass(minutes(2));
    expect(last()).toBe('nothing');
  });

  test('a session that ended elsewhere ends here at the next look', async () => {
    const { bff, last } = watched(session(begun + minutes(15)));
    await pass(minutes(1));
    bff.says = { stage: 'none' };
    await pass(30_000);
    expect(last()).toBe('end');
  });

  test('a session that became somebody else’s ends this page, and its keys with it', async () => {
    const { bff, last } = watched(session(begun + minutes(15)));
    await pass(minutes(1));
    bff.isOurs = false;
    await pass(30_000);
    expect(last()).toBe('end-elsewhere');
  });

  test('a lost signal ends nothing before its time, and everything at it', async () => {
    const { bff, last } = watched(session(begun + minutes(15)));
    await pass(minutes(1));
    bff.says = undefined;
    await pass(minutes(13));
    expect(last()).toBe('warning');
    await pass(minutes(1));
    expect(last()).toBe('end');
  });

  test('an answer that is kept back does not keep the page open', async () => {
    const { bff, last } = watched(session(begun + minutes(15)));
    await pass(minutes(1));
    bff.holds = true;
    await pass(minutes(14) + 10_000);
    expect(last()).toBe('end');
  });

  test('a device whose clock is an hour fast, or slow, keeps its full time', async () => {
    for (const wrong of [minutes(-60), minutes(60)]) {
      vi.setSystemTime(begun + wrong);
      const { last, watch } = watched(session(bffNow() + minutes(15)));
      await pass(minutes(13) - 1);
      expect(last()).toBe('nothing');
      await pass(2);
      expect(last()).toBe('warning');
      watch.stop();
    }
  });
});

test('a clock that is set while the page stands moves the end by nothing (AUTH-8)', async () => {
  const { last } = watched(session(begun + minutes(15)));
  await pass(minutes(5));
  vi.setSystemTime(Date.now() + minutes(60));
  await pass(30_000);
  expect(last()).toBe('nothing');
  await pass(minutes(10));
  expect(last()).toBe('end');
});

/** Another tab extends the session just after this one began to ask, and this one asks again. */
async function extendWhileAsking({ bff, watch }: ReturnType<typeof watched>, afterMs: number) {
  await pass(afterMs - 1);
  bff.holds = true;
  await pass(1);
  watch.overtake();
  void watch.look();
}

describe('an answer that was overtaken counts no more (AUTH-8)', () => {
  test('extended elsewhere while the question before the warning is on its way', async () => {
    const here = watched(session(firstEnd));
    const { held, last } = here;
    await extendWhileAsking(here, firstEnd - begun - minutes(2));
    const [beforeExtension, afterExtension] = held;
    afterExtension?.(session(begun + minutes(28)));
    await pass(1);
    expect(last()).toBe('nothing');
    beforeExtension?.(session(firstEnd));
    await pass(1);
    expect(last()).toBe('nothing');
  });

  test('extended elsewhere, and the old answer is the first to arrive', async () => {
    const here = watched(session(firstEnd));
    const { held, last } = here;
    await extendWhileAsking(here, firstEnd - begun - minutes(2));
    held[0]?.(session(firstEnd));
    await pass(1);
    expect(last()).toBe('nothing');
    held[1]?.(session(begun + minutes(28)));
    await pass(minutes(1));
    expect(last()).toBe('nothing');
  });

  test('extended elsewhere while the question at the end is on its way', async () => {
    const here = watched(session(firstEnd));
    const { held, last } = here;
    await extendWhileAsking(here, firstEnd - begun);
    held.at(-1)?.(session(begun + minutes(30)));
    await pass(1);
    held.slice(0, -1).forEach((answer) => answer(session(firstEnd)));
    await pass(10_000);
    expect(last()).toBe('nothing');
  });

  test('two looks whose answers cross: the later question counts', async () => {
    const { bff, held, watch, last } = watched(session(firstEnd));
    await pass(minutes(1));
    bff.holds = true;
    void watch.look();
    void watch.look();
    held[1]?.(session(begun + minutes(16)));
    await pass(1);
    held[0]?.({ stage: 'none' });
    await pass(1);
    expect(last()).toBe('nothing');
  });

  test('after the watch stopped nothing is shown any more', async () => {
    const { bff, held, watch, last } = watched(session(firstEnd));
    await pass(minutes(1));
    bff.holds = true;
    void watch.look();
    watch.stop();
    held[0]?.({ stage: 'none' });
    await pass(minutes(30));
    expect(last()).toBe('nothing');
  });
});
