import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { emailLimit } from '@signet/contracts/emails';
import type { AccountId } from '@signet/contracts/ids';
import { createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { limitTable } from '../limits/limits.ts';
import { openHouse, type House } from '../testing/house.ts';
import { listeningAgency, type Told } from '../testing/listening-agency.ts';

const minute = 60_000;
const password = 'a quiet harbor before seven';
let house: House;
let owner: TestCitizen;
let count = 0;
let second: string;
let secret: string;
let accountId: AccountId;
let told: Told;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  second = `second-${(count += 1)}@example.test`;
  owner = createCitizen(house, `first-${count}@example.test`);
  const account = await owner.signUp(password);
  ({ secret } = account);
  accountId = account.open.accountId as AccountId;
  told = await listeningAgency(house, accountId);
});

const listed = async () => (await owner.ask('readEmails', {})).value.emails;
const confirmationTo = (address: string) => house.tokenTo(address, 'confirm-new-address');
async function addSecond(): Promise<void> {
  await owner.ask('addEmail', { email: second });
  const stranger = createCitizen(house, second);
  const token = await confirmationTo(second);
  expect((await stranger.ask('confirmAddress', { token })).status).toBe(200);
}
const proves = async (email: string) =>
  (await createCitizen(house, email).provePassword(password)).ke3?.status;

describe('a further address (AUTH-19)', () => {
  test('counts for nothing until its link was opened', async () => {
    await owner.ask('addEmail', { email: second.toUpperCase() });
    expect(await listed()).toMatchObject([
      { email: owner.email, primary: true, confirmed: true },
      { email: second, primary: false, confirmed: false },
    ]);
    expect(await proves(second)).toBe(401);
    await addSecond();
    expect((await listed()).map(({ confirmed }) => confirmed)).toEqual([true, true]);
    expect(await house.kindsTo(owner.email)).toContain('email-added');
    expect(house.bytesAtRest().includes(second)).toBe(false);
  });

  test('is confirmed by a link once, within a day', async () => {
    await owner.ask('addEmail', { email: second });
    const token = await confirmationTo(second);
    const anyone = createCitizen(house, second);
    expect((await anyone.ask('confirmAddress', { token: 'A'.repeat(43) })).status).toBe(410);
    expect((await anyone.ask('confirmAddress', { token })).status).toBe(200);
    expect((await anyone.ask('confirmAddress', { token })).status).toBe(410);
    await owner.ask('addEmail', { email: `late-${second}` });
    const late = await confirmationTo(`late-${second}`);
    house.wait(24 * 60 * minute);
    expect((await anyone.ask('confirmAddress', { token: late })).status).toBe(410);
  });

  test('that belongs to another account is answered alike, and its owner is told', async () => {
    const other = createCitizen(house, second);
    await other.signUp(password);
    const free = await owner.ask('addEmail', { email: `free-${second}` });
    const taken = await owner.ask('addEmail', { email: second });
    expect([taken.status, taken.value]).toEqual([free.status, free.value]);
    expect(await house.kindsTo(second)).toContain('address-in-use');
    expect(await house.kindsTo(second)).not.toContain('confirm-new-address');
    expect((await listed()).map(({ confirmed }) => confirmed)).toEqual([true, false, false]);
  });

  test('that two accounts ask for belongs to the one that confirmed it first', async () => {
    const rival = createCitizen(house, `rival-${count}@example.test`);
    await rival.signUp(password);
    await rival.ask('addEmail', { email: second });
    const rivals = await confirmationTo(second);
    await addSecond();
    expect((await rival.ask('confirmAddress', { token: rivals })).status).toBe(410);
    expect((await rival.ask('readEmails', {})).value.emails[1]?.confirmed).toBe(false);
  });

  test('cannot be signed up with once it is confirmed', async () => {
    const begun = createCitizen(house, second);
    const link = await begun.link();
    await addSecond();
    expect((await begun.ask('confirmEmail', { token: link })).status).toBe(410);
  });

  test('gets its letter however often strangers signed up with it, and not without end (AUTH-4)', async () => {
    const stranger = createCitizen(house, second);
    for (let times = 0; times <= limitTable['sign-up-mail'].most; times += 1)
      await stranger.ask('beginSignUp', { email: second });
    const sent = async () =>
      (await house.kindsTo(second)).filter((kind) => kind === 'confirm-new-address').length;
    const { most } = limitTable['add-email-mail'];
    for (let times = 0; times < most; times += 1) await owner.ask('addEmail', { email: second });
    expect(await sent()).toBe(most);
    expect((await owner.ask('addEmail', { email: second })).status).toBe(200);
    expect(await sent()).toBe(most);
  });

  test('is asked for so often a day, and by nobody else less (AUTH-4)', async () => {
    const { most, windowMs } = limitTable['add-email'];
    const add = (who: TestCitizen, email: string) => who.ask('addEmail', { email });
    const first = house.bff.now();
    for (let times = 0; times < most; times += 1)
      expect((await add(owner, second)).status).toBe(200);
    const another = `another-${second}`;
    const { status, problem } = await add(owner, another);
    expect([status, problem.code]).toEqual([429, 'too_many_attempts']);
    expect(Math.abs(Date.parse(problem.retryAt ?? '') - first - windowMs)).toBeLessThan(minute);
    expect(await house.kindsTo(another)).toEqual([]);
    expect((await listed()).map(({ email }) => email)).toEqual([owner.email, second]);

    const rival = createCitizen(house, `rival-${count}@example.test`);
    await rival.signUp(password);
    expect((await add(rival, another)).status).toBe(200);
    house.wait(windowMs);
    owner.browser.keep(house.signIn(accountId));
    await owner.unlock(password);
    expect((await add(owner, another)).status).toBe(200);
  });

  test('is one of a few', async () => {
    for (let many = 1; many < emailLimit; many += 1)
      expect((await owner.ask('addEmail', { email: `${many}-${second}` })).status).toBe(200);
    const { problem } = await owner.ask('addEmail', { email: second });
    expect(problem.code).toBe('limit_reached');
  });

  test('needs the password to have been given lately, as every change does', async () => {
    await addSecond();
    const id = (await listed())[1]?.id as never;
    for (let passed = 0; passed < 16; passed += 8) {
      house.wait(8 * minute);
      await owner.ask('extendSession', {});
    }
    for (const refused of [
      await owner.ask('addEmail', { email: `third-${second}` }),
      await owner.ask('makeEmailPrimary', { id }),
      await owner.ask('removeEmail', { id }),
    ])
      expect(refused.problem.code).toBe('unlock_required');
  });
});

