import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordEvent } from '../audit/record-event.ts';
import { sweepExpired } from '../db/sweep-expired.ts';
import { auditEvents, devices, limits } from '../db/schema.ts';
import { addPasskey, signInAlone } from '../testing/by-passkey.ts';
import { codeAt, createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';

const password = 'a quiet harbor before seven';
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test('a person reads what was recorded about them, nobody else’s, and deletes it (AUTH-13)', async () => {
  const owner = createCitizen(house, 'reader@example.test');
  const neighbour = createCitizen(house, 'neighbour@example.test');
  await owner.signUp(password);
  await neighbour.signUp(password);
  const kinds = async (one = owner) =>
    (await one.ask('readActivity', {})).value.events.map(({ kind }) => kind);
  expect(await kinds()).toEqual(['sign-in.completed', 'authenticator.added', 'account.created']);
  await owner.unlock(password);
  expect((await kinds())[0]).toBe('vault.unlocked');

  expect((await owner.ask('deleteActivity', {})).status).toBe(200);
  expect(await kinds()).toEqual([]);
  expect(await kinds(neighbour)).toHaveLength(3);
});

test('a sign-in says what came before its second step, so that a right password is not taken for part of one by a passkey alone (AUTH-13)', async () => {
  const owner = createCitizen(house, 'by-passkey-alone@example.test');
  await owner.choosePassword(password);
  const passkey = await addPasskey(house, owner);
  const somebody = createCitizen(house, owner.email);
  await somebody.provePassword(password);
  house.wait(1_000);
  const anew = createCitizen(house, owner.email);
  expect((await signInAlone(house, anew, passkey)).status).toBe(200);
  const { events } = (await anew.ask('readActivity', {})).value;
  const first = events.map(({ kind, details }) => [
    kind,
    details.find(({ field }) => field === 'first')?.value,
  ]);
  expect(first.slice(0, 2)).toEqual([
    ['sign-in.completed', null],
    ['sign-in.password-proved', undefined],
  ]);
  expect(first.filter(([kind]) => kind === 'sign-in.completed').at(-1)).toEqual([
    'sign-in.completed',
    'pwd',
  ]);
});

test('whoever only has the session cannot clear the traces (AUTH-11, AUTH-13)', async () => {
  const owner = createCitizen(house, 'watched@example.test');
  await owner.signUp(password);
  house.wait(10 * 60_000);
  await owner.ask('extendSession', {});
  house.wait(6 * 60_000);
  expect((await owner.ask('deleteActivity', {})).problem.code).toBe('unlock_required');
});

test('of a session its length is recorded, however it ends (AUTH-13)', async () => {
  const owner = createCitizen(house, 'timed@example.test');
  const { secret } = await owner.signUp(password);
  const ends = async () =>
    (await owner.ask('readActivity', {})).value.events.flatMap(({ kind, minutes }) =>
      minutes === null ? [] : [[kind, minutes]],
    );
  const signInAgain = async () => {
    await owner.provePassword(password);
    await owner.ask('submitTotp', { code: codeAt(secret, house.bff.now()) });
  };
  house.wait(14 * 60_000);
  await owner.ask('endSession', {});
  await signInAgain();
  expect(await ends()).toEqual([['session.ended', 14]]);

  house.wait(10 * 60_000);
  await owner.ask('extendSession', {});
  house.wait(15 * 60_000);
  sweepExpired(house.bff);
  await signInAgain();
  expect((await ends())[0]).toEqual(['session.timed-out', 10]);

  // Without having signed out before.
  house.wait(12 * 60_000);
  await signInAgain();
  expect((await ends())[0]).toEqual(['session.ended', 12]);
});

/** Page after page, as whoever presses "Show older" to the end. */
async function readEverything(one: TestCitizen) {
  const pages = [(await one.ask('readActivity', {})).value];
  for (let place = pages[0]?.older; place != null; place = pages.at(-1)?.older)
    pages.push((await one.ask('listOlderActivity', { place })).value);
  return pages.map(({ events }) => events);
}

test('everything is read, to the first event, each once and as it is kept (AUTH-13)', async () => {
  const owner = createCitizen(house, 'prolific@example.test');
  const { stored } = await owner.signUp(password);
  const accountId = stored.accountId as never;
  const { db } = house.bff;
  for (let version = 1; version <= 230; version += 1)
    recordEvent(db, version, 'vault.record-written', accountId, {
      purpose: 'proofing-draft',
      manifestVersion: version,
    });
  const applicationId = 'app_1';
  const phone = { browser: 'Safari', version: 26, device: 'phone' } as const;
  recordEvent(db, 300, 'hand-off.connected', accountId, { applicationId, ...phone });
  recordEvent(db, 301, 'review.voted', accountId, { applicationId, vote: 'refuse' });
  recordEvent(db, 302, 'proofing.started', accountId, { applicationId, agencyClientId: 'urn:a' });

  const pages = await readEverything(owner);
  expect(pages.map(({ length }) => length)).toEqual([100, 100, 36]);
  const kept = db.select().from(auditEvents).where(eq(auditEvents.accountId, accountId)).all();
  expect(pages.flat().map(({ kind, at }) => [kind, Date.parse(at)])).toEqual(
    kept.toReversed().map(({ event, at }) => [event, at]),
  );
  expect(pages[0]?.slice(0, 4)).toMatchObject([
    {
      kind: 'proofing.started',
      agency: 'urn:a',
      details: [{ field: 'applicationId', value: applicationId }],
    },
    { kind: 'review.voted', details: [{ field: 'applicationId', value: applicationId }] },
    {
      kind: 'hand-off.connected',
      client: phone,
      details: [{ field: 'applicationId', value: applicationId }],
    },
    {
      kind: 'vault.record-written',
      details: [{ value: 'proofing-draft' }, { field: 'manifestVersion', value: 230 }],
    },
  ]);
  expect(JSON.stringify(pages)).not.toContain('refuse');

  const neighbour = createCitizen(house, 'beside@example.test');
  await neighbour.signUp(password);
  const place = String(kept[0]?.id);
  expect((await neighbour.ask('listOlderActivity', { place })).value.events).toEqual([]);
});

test('known browsers are shown, and forgotten with the list, but for the one at hand (AUTH-13, AUTH-22)', async () => {
  const owner = createCitizen(house, 'two-browsers@example.test');
  const { secret, stored } = await owner.signUp(password);
  const notices = async () =>
    (await house.lettersTo(owner.email)).filter(({ kind }) => kind === 'new-device').length;
  const signIn = async (one: TestCitizen) => {
    house.wait(11 * 60_000);
    await one.provePassword(password);
    await one.ask('submitTotp', { code: codeAt(secret, house.bff.now()) });
  };
  const other = createCitizen(house, owner.email);
  await signIn(other);
  await other.ask('endSession', {});
  await owner.unlock(password);
  await other.provePassword('a guess that is wrong');
  const known = async () => (await owner.ask('readKnownBrowsers', {})).value.browsers;
  expect((await known()).map(({ current }) => current)).toEqual([false, true]);
  expect((await known())[0]).toMatchObject({ client: { device: 'computer' } });
  const since = (await known())[1]?.firstUsedAt;
  const counted = () => house.bff.db.select().from(limits).all().length;
  const before = counted();

  await owner.ask('deleteActivity', {});
  const [here, ...others] = await known();
  expect([here?.current, others]).toEqual([true, []]);
  // Else no link about a later sign-in would end with an address that is removed here (AUTH-19).
  expect(here?.firstUsedAt).toBe(since);
  const kept = house.bff.db.select().from(devices).all();
  expect(kept.filter(({ accountId }) => accountId === stored.accountId)).toHaveLength(1);
  // What was guessed in the forgotten browser is counted for a year, and would be nobody's.
  expect(before - counted()).toBe(2);

  // The owner hears of the forgotten one as of a new one, and not of this one.
  await signIn(other);
  expect(await notices()).toBe(2);
  await owner.ask('endSession', {});
  await signIn(owner);
  expect(await notices()).toBe(2);
  const devicesOf = (await known()).map(({ client }) => client?.device);
  expect(devicesOf).toEqual(['computer', 'computer']);
});
