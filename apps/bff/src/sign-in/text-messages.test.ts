import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limitTable } from '../limits/limits.ts';
import { createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';

const minute = 60_000;
const password = 'a quiet harbor before seven';
let house: House;
let owner: TestCitizen;
let number: string;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  count += 1;
  number = `+1202555${String(9_000 + count)}`;
  owner = createCitizen(house, `texts-${count}@example.test`);
  await owner.choosePassword(password);
});

const codes = (to = number) => house.textsTo(to).map((text) => text.slice(0, 6));
const latest = (to = number) => codes(to).at(-1) ?? '';
const wrong = () => (latest() === '000000' ? '000001' : '000000');
const listed = async () => (await owner.ask('readSecondFactors', {})).value.secondFactors;
const lettersOf = async () => (await house.lettersTo(owner.email)).map(({ kind }) => kind);

async function addPhone(to = number) {
  const begun = await owner.ask('beginPhone', { number: to });
  if (begun.status !== 200) return begun;
  return owner.ask('finishPhone', { code: latest(to) });
}

/** At another browser, with the password alone; a code is on its way. */
async function atSecondStep(): Promise<TestCitizen> {
  house.wait(11 * minute);
  const one = createCitizen(house, owner.email);
  await one.provePassword(password);
  return one;
}

describe('a telephone number as a second factor (AUTH-23)', () => {
  test('counts when its code came back, and signs in from then on', async () => {
    expect((await addPhone()).status).toBe(200);
    expect(await listed()).toMatchObject([{ kind: 'sms', phoneEnding: number.slice(-2) }]);
    const one = await atSecondStep();
    const sent = await one.ask('sendTextCode', {});
    expect(sent.value).toMatchObject({ phoneEnding: number.slice(-2) });
    expect(Date.parse(sent.value.expiresAt) - house.bff.now()).toBeLessThanOrEqual(10 * minute);
    expect((await one.ask('readVault', {})).problem.code).toBe('second_factor_required');
    expect((await one.ask('submitTextCode', { code: latest() })).status).toBe(200);
    expect((await one.ask('readVault', {})).status).toBe(200);
  });

  test('and its codes are nowhere to be read in the database, nor in what is printed', async () => {
    await addPhone();
    const one = await atSecondStep();
    await one.ask('sendTextCode', {});
    const kept = house.bytesAtRest();
    for (const secret of [number, number.slice(2), latest()]) {
      expect(kept.includes(secret)).toBe(false);
      expect(house.output()).not.toContain(secret);
    }
  });

  test('is told to all addresses when it is added later, and when it is replaced', async () => {
    await owner.addTotp();
    await addPhone();
    expect((await lettersOf()).filter((kind) => kind === 'second-factor-added')).toHaveLength(1);
    const other = `+1202556${String(9_000 + count)}`;
    expect((await addPhone(other)).status).toBe(200);
    expect((await listed()).filter(({ kind }) => kind === 'sms')).toMatchObject([
      { phoneEnding: other.slice(-2) },
    ]);
    expect((await lettersOf()).filter((kind) => kind === 'second-factor-added')).toHaveLength(2);
    const one = await atSecondStep();
    await one.ask('sendTextCode', {});
    expect([codes().length, codes(other).length]).toEqual([1, 2]);
  });

  test('a code on its way to the old number dies with it', async () => {
    await addPhone();
    const one = createCitizen(house, owner.email);
    await one.provePassword(password);
    await one.ask('sendTextCode', {});
    const old = latest();
    await addPhone(`+1202557${String(9_000 + count)}`);
    expect((await one.ask('submitTextCode', { code: old })).problem.code).toBe('code_expired');
  });

  test('is added and replaced only by whoever proved the password lately', async () => {
    await addPhone();
    for (let passed = 0; passed < 16; passed += 8) {
      house.wait(8 * minute);
      await owner.ask('extendSession', {});
    }
    expect((await owner.ask('beginPhone', { number })).problem.code).toBe('unlock_required');
    expect((await owner.ask('finishPhone', { code: '000000' })).problem.code).toBe(
      'unlock_required',
    );
  });

  test.each([
    ['abroad, behind the same calling code', '+18765550143'],
    ['at premium rate', '+19005550143'],
    ['at premium rate within an area code', '+12029760143'],
  ])('is none %s: it is not written to (PROOF-35)', async (_where, abroad) => {
    const before = latest();
    expect((await owner.ask('beginPhone', { number: abroad })).status).toBe(400);
    expect(latest()).toBe(before);
  });

  test('is no way in before the password', async () => {
    await addPhone();
    const stranger = createCitizen(house, owner.email);
    expect((await stranger.ask('sendTextCode', {})).problem.code).toBe('signed_out');
    expect((await stranger.ask('submitTextCode', { code: latest() })).problem.code).toBe(
      'signed_out',
    );
  });
});

