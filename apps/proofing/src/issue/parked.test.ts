import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tickets } from '../testing/applicant.ts';
import { openHouse, type House } from '../testing/house.ts';
import type { Ticket } from '../wire/ticket.ts';

const holderKeys = [{ kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) } as const];
const digestOf = (ticket = '') => createHash('sha256').update(ticket).digest('base64url');

const decidedAt = '2026-03-10T14:03:00.000Z';
let house: House;
let parked: string;
let ticketDigest: string;
beforeAll(async () => {
  house = await openHouse();
  parked = await house.ticket(suspicious);
  ticketDigest = digestOf(parked);
});
afterAll(() => house.close());

const suspicious: Ticket = {
  ...tickets.confirmed,
  facts: [
    ...tickets.confirmed.facts,
    {
      kind: 'risk_low',
      source: 'risk',
      method: 'risk-signals',
      result: 'no',
      at: '2026-03-10T14:00:00.000Z',
    },
  ],
};
const issue = (ticket: string | undefined, outcome?: 'passed' | 'refused', more = {}) =>
  house.take(
    'issue',
    { holderKeys },
    {
      ticket,
      review: {
        ticketDigest,
        ...(outcome === undefined ? {} : { decided: { outcome, at: decidedAt } }),
      },
      ...more,
    },
  );

describe('what operators decide they decide of one ticket (PROOF-23)', () => {
  test('what is parked says which, and nothing else does', async () => {
    const { outcome, facts, ticket } = await house.take(
      'issue',
      { holderKeys },
      { ticket: parked },
    );
    expect([outcome, ticket]).toEqual([{ result: 'in_review' }, undefined]);
    expect(facts?.parkedTicket).toBe(ticketDigest);
    for (const [held, result] of [
      [tickets.confirmed, 'issued'],
      [tickets.codeSent, 'not_satisfied'],
    ] as const) {
      const other = await house.take('issue', { holderKeys }, { ticket: await house.ticket(held) });
      expect(other.facts?.result).toBe(result);
      expect(other.facts).not.toHaveProperty('parkedTicket');
    }
  });

  test('that one waits, is issued or is refused as they say', async () => {
    expect((await issue(parked)).outcome).toEqual({ result: 'in_review' });
    expect((await issue(parked, 'refused')).outcome).toEqual({ result: 'not_satisfied' });
    expect((await issue(parked, 'passed')).outcome?.result).toBe('issued');
  });

  // prettier-ignore
  test.each<[string, Ticket]>([
    ['that is as suspicious',             suspicious],
    ['that nobody would have parked',     tickets.confirmed],
    ['of the same facts and a new phone', { ...suspicious, phone: '+12025550144' }],
    ['that operators refused',            { ...suspicious, facts: [...suspicious.facts, { kind: 'review_passed', source: 'operators', method: 'two-operators', result: 'no', at: decidedAt }] }],
  ])('another one of the same application, %s, is refused before they decide and after', async (_what, content) => {
    const other = await house.ticket(content);
    for (const outcome of [undefined, 'passed', 'refused'] as const)
      expect(await issue(other, outcome)).toMatchObject({ status: 403, code: 'ticket_not_accepted' });
  });

  test('the one that came of it is issued again: a tab that was closed loses nothing (PROOF-6)', async () => {
    const { ticket } = await issue(parked, 'passed');
    expect(digestOf(ticket)).not.toBe(ticketDigest);
    expect((await issue(ticket, 'passed')).outcome?.result).toBe('issued');
  });
});

describe('what somebody said was not them is passed by operators alone (PROOF-22, PROOF-23)', () => {
  test('it is parked, whatever else was established, and says why', async () => {
    const plain = await house.ticket(tickets.confirmed);
    const first = await house.take('issue', { holderKeys }, { ticket: plain, disowned: true });
    expect([first.outcome, first.ticket]).toEqual([{ result: 'in_review' }, undefined]);
    expect(first.facts).toMatchObject({
      parkedTicket: digestOf(plain),
      facts: [{ kind: 'risk_low', source: 'notice', method: 'disowned', result: 'no' }],
    });
  });

  test('it waits, is issued or is refused as they say', async () => {
    const disowned = { disowned: true } as const;
    expect((await issue(parked, undefined, disowned)).outcome).toEqual({ result: 'in_review' });
    expect((await issue(parked, 'refused', disowned)).outcome).toEqual({ result: 'not_satisfied' });
    expect((await issue(parked, 'passed', disowned)).outcome?.result).toBe('issued');
  });

  test('a ticket that operators passed before somebody said so is parked again', async () => {
    const { ticket } = await issue(parked, 'passed');
    expect((await issue(ticket, undefined, { disowned: true })).outcome).toEqual({
      result: 'in_review',
    });
  });
});
