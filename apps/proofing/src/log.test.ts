import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { log } from './log.ts';
import type { Sources } from './sources/sources.ts';
import { tickets } from './testing/applicant.ts';
import { openHouse, type House } from './testing/house.ts';
import { attributes, phone, ssn, strangersPhone, valuesIn } from './testing/person.ts';
import { printed } from './testing/watch-output.ts';
import { photographBack, photographFront } from './testing/photographs.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
beforeEach(() => printed.splice(0));
afterAll(() => house.close());

const line =
  /^(?:started|stopped|step|refused|source|unexpected-error)(?: (?:step|result|source|ms|port)=[a-z0-9_-]+)*$/;
const person = JSON.stringify({ ...attributes, ssn, phone });

describe('no value of a person is printed, whatever comes in and whatever comes back (ZONE-3)', () => {
  test('a journey that goes well', async () => {
    const { ticket } = await house.take('examine-document', {
      front: (await photographFront()).toString('base64url'),
      back: (await photographBack()).toString('base64url'),
    });
    const checked = await house.take('check-information', { ssn }, { ticket });
    await house.take('send-code', { phone, channel: 'voice' }, { ticket: checked.ticket });
    await house.take(
      'send-code',
      { phone: strangersPhone, channel: 'sms' },
      { ticket: checked.ticket },
    );
    expect(printed).toHaveLength(14);
  });

  test.each([
    ['an error page with the person on it', 500],
    ['a polite answer with the person in it', 200],
  ])('a source answers %s', async (_what, status) => {
    house.sources.fail('records', (response) => response.writeHead(status).end(person));
    house.sources.fail('dmv', (response) => response.writeHead(status).end(person));
    await house.take(
      'check-information',
      { ssn },
      { ticket: await house.ticket(tickets.examined) },
    );
    house.sources.calm();
    expect(printed).toHaveLength(6);
  });

  test.each([
    ['a body that is the person', 'issue', person],
    ['a body that almost parses', 'issue', person.slice(0, -1)],
    ['a step that is an SSN', ssn, '{}'],
    ['a statement that is an SSN', 'issue', JSON.stringify({ statement: ssn, request: ssn })],
  ])('%s', async (_what, step, body) => {
    const answer = await (await house.post(step, body)).text();
    expect(valuesIn(answer)).toEqual([]);
    expect(printed).toHaveLength(1);
  });

  test('an error that nobody expected is a 500 without a word of it', async () => {
    const clumsy = await openHouse({
      openSources: () =>
        // Whatever is asked of it, it fails with the person in its mouth.
        new Proxy({} as Sources, { get: () => () => Promise.reject(new Error(person)) }),
    });
    const ticket = await clumsy.ticket(tickets.examined);
    const { status, code, text } = await clumsy.take('check-information', { ssn }, { ticket });
    await clumsy.close();
    expect([status, code, valuesIn(text)]).toEqual([500, 'internal_error', []]);
    expect(printed).toEqual(['unexpected-error']);
  });

  test('a field of another name and a word that is on no list', () => {
    const wider = { step: 'issue', ms: 3, familyName: attributes.familyName, ssn };
    log('step', wider);
    log('source', { source: phone, result: ssn, ms: Number.NaN });
    log('refused', { result: 'malformed_request' });
    expect(printed).toEqual(['step step=issue ms=3', 'source', 'refused result=malformed_request']);
  });

  beforeEach(() => () => {
    expect(valuesIn(printed.join('\n'))).toEqual([]);
    for (const one of printed) expect(one).toMatch(line);
  });
});
