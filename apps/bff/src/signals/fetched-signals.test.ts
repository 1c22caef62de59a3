import { afterAll, beforeAll, expect, test } from 'vitest';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { bearerAssertion } from '../testing/bearer-assertion.ts';
import { openHouse, type House } from '../testing/house.ts';
import { queueSignal } from './queue-signal.ts';

let house: House;
let agency: TestAgency;
beforeAll(async () => {
  agency = {
    ...(await testAgency('fetching', { claims: ['email'] })),
    signals: { delivery: 'poll' },
  };
  house = await openHouse([agency]);
});
afterAll(() => house.close());

const path = '/api/risc/poll';

async function poll(body: object): Promise<string[]> {
  const response = await fetch(`${house.issuer}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await bearerAssertion(house, agency, path)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  return Object.keys(((await response.json()) as { sets: object }).sets);
}

test('what an agency cannot take yet, such as before it has our new key, it gets when it asks the next time, and not at once (RFC 8936, AGENCY-11)', async () => {
  for (const name of ['account-disabled', 'account-enabled'] as const) {
    house.wait(1_000);
    house.bff.db.transaction((tx) =>
      queueSignal(house.bff, tx, agency, { name, subject: 'somebody' }),
    );
  }
  const both = await poll({});
  const [first = '', second = ''] = both;
  expect(await poll({ setErrs: { [first]: { err: 'invalid_key' } } })).toEqual([second]);
  expect(await poll({})).toEqual(both);
  for (const err of [
    'invalid_issuer',
    'invalid_audience',
    'authentication_failed',
    'access_denied',
  ]) {
    expect(await poll({ setErrs: { [first]: { err }, [second]: { err } } })).toEqual([]);
    expect(await poll({})).toEqual(both);
  }
  expect(await poll({ ack: [first], setErrs: { [second]: { err: 'of_its_own' } } })).toEqual([]);
  expect(await poll({})).toEqual([]);
});