test('beginning to sign in does not show that two addresses are one person’s (AUTH-2)', async () => {
  await addSecond();
  const idOf = async (email: string) =>
    (await createCitizen(house, email).provePassword(password)).ke2.value.accountId;
  const [main, further] = [await idOf(owner.email), await idOf(second)];
  expect(further).not.toBe(main);
  expect(await idOf(second)).toBe(further);
  expect(await proves(second)).toBe(401);
});

describe('changing and removing (AUTH-19)', () => {
  test('agencies that know the person are told when a confirmed one comes, changes or goes (AGENCY-11)', async () => {
    await owner.ask('addEmail', { email: `other-${second}` });
    expect(told()).toEqual([]);
    await addSecond();
    expect(told()).toEqual(['recovery-information-changed']);
    const addresses = await listed();
    const idOf = (wanted: string) => addresses.find(({ email }) => email === wanted)?.id as never;
    await owner.ask('removeEmail', { id: idOf(`other-${second}`) });
    expect(told()).toEqual([]);
    await owner.ask('makeEmailPrimary', { id: idOf(second) });
    expect(told()).toEqual(['identifier-changed']);
    await owner.ask('removeEmail', { id: idOf(owner.email) });
    expect(told()).toEqual(['identifier-changed']);
  });

  test('another address becomes the main one, and all are told', async () => {
    await addSecond();
    const [first, next] = await listed();
    await owner.ask('makeEmailPrimary', { id: next?.id as never });
    expect((await owner.ask('readSession', {})).value).toMatchObject({ email: second });
    expect(await listed()).toMatchObject([
      { email: second, primary: true },
      { email: owner.email, primary: false },
    ]);
    for (const address of [owner.email, second])
      expect(await house.kindsTo(address)).toContain('email-made-primary');
    expect(await proves(second)).toBe(200);
    expect((await owner.ask('removeEmail', { id: first?.id as never })).status).toBe(200);
    for (const address of [owner.email, second])
      expect(await house.kindsTo(address)).toContain('email-removed');
  });

  test('the main one stays, and so does another person’s', async () => {
    const [primary] = await listed();
    const other = createCitizen(house, second);
    await other.signUp(password);
    const [theirs] = (await other.ask('readEmails', {})).value.emails;
    for (const id of [primary?.id, theirs?.id] as never[]) {
      expect((await owner.ask('removeEmail', { id })).problem.code).toBe('not_found');
    }
    const id = theirs?.id as never;
    expect((await owner.ask('makeEmailPrimary', { id })).problem.code).toBe('not_found');
  });

  test('one that is not confirmed cannot be the main one', async () => {
    await owner.ask('addEmail', { email: second });
    const id = (await listed())[1]?.id as never;
    expect((await owner.ask('makeEmailPrimary', { id })).problem.code).toBe('not_found');
    expect((await owner.ask('removeEmail', { id })).status).toBe(200);
    expect(await house.kindsTo(owner.email)).not.toContain('email-removed');
  });
});

