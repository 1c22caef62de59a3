import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessions } from '../db/schema.ts';
import { takeBackSince } from '../session/take-back.ts';
import { addAddress } from '../testing/add-address.ts';
import { applicantsIn } from '../testing/applicants.ts';
import { createCitizen } from '../testing/citizen.ts';
import { openHouseWithProofing, type PretendProofing } from '../testing/house-with-proofing.ts';
import type { House } from '../testing/house.ts';

const day = 24 * 60 * 60_000;
let house: House;
let proofing: PretendProofing;
let close: () => Promise<void>;
let applicants: ReturnType<typeof applicantsIn>;
let people = 0;
beforeAll(async () => {
  ({ house, proofing, close } = await openHouseWithProofing([]));
  applicants = applicantsIn(house, proofing);
});
afterAll(() => close());

const linkTo = async (address: string, wanted: string) =>
  (await house.lettersTo(address)).findLast(({ kind }) => kind === wanted)?.link ?? '';
const press = async (link: string) => {
  const token = new URLSearchParams(link.split('#')[1]).get('token') ?? '';
  const { problem, value } = await createCitizen(house, 'any@example.test').ask('disavowIdentity', {
    token,
  });
  if (problem?.code !== undefined) return problem.code;
  return value.accountIsGone ? 'gone' : 'frozen';
};

/** Who proved themselves with two addresses. */
async function proved() {
  house.wait(7 * 60 * 60_000);
  proofing.answers({});
  const owner = await applicants.newApplicant();
  const second = `second-${owner.email}`;
  const id = addAddress(house, owner.accountId, second, house.bff.now());
  await applicants.proveAll(owner, `noticed-${(people += 1)}`);
  await applicants.take(owner, 'issue');
  const byTelephone = String((await applicants.statementOf())['noticeLink']);
  const remove = async (address = id) => {
    owner.browser.keep(house.signIn(owner.accountId));
    house.bff.db.update(sessions).set({ secretProvedAt: house.bff.now() }).run();
    expect((await owner.ask('removeEmail', { id: address })).status).toBe(200);
  };
  const leave = async () => {
    owner.browser.keep(house.signIn(owner.accountId));
    house.bff.db.update(sessions).set({ secretProvedAt: house.bff.now() }).run();
    expect((await owner.ask('deleteAccount', {})).status).toBe(200);
  };
  return { ...owner, second, byTelephone, remove, leave };
}

test('a removed address keeps its link of the notice of proofing for a week after it was sent, no longer, and the others get one that works (AUTH-19, PROOF-22)', async () => {
  const owner = await proved();
  const removed = await linkTo(owner.second, 'identity-proved');
  expect(await linkTo(owner.email, 'identity-proved')).toBe(removed);
  house.wait(8 * day);
  await owner.remove();
  expect(await press(removed)).toBe('link_expired');
  expect(await linkTo(owner.second, 'identity-proved-link')).toBe('');
  expect(await press(await linkTo(owner.email, 'identity-proved-link'))).toBe('frozen');
});

test('whoever proved themselves as somebody else silences no notice by removing an address: within a week its link works', async () => {
  const owner = await proved();
  const removed = await linkTo(owner.second, 'identity-proved');
  house.wait(6 * day);
  await owner.remove();
  expect(await press(removed)).toBe('frozen');
});

test('an address that is taken back with a sign-in that was not the owner’s loses its link as well (AUTH-22)', async () => {
  const owner = await proved();
  const removed = await linkTo(owner.second, 'identity-proved');
  const { bff } = house;
  // The sign-in was just before the address was added.
  const disavowed = { since: bff.now() };
  bff.db.transaction((tx) => takeBackSince(bff, tx, owner.accountId, disavowed));
  expect(await linkTo(owner.second, 'identity-proved-link')).toBe('');
  house.wait(8 * day);
  expect(await press(removed)).toBe('link_expired');
  expect(await press(await linkTo(owner.email, 'identity-proved-link'))).toBe('frozen');
});

test('the link of telephone and letter ends with no address', async () => {
  const owner = await proved();
  house.wait(300 * day);
  await owner.remove();
  expect(await press(owner.byTelephone)).toBe('frozen');
});

test('each address that goes ends what it got, and what it never got goes on', async () => {
  const owner = await proved();
  house.wait(8 * day);
  const later = `later-${owner.email}`;
  const third = addAddress(house, owner.accountId, later, house.bff.now());
  await owner.remove(third);
  const first = await linkTo(owner.email, 'identity-proved');
  expect(await linkTo(owner.email, 'identity-proved-link')).toBe('');
  const fourth = addAddress(house, owner.accountId, `again-${later}`, house.bff.now());
  await owner.remove();
  expect(await press(first)).toBe('link_expired');
  const renewed = await linkTo(`again-${later}`, 'identity-proved-link');
  house.wait(8 * day);
  await owner.remove(fourth);
  expect(await press(renewed)).toBe('link_expired');
  const letters = await house.lettersTo(owner.email);
  expect(letters.filter(({ kind }) => kind === 'identity-proved-link')).toHaveLength(2);
  expect(await press(letters.at(-1)?.link ?? '')).toBe('frozen');
});

test('deleting the account lets no link of a removed address live longer, and ends none of the others (AUTH-19, PROOF-22)', async () => {
  const owner = await proved();
  const removed = await linkTo(owner.second, 'identity-proved');
  house.wait(2 * day);
  await owner.remove();
  const renewed = await linkTo(owner.email, 'identity-proved-link');
  await owner.leave();
  house.wait(6 * day);
  expect(await press(removed)).toBe('link_expired');
  expect(await press(renewed)).toBe('gone');
  house.wait(300 * day);
  expect(await press(owner.byTelephone)).toBe('gone');
  expect(await press(owner.byTelephone)).toBe('link_expired');
});
