import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { accountHeader } from '@signet/contracts/operation';
import { accountId, email } from '../testing/person.ts';
import { otherTabs } from '../testing/other-tabs.ts';
import { pretendBff, refused, type Answers } from '../testing/pretend-bff.ts';
import { signedIn } from '../testing/session.ts';
import { holdSecret, lock, waitingSecret } from '../vault/this-tab.ts';
import { call } from './call.ts';
import { currentSession } from './guards.ts';
import { forgetPageAccount } from './page-account.ts';
import { endSession, hearSignOut, signOut } from './sign-out.ts';
import { hearTabs, type Word } from './other-tabs.ts';

const another = accountId.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
const instant = new Date(0).toISOString();
const sessionOf = (id: string) => ({
  ...signedIn({ now: instant, idleEndsAt: instant, absoluteEndsAt: instant }),
  accountId: id,
});
const secret = () => ({ kind: 'password', exportKey: new Uint8Array(64).fill(1) }) as const;

afterEach(() => {
  vi.unstubAllGlobals();
  lock();
  forgetPageAccount();
});

function page(answers: Answers) {
  const bff = pretendBff(answers);
  const replace = vi.fn<(to: string) => void>();
  vi.stubGlobal('location', { replace });
  const headersOf = (operation: string) =>
    bff.asked.filter((one) => one.operation === operation).map(({ init }) => init.headers);
  return { ...bff, replace, headersOf };
}

const aMoment = () => new Promise((resolve) => setTimeout(resolve, 20));

test('a page says whose it is once it knows, with every question (AUTH-8)', async () => {
  const { headersOf } = page({
    readSession: () => sessionOf(accountId),
    deleteAccount: () => ({}),
  });
  await call('deleteAccount', {});
  await currentSession();
  await call('deleteAccount', {});
  expect(headersOf('deleteAccount')).toEqual([
    expect.not.objectContaining({ [accountHeader]: expect.anything() }),
    expect.objectContaining({ [accountHeader]: accountId }),
  ]);
});

test('a page of one account does not become another’s: it drops its keys and goes (AUTH-8)', async () => {
  let who = accountId;
  const { replace } = page({ readSession: () => sessionOf(who) });
  await currentSession();
  who = another;
  const next = vi.fn<() => void>();
  void currentSession().then(next, next);
  await vi.waitFor(() => expect(replace).toHaveBeenCalledWith('/signed-out?elsewhere'));
  expect(next).not.toHaveBeenCalled();
});

test('nor is one whose keys wait for a second step (AUTH-8)', async () => {
  const { replace } = page({ readSession: () => sessionOf(another) });
  holdSecret(accountId, secret());
  void currentSession();
  await vi.waitFor(() => expect(replace).toHaveBeenCalledWith('/signed-out?elsewhere'));
  expect(waitingSecret()).toBeUndefined();
});

test('the bff says that somebody else is signed in: the keys are dropped and the page goes (AUTH-8)', async () => {
  const { replace } = page({ deleteAccount: () => refused('another_account') });
  holdSecret(accountId, secret());
  expect(await call('deleteAccount', {})).toMatchObject({ error: { code: 'another_account' } });
  expect(waitingSecret()).toBeUndefined();
  expect(replace).toHaveBeenCalledWith('/signed-out?elsewhere');
});

test('whoever signs in is told to the other tabs, and the page is theirs from then on (AUTH-8)', async () => {
  const told = otherTabs();
  const own: Word[] = [];
  onTestFinished(hearTabs((what) => own.push(what)));
  const begun = {
    attemptId: 'att_00000000000000000000000001',
    finishLoginRequest: 'AAAA',
  } as const;
  let who = accountId;
  let signsIn = refused('wrong_credentials');
  const { replace } = page({ readSession: () => sessionOf(who), finishSignIn: () => signsIn });
  await currentSession();
  await call('finishSignIn', begun);
  await aMoment();
  expect(told).toEqual([]);
  signsIn = Response.json({ secondFactors: [] });
  who = another;
  expect(await call('finishSignIn', begun)).toMatchObject({ ok: true });
  await vi.waitFor(() => expect(told).toEqual(['begun']));
  expect(await currentSession()).toMatchObject({ accountId: another, email });
  expect([replace.mock.calls, own]).toEqual([[], []]);
});