describe('links that went to an address end with it (AUTH-19)', () => {
  const anyone = () => createCitizen(house, second);
  async function removeOther(one: TestCitizen) {
    const other = (await one.ask('readEmails', {})).value.emails.find(({ primary }) => !primary);
    expect((await one.ask('removeEmail', { id: other?.id as never })).status).toBe(200);
  }
  async function signedInElsewhere(): Promise<TestCitizen> {
    house.wait(11 * minute);
    const one = createCitizen(house, owner.email);
    await one.provePassword(password);
    await one.giveCode(secret);
    return one;
  }

  test.each(['reset-begun', 'reset-ready'] as const)('of a reset: %s', async (kind) => {
    await addSecond();
    await anyone().ask('beginReset', { email: second });
    house.wait(24 * 60 * minute);
    const token = await house.tokenTo(second, kind);
    // Signing in would have stopped it.
    owner.browser.keep(house.signIn(accountId));
    await owner.unlock(password);
    await removeOther(owner);
    const used = kind === 'reset-ready' ? 'redeemReset' : 'stopWait';
    expect((await anyone().ask(used, { token })).problem.code).toBe('link_expired');
    expect(await house.kindsTo(owner.email)).toContain('wait-stopped');
  });

  test('that say “this was not me”; the other addresses get one that works', async () => {
    await addSecond();
    await signedInElsewhere();
    const token = await house.tokenTo(second, 'new-device');
    await removeOther(owner);
    expect((await anyone().ask('disavowSignIn', { token })).problem.code).toBe('link_expired');
    expect(await house.kindsTo(second)).not.toContain('new-device-link');
    const renewed = { token: await house.tokenTo(owner.email, 'new-device-link') };
    expect((await anyone().ask('disavowSignIn', renewed)).status).toBe(200);
  });

  async function addConfirmed(email: string) {
    await owner.ask('addEmail', { email });
    await anyone().ask('confirmAddress', {
      token: await confirmationTo(email),
    });
  }
  const remove = async (email: string) => {
    const id = (await listed()).find((one) => one.email === email)?.id as never;
    expect((await owner.ask('removeEmail', { id })).status).toBe(200);
  };

  test('and the one that works goes to nobody whose address came after that sign-in', async () => {
    await addSecond();
    await signedInElsewhere();
    const later = `later-${second}`;
    await addConfirmed(later);
    await removeOther(owner);
    expect(await house.kindsTo(owner.email)).toContain('new-device-link');
    expect(await house.kindsTo(later)).not.toContain('new-device-link');
  });

  test('but to the oldest one that is left, where none of them was told of that sign-in: its owner has it', async () => {
    await signedInElsewhere();
    const [moved, later] = [`moved-${second}`, `later-${second}`];
    await addConfirmed(moved);
    await addConfirmed(later);
    const id = (await listed()).find(({ email }) => email === moved)?.id as never;
    await owner.ask('makeEmailPrimary', { id });
    const token = await house.tokenTo(owner.email, 'new-device');
    await remove(owner.email);
    expect((await anyone().ask('disavowSignIn', { token })).problem.code).toBe('link_expired');
    expect(await house.kindsTo(later)).not.toContain('new-device-link');
    const renewed = { token: await house.tokenTo(moved, 'new-device-link') };
    expect((await anyone().ask('disavowSignIn', renewed)).status).toBe(200);
    expect((await house.kindsTo(moved)).at(-1)).toBe('sign-in-disavowed');
    expect((await house.kindsTo(later)).at(-1)).toBe('address-taken-off');
  });

  test('each to those that were told of the sign-in that it is about, where there were several', async () => {
    await signedInElsewhere();
    house.wait(minute);
    await addSecond();
    const ex = `ex-${second}`;
    await addConfirmed(ex);
    await signedInElsewhere();
    owner.browser.keep(house.signIn(accountId));
    await owner.unlock(password);
    await remove(ex);
    const renewedTo = async (email: string) =>
      (await house.kindsTo(email)).filter((kind) => kind === 'new-device-link').length;
    expect(await renewedTo(owner.email)).toBe(2);
    expect(await renewedTo(second)).toBe(1);
  });

  test('also about the browser in which it is removed, where an address is left that was told of it', async () => {
    await addSecond();
    const phone = await signedInElsewhere();
    const token = await house.tokenTo(second, 'new-device');
    await removeOther(phone);
    expect((await anyone().ask('disavowSignIn', { token })).problem.code).toBe('link_expired');
    expect(await house.kindsTo(second)).not.toContain('new-device-link');
    const renewed = { token: await house.tokenTo(owner.email, 'new-device-link') };
    expect((await anyone().ask('disavowSignIn', renewed)).status).toBe(200);
  });

  test('but not those about the browser in which it is removed, where none is: a thief cannot silence them', async () => {
    const thief = await signedInElsewhere();
    await thief.ask('addEmail', { email: second });
    await anyone().ask('confirmAddress', {
      token: await confirmationTo(second),
    });
    const own = (await thief.ask('readEmails', {})).value.emails.find(({ primary }) => !primary);
    await thief.ask('makeEmailPrimary', { id: own?.id as never });
    await removeOther(thief);
    const token = await house.tokenTo(owner.email, 'new-device');
    expect((await anyone().ask('disavowSignIn', { token })).status).toBe(200);
    expect((await thief.ask('readSession', {})).value.stage).toBe('none');
  });
});

