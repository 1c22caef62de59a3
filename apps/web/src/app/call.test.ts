import { describe, expect, test, vi } from 'vitest';
import { pretendBff, refused } from '../testing/pretend-bff.ts';
import { accountId, email } from '../testing/person.ts';
import { speakEnglish } from '../testing/texts.ts';
import { call } from './call.ts';
import { problemText } from './problem-text.ts';

const slot = { passwordSlotId: 'slt_00000000000000000000000001' };
const token = 'a-token';

test('an operation goes out as its row of the table says, as JSON, to this origin (WEB-2)', async () => {
  const { asked } = pretendBff({ confirmEmail: () => ({ email, accountId, ...slot }) });
  expect(await call('confirmEmail', { token })).toEqual({
    ok: true,
    value: { email, accountId, ...slot },
  });
  expect(asked[0]).toMatchObject({
    path: '/api/sign-up/confirm',
    init: {
      method: 'POST',
      body: JSON.stringify({ token }),
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      redirect: 'error',
      cache: 'no-store',
    },
  });
});

test('a question has no body', async () => {
  const { asked } = pretendBff({ readSession: () => ({ stage: 'none' }) });
  await call('readSession', {});
  expect(asked[0]?.init).not.toHaveProperty('body');
});

test('a name in the path cannot become more than one segment (AGENCY-10)', async () => {
  const { asked } = pretendBff({});
  await call('readInteraction', {}, { uid: '../../api/session?a#b' });
  expect(asked[0]?.path).toBe('/interaction/..%2F..%2Fapi%2Fsession%3Fa%23b/api/details');
});

describe('what comes back is parsed before it is believed', () => {
  const answers: [string, () => unknown, object][] = [
    [
      'a reply with a field not known',
      () => ({ stage: 'none', admin: true }),
      { code: 'internal_error' },
    ],
    ['a reply of another operation', () => ({ resume: '/x' }), { code: 'internal_error' }],
    ['a page of HTML', () => new Response('<p>'), { code: 'no_answer' }],
    [
      'a refusal that is no problem document',
      () => Response.json({ no: 1 }, { status: 500 }),
      { code: 'internal_error' },
    ],
    [
      'a refusal with a code not known',
      () => Response.json({ code: 'x' }, { status: 400 }),
      { code: 'internal_error' },
    ],
    ['a refusal', () => refused('signed_out'), { code: 'signed_out' }],
    [
      'a refusal with what is left',
      () => refused('too_many_attempts', { attemptsLeft: 0, retryAt: '2026-11-24T10:00:00.000Z' }),
      { code: 'too_many_attempts', attemptsLeft: 0, retryAt: '2026-11-24T10:00:00.000Z' },
    ],
  ];

  test.each(answers)('%s', async (_what, readSession, error) => {
    pretendBff({ readSession });
    expect(await call('readSession', {})).toEqual({
      ok: false,
      error: { type: 'problem', ...error },
    });
  });

  test('a network that does not answer is a refusal too, not an exception', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
    expect(await call('readSession', {})).toMatchObject({ error: { code: 'no_answer' } });
  });

  test.each([
    ['is offline', false, 'offline'],
    ['may be, for all it knows,', true, 'no_answer'],
  ])(
    'nobody is told whose problem it is where that is not known: a device that %s',
    async (_what, onLine, code) => {
      speakEnglish();
      vi.stubGlobal('navigator', { onLine });
      vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
      const answer = await call('readSession', {});
      expect(answer).toMatchObject({ error: { code } });
      expect(answer.ok || problemText(answer.error)).not.toContain('It is our problem');
      vi.unstubAllGlobals();
    },
  );
});

test('whoever signs in does not wait for the rest of the table; where that cannot be loaded, it is said like a lost network (WEB-21)', async () => {
  vi.resetModules();
  vi.doMock('@signet/contracts/operation-table', () => {
    throw new Error('not loaded');
  });
  const { asked } = pretendBff({ readSession: () => ({ stage: 'none' }) });
  const page = await import('./call.ts');
  expect(await page.call('readSession', {})).toEqual({ ok: true, value: { stage: 'none' } });
  expect(await page.call('beginReset', { email })).toMatchObject({
    error: { code: 'no_answer' },
  });
  expect(asked).toHaveLength(1);
  vi.doUnmock('@signet/contracts/operation-table');
});