test.each<[string, () => unknown, string, readonly Word[]]>([
  ['and it has ended', () => ({}), '/signed-out', ['leaving', 'ended']],
  [
    'and the bff refuses',
    () => refused('temporarily_unavailable'),
    '/signed-out?unsure',
    ['leaving'],
  ],
  [
    'and the request is lost',
    () => Promise.reject(new TypeError('network')),
    '/signed-out?unsure',
    ['leaving'],
  ],
  ['and it was another’s', () => refused('another_account'), '/signed-out?elsewhere', ['leaving']],
])(
  'signing out drops the keys of every tab before the bff answers, %s (AUTH-8)',
  async (_what, answer, to, words) => {
    const told = otherTabs();
    let answered = false;
    const { asked, replace } = page({
      endSession: async () => {
        await vi.waitFor(() => expect(told).toEqual(['leaving']));
        answered = true;
        return answer();
      },
    });
    holdSecret(accountId, secret());
    const leaving = signOut();
    expect([waitingSecret(), answered]).toEqual([undefined, false]);
    await leaving;
    expect(new Set(replace.mock.calls.flat())).toEqual(new Set([to]));
    expect(asked[0]?.init.keepalive).toBe(true);
    await aMoment();
    expect(told).toEqual(words);
  },
);

test('a bff that never answers does not keep the page open (AUTH-8)', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { replace } = page({ endSession: () => new Promise(() => {}) });
  const leaving = signOut();
  await vi.advanceTimersByTimeAsync(5_000);
  await leaving;
  expect(replace.mock.calls).toEqual([['/signed-out?unsure']]);
});

test('a session that ended for a link leaves keys in no tab, whatever comes of the link (AUTH-8)', async () => {
  const told = otherTabs();
  let answer = refused('temporarily_unavailable');
  page({ endSession: () => answer });
  holdSecret(accountId, secret());
  expect(await endSession()).toMatchObject({ error: { code: 'temporarily_unavailable' } });
  await aMoment();
  expect([waitingSecret()?.accountId, told]).toEqual([accountId, []]);
  answer = Response.json({});
  expect(await endSession()).toMatchObject({ ok: true });
  expect(waitingSecret()).toBeUndefined();
  await vi.waitFor(() => expect(told).toEqual(['ended']));
});

describe('a tab in whose browser another one signs out drops its keys at once (AUTH-8)', () => {
  async function hearing(readSession: () => unknown) {
    const { replace } = page({ readSession: () => sessionOf(accountId) });
    await currentSession();
    page({ readSession });
    vi.stubGlobal('location', { replace });
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    holdSecret(accountId, secret());
    hearSignOut('leaving');
    expect(waitingSecret()).toBeUndefined();
    expect(replace).not.toHaveBeenCalled();
    return replace;
  }
  const unanswered = () => new Promise(() => {});

  test.each<[string, () => unknown, string]>([
    ['the session has ended', () => ({ stage: 'none' }), '/signed-out'],
    ['it lives on', () => sessionOf(accountId), '/signed-out?unsure'],
    ['it cannot be known', unanswered, '/signed-out?unsure'],
    ['the bff refuses', () => refused('temporarily_unavailable'), '/signed-out?unsure'],
    ['somebody else is signed in', () => sessionOf(another), '/signed-out?elsewhere'],
  ])('and goes where it stands: %s', async (_what, answer, to) => {
    const replace = await hearing(answer);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(replace.mock.calls).toEqual([[to]]);
  });

  test('and is signed out once that tab says so', async () => {
    const replace = await hearing(unanswered);
    hearSignOut('ended');
    expect(replace.mock.calls).toEqual([['/signed-out']]);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(replace).toHaveBeenCalledOnce();
  });
});
