import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activityKinds } from '@signet/contracts/account';
import { openHouse, type House } from '../testing/house.ts';
import { recordEvent } from './record-event.ts';
import { tiedToNobody } from './withheld.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const person = { email: 'quillon@example.test', ssn: '900-45-6712' };

describe('the list of audit events is closed (ZONE-3)', () => {
  test('an event without fields carries none, whatever it is handed', () => {
    // @ts-expect-error no field is listed for it
    recordEvent(house.bff.db, 1, 'account.created', null, { email: 'quillon@example.test' });
    // @ts-expect-error nor does an object from elsewhere get in
    recordEvent(house.bff.db, 1, 'account.created', null, person);
    expect(house.recorded('account.created')).toEqual([{ accountId: null }, { accountId: null }]);
  });

  test('of a wider object an event carries the fields that are listed for it', () => {
    const wider = { minutes: 5, ...person };
    recordEvent(house.bff.db, 1, 'session.ended', null, wider);
    // @ts-expect-error a field that is not listed is no detail of it
    recordEvent(house.bff.db, 1, 'session.ended', null, { minutes: 7, ssn: person.ssn });
    expect(house.recorded('session.ended')).toEqual([
      { accountId: null, minutes: 5 },
      { accountId: null, minutes: 7 },
    ]);
  });

  test('a field that is listed must be given', () => {
    // @ts-expect-error its minutes are missing
    recordEvent(house.bff.db, 1, 'session.timed-out', null, {});
    expect(house.recorded('session.timed-out')).toEqual([{ accountId: null }]);
  });

  test('an event that its owner is not shown is tied to nobody (AUTH-13)', () => {
    const accountId = house.signUp('tied@example.test');
    // @ts-expect-error it is in no list that a person reads
    recordEvent(house.bff.db, 1, 'sign-in.password-failed', accountId, {});
    recordEvent(house.bff.db, 1, 'vault.record-written', accountId, {
      purpose: 'identity',
      manifestVersion: 2,
    });
    for (const event of Object.keys(tiedToNobody)) expect(activityKinds).not.toContain(event);
  });
});
