import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditEvents } from '../db/schema.ts';
import { byCertificate, bySelf } from '../testing/attestations.ts';
import { giveSecondStep, makePasskey } from '../testing/by-passkey.ts';
import { createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createPasskey } from '../testing/passkey.ts';

const password = 'a quiet harbor before seven';
let house: House;
let owner: TestCitizen;
let passkey: ReturnType<typeof createPasskey>;

beforeAll(async () => {
  house = await openHouse();
  owner = createCitizen(house, 'passkey@example.test');
  passkey = createPasskey();
  await owner.choosePassword(password);
});
afterAll(() => house.close());

type Options = { readonly challenge: string };
const challengeOf = ({ options }: { options: object }) => (options as Options).challenge;

describe('making a passkey (AUTH-7)', () => {
  const begin = async () => (await owner.ask('beginPasskey', {})).value;

  test('asks for user verification and for the PRF', async () => {
    expect((await begin()).options).toMatchObject({
      rp: { id: 'localhost' },
      authenticatorSelection: { userVerification: 'required' },
      extensions: { prf: {} },
    });
  });

  test.each<[string, (challenge: string) => object]>([
    [
      'without user verification',
      (challenge) => passkey.register({ challenge, origin: house.issuer, verified: false }),
    ],
    [
      'at another origin',
      (challenge) => passkey.register({ challenge, origin: 'http://localhost:1' }),
    ],
    ['for another challenge', () => passkey.register({ challenge: 'AAAA', origin: house.issuer })],
    [
      'for another site',
      (challenge) =>
        createPasskey('evil.example.test').register({ challenge, origin: house.issuer }),
    ],
    [
      'with a certificate of its device, which nobody asked for (WebAuthn Level 3 §5.1.3)',
      (challenge) => passkey.register({ challenge, origin: house.issuer }, byCertificate),
    ],
    ['that is no answer at all', () => ({ id: 'x' })],
  ])('%s is refused', async (_how, make) => {
    const response = make(challengeOf(await begin()));
    const { problem } = await owner.ask('finishPasskey', { response: response as never });
    expect(problem.code).toBe('wrong_passkey');
    expect((await owner.ask('readSession', {})).value.stage).toBe('enrolling');
  });

  test('a challenge serves one answer', async () => {
    const challenge = challengeOf(await begin());
    const wrong = { response: { id: 'x' } as never };
    await owner.ask('finishPasskey', wrong);
    const response = passkey.register({ challenge, origin: house.issuer }) as never;
    expect((await owner.ask('finishPasskey', { response })).problem.code).toBe('code_expired');
  });

  test('that signs for itself, as browsers leave it, is taken (WebAuthn Level 3 §5.1.3)', async () => {
    const other = createCitizen(house, 'self-attested@example.test');
    await other.choosePassword(password);
    const challenge = challengeOf((await other.ask('beginPasskey', {})).value);
    const response = createPasskey().register({ challenge, origin: house.issuer }, bySelf) as never;
    expect((await other.ask('finishPasskey', { response })).status).toBe(200);
  });

  test('done rightly, it is the second factor', async () => {
    const challenge = challengeOf(await begin());
    const response = passkey.register({ challenge, origin: house.issuer }) as never;
    expect((await owner.ask('finishPasskey', { response })).status).toBe(200);
    expect((await owner.ask('readSession', {})).value).toMatchObject({
      stage: 'signed-in',
      secondFactors: ['passkey'],
    });
  });
});

describe('signing in with it (AUTH-7)', () => {
  async function begun() {
    const one = createCitizen(house, owner.email);
    await one.provePassword(password);
    const { value } = await one.ask('beginPasskeySignIn', {});
    expect(value.options).toMatchObject({ userVerification: 'required' });
    return { one, challenge: challengeOf(value) };
  }

  test.each<[string, (challenge: string) => object]>([
    [
      'without user verification',
      (challenge) => passkey.use({ challenge, origin: house.issuer, verified: false }),
    ],
    ['at another origin', (challenge) => passkey.use({ challenge, origin: 'http://localhost:1' })],
    ['for another challenge', () => passkey.use({ challenge: 'AAAA', origin: house.issuer })],
    [
      'with another key',
      (challenge) => ({
        ...passkey.use({ challenge, origin: house.issuer }),
        response: createPasskey().use({ challenge, origin: house.issuer }).response,
      }),
    ],
    [
      'with a passkey of nobody',
      (challenge) => createPasskey().use({ challenge, origin: house.issuer }),
    ],
  ])('%s is refused', async (_how, make) => {
    const { one, challenge } = await begun();
    const response = make(challenge) as never;
    const { problem } = await one.ask('finishPasskeySignIn', { response });
    expect(problem.code).toBe('wrong_passkey');
    expect((await one.ask('readVault', {})).problem.code).toBe('second_factor_required');
    house.wait(11 * 60_000);
  });

  test('is for its own account: another’s signs nobody else in, and nobody adds it once more', async () => {
    const other = createCitizen(house, 'other-passkey@example.test');
    await other.choosePassword(password);
    const { passkey: theirs, finish } = await makePasskey(house, other);
    expect((await finish()).status).toBe(200);
    const { one, challenge } = await begun();
    const response = theirs.use({ challenge, origin: house.issuer }) as never;
    expect((await one.ask('finishPasskeySignIn', { response })).problem.code).toBe('wrong_passkey');
    await giveSecondStep(house, one, passkey);

    const third = createCitizen(house, 'third-passkey@example.test');
    await third.choosePassword(password);
    const options = (await third.ask('beginPasskey', {})).value;
    const known = theirs.register({ challenge: challengeOf(options), origin: house.issuer });
    expect((await third.ask('finishPasskey', { response: known })).problem.code).toBe(
      'wrong_passkey',
    );
    expect((await (await makePasskey(house, third)).finish()).status).toBe(200);
    house.wait(11 * 60_000);
  });

  test('may be wrong without end, is never refused for it, and leaves twenty rows a day', async () => {
    const rows = () => house.bff.db.select().from(auditEvents).all().length;
    house.wait(25 * 60 * 60_000);
    const { one } = await begun();
    const before = rows();
    for (let times = 0; times < 25; times += 1) {
      const { value } = await one.ask('beginPasskeySignIn', {});
      const response = passkey.use({
        challenge: challengeOf(value),
        origin: 'http://localhost:1',
      }) as never;
      expect((await one.ask('finishPasskeySignIn', { response })).problem.code).toBe(
        'wrong_passkey',
      );
    }
    expect(rows()).toBe(before + 20);
    const { challenge } = await begun();
    const response = passkey.use({ challenge, origin: house.issuer }) as never;
    await one.ask('finishPasskeySignIn', { response });
    house.wait(11 * 60_000);
  });

  test('an answer is not good twice', async () => {
    const { one, challenge } = await begun();
    const response = passkey.use({ challenge, origin: house.issuer }) as never;
    expect((await one.ask('finishPasskeySignIn', { response })).status).toBe(200);
    const { one: other } = await begun();
    expect((await other.ask('finishPasskeySignIn', { response })).problem.code).toBe(
      'wrong_passkey',
    );
  });
});
