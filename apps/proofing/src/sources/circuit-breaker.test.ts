import { expect, test } from 'vitest';
import { createCircuitBreaker } from './circuit-breaker.ts';

function setUp() {
  const clock = { at: 0 };
  const breaker = createCircuitBreaker({ failures: 3, openMs: 1_000 }, () => clock.at);
  const fail = (part: string, times: number) => {
    for (let at = 0; at < times; at += 1) {
      expect(breaker.admits(part)).toBe(true);
      breaker.note(part, 'failed');
    }
  };
  return { clock, breaker, fail };
}

test('a source that failed so often in a row is not asked for a while (PROOF-33)', () => {
  const { breaker, fail } = setUp();
  fail('OH', 3);
  expect(breaker.admits('OH')).toBe(false);
});

test('one answer in between, and the count begins anew', () => {
  const { breaker, fail } = setUp();
  fail('OH', 2);
  breaker.note('OH', 'answered');
  fail('OH', 2);
  expect(breaker.admits('OH')).toBe(true);
});

test('a part that is down leaves the others alone', () => {
  const { breaker, fail } = setUp();
  fail('OH', 3);
  expect(breaker.admits('TX')).toBe(true);
});

test('after the pause one call tries, and decides for all', () => {
  const { clock, breaker, fail } = setUp();
  fail('OH', 3);
  clock.at = 999;
  expect(breaker.admits('OH')).toBe(false);
  clock.at = 1_000;
  expect(breaker.admits('OH')).toBe(true);
  expect(breaker.admits('OH')).toBe(false);
  breaker.note('OH', 'failed');
  expect(breaker.admits('OH')).toBe(false);
  clock.at = 2_000;
  expect(breaker.admits('OH')).toBe(true);
  breaker.note('OH', 'answered');
  expect(breaker.admits('OH')).toBe(true);
  expect(breaker.admits('OH')).toBe(true);
});

test('what says nothing of the source neither opens nor closes, and lets the next one find out', () => {
  const { clock, breaker, fail } = setUp();
  fail('OH', 2);
  for (let at = 0; at < 5; at += 1) breaker.note('OH', 'neither');
  expect(breaker.admits('OH')).toBe(true);
  fail('OH', 1);
  expect(breaker.admits('OH')).toBe(false);
  clock.at = 1_000;
  expect(breaker.admits('OH')).toBe(true);
  breaker.note('OH', 'neither');
  expect(breaker.admits('OH')).toBe(true);
});
