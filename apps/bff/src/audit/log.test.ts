import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { log, type LogOperation } from './log.ts';

let lines: string[];
beforeEach(() => {
  lines = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => void vi.restoreAllMocks());

test('a field of another name is not printed, whatever object it came in (ZONE-3)', () => {
  const wider = { status: 200, ms: 3, email: 'quillon@example.test', code: '900-45-6712' };
  log('request', wider);
  log('request', { operation: 'readSession', ...wider });
  expect(lines).toEqual([
    'request status=200 ms=3',
    'request operation=readSession status=200 ms=3',
  ]);
});

test('a word that is no operation, and what is no number, is not printed (ZONE-3)', () => {
  log('unexpected-error', { operation: 'quillon@example.test' as LogOperation });
  log('request', { status: '900-45-6712' as never, ms: Number.NaN });
  log('unexpected-error', { operation: 'sweep' });
  log('agency-refused', { reason: 'quillon@example.test' as never });
  log('agency-refused', { status: 401, reason: 'assertion_key' });
  expect(lines).toEqual([
    'unexpected-error',
    'request',
    'unexpected-error operation=sweep',
    'agency-refused',
    'agency-refused status=401 reason=assertion_key',
  ]);
});
