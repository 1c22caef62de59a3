import { afterEach, beforeEach, expect, describe, test, vi } from 'vitest';
import { fromBase64url } from '../../app/base64url.ts';
import { agreeWithComputer, commitmentTo, newHalf, type Half } from './agreement.ts';
import { connectPhone } from './connect-phone.ts';
import { deriveHandOff } from './secret.ts';
import { lookEveryMs, watchHandOff, type Watched } from './watch-hand-off.ts';

const expiresAt = new Date(Date.now() + 900_000).toISOString();
const began = { id: 'hnd_0123456789abcdefghjkmnpqrs' as const, sides: [], expiresAt };
const waiting = { ...began, state: 'waiting' as const, phoneKey: null };

/** A bff that answers what a test says, and what it was asked. */
let answers: Record<string, () => unknown>;
let asked: { path: string; body: Record<string, string> | undefined }[];
let stop: (() => void) | undefined;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('location', { origin: 'https://signet.example.test' });
  asked = [];
  answers = { '/api/proofing/hand-off/key': () => ({}), '/api/hand-off/stop': () => ({}) };
  vi.stubGlobal('fetch', async (path: string, { body }: RequestInit) => {
    asked.push({ path, body: body === undefined ? undefined : JSON.parse(body as string) });
    return Response.json(answers[path]?.());
  });
});
afterEach(() => {
  stop?.();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const askedFor = (path: string) => asked.filter((one) => one.path === path);

/** The computer, after a link was sent: what it has shown so far, and the next look. */
async function computer(half: Half) {
  const seen: Watched[] = [];
  stop = watchHandOff({ handOff: waiting, half, phone: '+12025550143' }, (what) => seen.push(what));
  await vi.advanceTimersByTimeAsync(0);
  const look = async (phoneKey: string | null) => {
    const state = phoneKey === null ? 'waiting' : 'connected';
    answers['/api/proofing/hand-off/state'] = () => ({ handOff: { ...began, state, phoneKey } });
    const before = seen.length;
    await vi.advanceTimersByTimeAsync(lookEveryMs);
    // What is agreed is computed elsewhere, by no timer.
    await vi.waitFor(() => expect(seen.length).toBeGreaterThan(before));
    return seen.at(-1);
  };
  return { seen, look };
}

describe('at the computer, a link that went by text message (PROOF-13)', () => {
  test('the hand-off that was begun before the message is followed, and none is begun', async () => {
    const { seen, look } = await computer(await newHalf());
    expect(seen).toMatchObject([{ state: 'shown', shown: { handOff: waiting, replaces: false } }]);
    expect(await look(null)).toMatchObject({ state: 'shown', shown: { secret: undefined } });
    expect(askedFor('/api/proofing/hand-off')).toEqual([]);
  });

  test('its key is shown to the first phone, and the words are that phone’s', async () => {
    const [half, phone] = [await newHalf(), await newHalf()];
    const { look } = await computer(half);
    await look(null);
    const commitment = await commitmentTo(half.publicKey);
    const theirs = await deriveHandOff(await agreeWithComputer(phone, half.publicKey, commitment));
    for (const _nth of [1, 2])
      expect(await look(phone.publicKey)).toMatchObject({
        shown: { phoneKey: phone.publicKey, secret: { words: theirs.words } },
      });
    expect(askedFor('/api/proofing/hand-off/key').map(({ body }) => body?.['key'])).toEqual([
      half.publicKey,
    ]);
  });

  test('a second key from the relay ends it: whoever chose it has seen the computer’s', async () => {
    const [half, phone, between] = [await newHalf(), await newHalf(), await newHalf()];
    const { look } = await computer(half);
    await look(phone.publicKey);
    expect(await look(between.publicKey)).toEqual({ state: 'over', why: 'stopped' });
    asked = [];
    await vi.advanceTimersByTimeAsync(10 * lookEveryMs);
    expect(asked).toEqual([]);
  });

  test('nor may the first be taken away, or come back after another', async () => {
    const phone = await newHalf();
    const { look } = await computer(await newHalf());
    await look(phone.publicKey);
    expect(await look(null)).toEqual({ state: 'over', why: 'stopped' });
  });

  test('also where showing the computer’s own key had failed, which the relay may only say', async () => {
    const [half, phone, between] = [await newHalf(), await newHalf(), await newHalf()];
    const { look } = await computer(half);
    answers['/api/proofing/hand-off/key'] = () => 'nothing that could be believed';
    expect(await look(phone.publicKey)).toMatchObject({ shown: { secret: undefined } });
    answers['/api/proofing/hand-off/key'] = () => ({});
    expect(await look(between.publicKey)).toEqual({ state: 'over', why: 'stopped' });
  });

  test('a key that is none agrees with nobody', async () => {
    const { look } = await computer(await newHalf());
    const none = `B${'A'.repeat(86)}`;
    expect(await look(none)).toMatchObject({ state: 'shown', shown: { secret: undefined } });
    expect(askedFor('/api/proofing/hand-off/key')).toEqual([]);
  });
});

describe('at the phone, a link that came by text message (PROOF-13)', () => {
  async function phone(half: Half, keys: (string | null)[]) {
    answers['/api/hand-off/redeem'] = () => ({ id: began.id, agencyClientId: null, expiresAt });
    answers['/api/hand-off/key'] = () => ({ computerKey: keys.shift() ?? null });
    const connected = connectPhone(await commitmentTo(half.publicKey));
    await vi.waitFor(() => expect(askedFor('/api/hand-off/key')).not.toEqual([]));
    await vi.advanceTimersByTimeAsync(5_000);
    return connected;
  }

  test('its key goes with the link, before it has seen the computer’s, and once', async () => {
    const half = await newHalf();
    const connected = await phone(half, [null, null, half.publicKey]);
    expect(connected).toMatchObject({ at: 'comparing', connected: { id: began.id } });
    expect(asked.map(({ path }) => path)).toEqual([
      '/api/hand-off/redeem',
      '/api/hand-off/key',
      '/api/hand-off/key',
      '/api/hand-off/key',
    ]);
    expect(fromBase64url(asked[0]?.body?.['phoneKey'] ?? '')).toHaveLength(65);
  });

  test('a key that the message does not stand for ends it, and no other is looked at', async () => {
    const [half, between] = [await newHalf(), await newHalf()];
    expect(await phone(half, [between.publicKey, half.publicKey])).toEqual({ at: 'stopped' });
    expect(askedFor('/api/hand-off/key')).toHaveLength(1);
    expect(askedFor('/api/hand-off/stop')).toHaveLength(1);
  });
});
