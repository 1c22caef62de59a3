import { client, ready } from '@serenity-kit/opaque';
import { changePasswordSlot } from '@signet/vault';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCitizen } from '../testing/citizen.ts';
import { keep, proveSlot, value } from '../testing/crash/steps.ts';
import { readVault } from '../testing/crash/subscriber.ts';
import { openHouse, type House } from '../testing/house.ts';

const password = 'a quiet harbor before seven';
const another = 'a louder harbor after eight';
let house: House;
beforeAll(async () => {
  house = await openHouse();
  await ready;
});
afterAll(() => house.close());

/** What a stranger hears who sends the same first message each time: whose id it is, and the password evaluated under that one's key. */
function stranger(email: string) {
  const { startLoginRequest } = client.startLogin({ password: 'anything at all goes here' });
  const one = createCitizen(house, email);
  return async () => {
    const { accountId, loginResponse } = (
      await one.ask('beginSignIn', { email, startLoginRequest })
    ).value;
    return { id: accountId, element: loginResponse.slice(0, 42) };
  };
}

/** The threat model's row of a stranger with an address says no less than this. */
test('what is answered to one question stays as long as nothing happens; a stranger who asks before and after sees that an account was made or deleted, or its password changed (AUTH-2)', async () => {
  const email = 'asked-again@example.test';
  const ask = stranger(email);
  const nobody = stranger('nobody-at-all@example.test');
  const [first, ofNobody] = [await ask(), await nobody()];
  expect(await ask()).toEqual(first);

  const owner = createCitizen(house, email);
  const { open } = await owner.signUp(password);
  const registered = await ask();
  expect(registered.id).not.toBe(first.id);
  expect(registered.element).not.toBe(first.element);
  expect(await ask()).toEqual(registered);

  const stored = await readVault(owner);
  const exportKey = await owner.unlock(password);
  const again = await owner.registerAgain(open.accountId, another);
  const slot = value(
    await changePasswordSlot({
      vault: open,
      stored,
      secret: { kind: 'password', exportKey: exportKey.slice() },
      newExportKey: again.exportKey(),
    }),
  );
  const me = { citizen: owner, open, stored, exportKey, factors: '' };
  await keep(me, {
    change: { kind: 'slot', slot: slot as never },
    registration: again.registration,
  });
  const { commit } = await proveSlot(me, { kind: 'password', exportKey: again.exportKey() });
  expect((await commit()).status).toBe(200);
  const changed = await ask();
  expect(changed.id).toBe(registered.id);
  expect(changed.element).not.toBe(registered.element);

  await owner.unlock(another);
  expect((await owner.ask('deleteAccount', {})).status).toBe(200);
  // As if there had never been one.
  expect(await ask()).toEqual(first);
  expect(await nobody()).toEqual(ofNobody);
});