describe('an address that is confirmed while somebody waits (AUTH-21)', () => {
  const anyone = () => createCitizen(house, owner.email);
  const begin = {
    'a reset': (one: TestCitizen) => one.ask('beginReset', { email: owner.email }),
    'another second step': async (one: TestCitizen) => {
      await one.provePassword(password);
      return one.ask('beginNewSecondFactor', {});
    },
  };

  test.each(['a reset', 'another second step'] as const)(
    'for %s gets a link of its own that stops it, and is told since when',
    async (what) => {
      const begunAt = house.bff.now();
      expect((await begin[what](anyone())).status).toBe(200);
      house.wait(5 * minute);
      await addSecond();
      const letter = (await house.lettersTo(second)).at(-1);
      expect(letter).toMatchObject({ kind: 'wait-begun-before' });
      expect(Math.abs((letter?.since ?? 0) - begunAt)).toBeLessThan(minute);
      expect(await house.kindsTo(owner.email)).not.toContain('wait-begun-before');
      const first = await house.tokenTo(
        owner.email,
        what === 'a reset' ? 'reset-begun' : 'new-second-factor-begun',
      );
      const token = await house.tokenTo(second, 'wait-begun-before');
      expect(token).not.toBe(first);
      expect((await anyone().ask('stopWait', { token })).status).toBe(200);
      expect((await house.kindsTo(owner.email)).at(-1)).toBe('wait-stopped');
      expect((await anyone().ask('stopWait', { token: first })).problem.code).toBe('link_expired');
    },
  );

  test('takes nothing from the link of the first letter', async () => {
    await begin['a reset'](anyone());
    await addSecond();
    const stop = async (token: string) => (await anyone().ask('stopWait', { token })).status;
    expect(await stop(await house.tokenTo(owner.email, 'reset-begun'))).toBe(200);
    expect(await stop(await house.tokenTo(second, 'wait-begun-before'))).toBe(410);
  });

  test('gets none where nobody waits any more', async () => {
    await begin['a reset'](anyone());
    house.wait(24 * 60 * minute);
    expect(await house.kindsTo(owner.email)).toContain('reset-ready');
    house.wait(48 * 60 * minute);
    owner.browser.keep(house.signIn(accountId));
    await owner.unlock(password);
    await addSecond();
    expect(await house.kindsTo(second)).not.toContain('wait-begun-before');
  });
});