describe('a code by text message (AUTH-6, AUTH-23)', () => {
  beforeEach(async () => void (await addPhone()));

  test('has six digits, names the site for the browser, and is accepted once', async () => {
    const [one, other] = [await atSecondStep(), createCitizen(house, owner.email)];
    await other.provePassword(password);
    await one.ask('sendTextCode', {});
    const text = house.textsTo(number).at(-1) ?? '';
    expect(text).toMatch(/^(\d{6}) is your Signet code\.[^#]+\n\n@localhost #\1$/);
    const code = latest();
    expect((await other.ask('submitTextCode', { code })).problem.code).toBe('code_expired');
    expect((await one.ask('submitTextCode', { code })).status).toBe(200);
    expect((await one.ask('submitTextCode', { code })).problem.code).toBe('signed_out');
  });

  test('lives ten minutes', async () => {
    const one = await atSecondStep();
    await one.ask('sendTextCode', {});
    house.wait(10 * minute);
    expect((await one.ask('submitTextCode', { code: latest() })).problem.code).toBe('code_expired');
  });

  test('may be wrong five times; the sixth answer is refused even if it is right', async () => {
    const one = await atSecondStep();
    await one.ask('sendTextCode', {});
    for (let left = 4; left >= 0; left -= 1)
      expect((await one.ask('submitTextCode', { code: wrong() })).problem).toMatchObject({
        code: 'wrong_code',
        attemptsLeft: left,
      });
    expect((await one.ask('submitTextCode', { code: latest() })).problem.code).toBe('code_expired');
  });

  test('that comes anew voids the one before, and forgives no wrong one', async () => {
    const one = await atSecondStep();
    await one.ask('sendTextCode', {});
    const first = latest();
    for (let tries = 0; tries < 4; tries += 1) await one.ask('submitTextCode', { code: wrong() });
    await one.ask('sendTextCode', {});
    if (first !== latest())
      expect((await one.ask('submitTextCode', { code: first })).problem.code).toBe('wrong_code');
    for (let tries = 0; tries < 10; tries += 1) {
      await one.ask('sendTextCode', {});
      await one.ask('submitTextCode', { code: wrong() });
    }
    const { status, problem } = await one.ask('submitTextCode', { code: latest() });
    expect(status).toBe(429);
    expect(Date.parse(problem.retryAt ?? '')).toBeGreaterThan(house.bff.now());
  });

  test('is sent a few times an hour, then the exact time of the next is told', async () => {
    house.wait(61 * minute);
    const one = await atSecondStep();
    for (let sent = 0; sent < limitTable['text-account'].most; sent += 1)
      expect((await one.ask('sendTextCode', {})).status).toBe(200);
    const { status, problem } = await one.ask('sendTextCode', {});
    expect(status).toBe(429);
    expect(Date.parse(problem.retryAt ?? '')).toBeGreaterThan(house.bff.now());
    // Whoever uses them up elsewhere keeps none from the owner's browser (AUTH-4).
    await owner.ask('endSession', {});
    await owner.provePassword(password);
    expect((await owner.ask('sendTextCode', {})).status).toBe(200);
  });
});

test('the known browsers of an account are sent so many texts a day together, and strangers use none of them up (AUTH-23)', async () => {
  await addPhone();
  const stranger = await atSecondStep();
  expect((await stranger.ask('sendTextCode', {})).status).toBe(200);
  expect((await stranger.ask('submitTextCode', { code: latest() })).status).toBe(200);
  const known = [owner, stranger];
  const send = async (one: TestCitizen) => {
    house.wait(7 * minute);
    await one.ask('endSession', {});
    await one.provePassword(password);
    return one.ask('sendTextCode', {});
  };
  expect((await send(createCitizen(house, owner.email))).status).toBe(200);
  for (let sent = 0; sent < limitTable['text-known-browsers'].most; sent += 1)
    expect((await send(known[sent % 2] ?? owner)).status).toBe(200);
  for (const one of known) {
    const { status, problem } = await send(one);
    expect([status, problem.code]).toEqual([429, 'too_many_attempts']);
    expect(Date.parse(problem.retryAt ?? '') - house.bff.now()).toBeGreaterThan(12 * 60 * minute);
  }
  expect((await send(createCitizen(house, owner.email))).status).toBe(200);
});

test('whoever knows the password has so many texts a day sent to its owner’s telephone, from all browsers that are not known (AUTH-23)', async () => {
  await addPhone();
  const send = async (one: TestCitizen) => {
    house.wait(7 * minute);
    await one.ask('endSession', {});
    await one.provePassword(password);
    return one.ask('sendTextCode', {});
  };
  const first = house.bff.now();
  for (let sent = 0; sent < limitTable['text-elsewhere'].most; sent += 1)
    expect((await send(createCitizen(house, owner.email))).status).toBe(200);
  const { status, problem } = await send(createCitizen(house, owner.email));
  expect([status, problem.code]).toEqual([429, 'too_many_attempts']);
  expect(Date.parse(problem.retryAt ?? '') - first).toBeGreaterThan(24 * 60 * minute);
  expect((await send(owner)).status).toBe(200);
});

describe('a number that is not one’s own (AUTH-23)', () => {
  test('gets few messages, whoever asks, and its owner still signs in', async () => {
    await addPhone();
    let answered = 200;
    for (let strangers = 0; answered === 200; strangers += 1) {
      const stranger = createCitizen(house, `pest-${count}-${strangers}@example.test`);
      await stranger.choosePassword(password);
      answered = (await stranger.ask('beginPhone', { number })).status;
    }
    expect(answered).toBe(429);
    expect(codes()).toHaveLength(limitTable['text-new-number'].most);
    const one = await atSecondStep();
    await one.ask('sendTextCode', {});
    expect((await one.ask('submitTextCode', { code: latest() })).status).toBe(200);
  });

  test('cannot be claimed with a code that went elsewhere', async () => {
    await owner.ask('beginPhone', { number: `+1202558${String(9_000 + count)}` });
    const code = latest(`+1202558${String(9_000 + count)}`);
    await owner.ask('beginPhone', { number });
    if (code !== latest())
      expect((await owner.ask('finishPhone', { code })).problem.code).toBe('wrong_code');
    expect(await owner.ask('readSession', {})).toMatchObject({ value: { stage: 'enrolling' } });
  });
});

describe('the carrier', () => {
  test.each([
    ['undeliverable', 'phone_unreachable'],
    ['unavailable', 'temporarily_unavailable'],
  ] as const)('that says %s: %s, and the code is forgotten', async (outcome, code) => {
    house.carrierSays(outcome);
    expect((await owner.ask('beginPhone', { number })).problem.code).toBe(code);
    expect((await owner.ask('finishPhone', { code: '000000' })).problem.code).toBe('code_expired');
    house.carrierSays('accepted');
    expect((await addPhone()).status).toBe(200);
  });
});
