import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditEvents, signUps } from '../db/schema.ts';
import { createCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';
import { unsoundVaults, vaultsOfAnotherSlot } from '../testing/unsound-vaults.ts';

const hour = 60 * 60_000;
const password = 'a quiet harbor before seven';
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

let count = 0;
const someone = () => createCitizen(house, `sign-up-${(count += 1)}@example.test`);

test('a known and an unknown address are answered alike, and each owner gets a letter (AUTH-2)', async () => {
  const known = someone();
  await known.signUp(password);
  const answers = [];
  for (const email of [known.email, 'nobody@example.test']) {
    const { response, value } = await createCitizen(house, email).ask('beginSignUp', { email });
    const headers = [...response.headers].filter(([name]) => name !== 'date');
    answers.push({ status: response.status, headers, value });
  }
  expect(answers[0]).toEqual(answers[1]);
  const toKnown = await house.lettersTo(known.email);
  const toNobody = await house.lettersTo('nobody@example.test');
  expect(toKnown.at(-1)).toMatchObject({ kind: 'address-has-account' });
  expect(toNobody).toMatchObject([{ kind: 'confirm-address' }]);
});

describe('the link of the letter (AUTH-9)', () => {
  test('carries its token in the fragment, which no server sees', async () => {
    const one = someone();
    await one.ask('beginSignUp', { email: one.email });
    const [letter] = await house.lettersTo(one.email);
    const link = new URL(letter?.link ?? '');
    expect(link.pathname).toBe('/sign-up/confirm');
    expect(link.search).toBe('');
    expect(link.hash).toMatch(/^#token=[\w-]{43}$/);
    expect(house.bytesAtRest().includes(link.hash.slice('#token='.length))).toBe(false);
  });

  test('leads back to the request of the agency', async () => {
    const one = someone();
    await one.ask('beginSignUp', { email: one.email, interaction: 'AbCdEf012345678901234' });
    const [letter] = await house.lettersTo(one.email);
    expect(new URL(letter?.link ?? '').pathname).toBe(
      '/interaction/AbCdEf012345678901234/sign-up/confirm',
    );
  });

  test('is not used up by a program that loads its page, and whoever chooses a password first has the account', async () => {
    const one = someone();
    const token = await one.link();
    const [program, late] = [createCitizen(house, one.email), createCitizen(house, one.email)];
    const loaded = (await program.ask('confirmEmail', { token })).value;
    const own = await one.prepareAccount(password, token);
    const others = await late.prepareAccount('chosen by whoever came later', token);
    // No two share what a password is registered under.
    const ids = [loaded, own.stored, others.stored].map(({ accountId }) => accountId);
    expect(new Set(ids).size).toBe(3);
    expect((await one.ask('finishPassword', own.finish)).status).toBe(200);
    expect((await late.ask('finishPassword', others.finish)).problem.code).toBe('signed_out');
    expect((await program.ask('readSession', {})).value.stage).toBe('none');
    expect((await program.ask('confirmEmail', { token })).problem.code).toBe('link_expired');
    house.wait(11 * 60_000);
    expect((await one.provePassword(password)).ke3?.status).toBe(200);
  });

  test('works ten times', async () => {
    const one = someone();
    const token = await one.link();
    for (let times = 0; times < 10; times += 1)
      expect((await someone().ask('confirmEmail', { token })).status).toBe(200);
    expect((await someone().ask('confirmEmail', { token })).problem.code).toBe('link_expired');
  });

  test('is the same sign-up however often one browser loads its page, and leaves no further row', async () => {
    const one = someone();
    const token = await one.link();
    await someone().ask('confirmEmail', { token });
    const { value: first } = await one.ask('confirmEmail', { token });
    const rows = () =>
      [signUps, auditEvents].map((table) => house.bff.db.select().from(table).all().length);
    const before = rows();
    for (let times = 0; times < 12; times += 1)
      expect((await one.ask('confirmEmail', { token })).value).toEqual(first);
    expect(rows()).toEqual(before);
    const { finish } = await one.prepareAccount(password, token);
    expect((await one.ask('finishPassword', finish)).status).toBe(200);
  });

  test('is a sign-up of another address for who began one before', async () => {
    const one = someone();
    await one.ask('confirmEmail', { token: await one.link() });
    const token = await someone().link();
    const { value } = await one.ask('confirmEmail', { token });
    expect(value.email).not.toBe(one.email);
  });

  test('ends no session of an account: whoever is signed in, or about to be, signs out first', async () => {
    const token = await someone().link();
    const owner = someone();
    await owner.choosePassword(password);
    const stageOf = async () => (await owner.ask('readSession', {})).value.stage;
    const stays = async (stage: string) => {
      const session = owner.session();
      const { status, problem } = await owner.ask('confirmEmail', { token });
      expect({ status, code: problem.code }).toEqual({ status: 409, code: 'signed_in_already' });
      expect(owner.session()).toBe(session);
      expect(await stageOf()).toBe(stage);
    };
    await stays('enrolling');
    await owner.addTotp();
    await stays('signed-in');
    await owner.ask('endSession', {});
    house.wait(11 * 60_000);
    await owner.provePassword(password);
    await stays('first-factor');
    await owner.ask('endSession', {});
    expect((await owner.ask('confirmEmail', { token })).status).toBe(200);
    expect(await stageOf()).toBe('sign-up');
  });

  test.each([
    ['23 h 59 min', 200, 24 * hour - 60_000],
    ['24 h', 410, 24 * hour],
  ])('after %s is answered with %i', async (_age, status, age) => {
    const one = someone();
    const token = await one.link();
    house.wait(age);
    expect((await one.ask('confirmEmail', { token })).status).toBe(status);
  });

  test('made up is refused like one that has expired', async () => {
    const token = Buffer.alloc(32, 3).toString('base64url');
    const { status, problem } = await someone().ask('confirmEmail', { token });
    expect({ status, code: problem.code }).toEqual({ status: 410, code: 'link_expired' });
  });

  test('of the slower of two is dead once the faster has an account', async () => {
    const one = someone();
    const again = createCitizen(house, one.email);
    const slow = await again.link();
    await one.signUp(password);
    expect((await again.ask('confirmEmail', { token: slow })).problem.code).toBe('link_expired');
  });
});

test('the password, and whatever is equal to it, never reaches the server (AUTH-1)', async () => {
  const one = someone();
  const sent: string[] = [];
  const post = one.browser.post;
  one.browser.post = (path, body) => {
    sent.push(JSON.stringify(body));
    return post(path, body);
  };
  await one.signUp(password);
  await one.provePassword(password);
  const everything = sent.join('\n');
  expect(sent.length).toBeGreaterThan(6);
  for (const form of [Buffer.from(password), Buffer.from(password.toUpperCase())])
    for (const encoding of ['utf8', 'hex', 'base64url'] as const)
      expect(everything).not.toContain(form.toString(encoding));
  expect(house.bytesAtRest().includes(password)).toBe(false);
});

test('what a database holds cannot be used to guess passwords: the OPAQUE key is not in it (AUTH-3)', async () => {
  await someone().signUp(password);
  const bytes = house.bytesAtRest();
  const key = Buffer.from(house.opaqueKey, 'base64url');
  for (const form of [key, key.toString('base64url'), key.toString('base64'), key.toString('hex')])
    expect(bytes.includes(form)).toBe(false);
});

test.each([...unsoundVaults, ...vaultsOfAnotherSlot])(
  'a vault %s is refused for that alone, and no half account is left',
  async (_what, change) => {
    const one = someone();
    const { finish, stored } = await one.prepareAccount(password, await one.link());
    const altered = { ...finish, vault: change(stored) as never };
    const { status, problem } = await one.ask('finishPassword', altered);
    expect({ status, code: problem.code }).toEqual({ status: 400, code: 'malformed_request' });
    const { value } = await one.ask('readSession', {});
    expect(value.stage).toBe('sign-up');
    expect((await one.ask('finishPassword', finish)).status).toBe(200);
  },
);
