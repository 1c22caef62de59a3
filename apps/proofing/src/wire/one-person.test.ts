import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProofingStep } from '@signet/contracts/facts';
import { tickets } from '../testing/applicant.ts';
import { openHouse, type House } from '../testing/house.ts';
import { phone } from '../testing/person.ts';
import type { Ticket } from './ticket.ts';

const strangersSsn = '900456713';
const newLetter = { letterId: 'ltr_0123456789abcdefghjkmnpqrs', serial: '012345678' };
const later = '2026-03-10T14:10:00.000Z';
const kept = { codeHash: 'h'.repeat(43), expiresAt: later };
const holderKeys = [{ kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) }];

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

// prettier-ignore
const ways: Record<string, [ProofingStep, Ticket, object, object][]> = {
  phone: [
    ['send-code',     tickets.checked,   { phone, channel: 'sms' },  {}],
    ['redeem-code',   tickets.codeSent,  { code: '123456' },         { confirmation: kept }],
    ['issue',         tickets.confirmed, { holderKeys },             {}],
  ],
  letter: [
    ['send-letter',   tickets.checked,   { language: 'en' },         { newLetter }],
    ['redeem-letter', tickets.checked,   { code: '0123456789' },     { letter: { letterId: newLetter.letterId, ...kept } }],
    ['issue',         tickets.confirmed, { holderKeys },             {}],
  ],
};

/** Whoever has an account already, and makes another: their own ticket, and then the document of somebody who has none. */
describe.each(Object.entries(ways))(
  'by %s, a ticket counts for the person alone whose information matched last in its application (PROOF-21)',
  (_way, steps) => {
    test.each(steps)('%s', async (step, content, input, more) => {
      const take = async (ticket: Ticket, ssnIndex: string | null | undefined) => {
        house.sources.calm();
        const sealed = await house.ticket(ticket);
        const { status, code } = await house.take(step, input as never, {
          ...more,
          ticket: sealed,
          ...(ssnIndex === undefined ? {} : { ssnIndex }),
        });
        return { status, code, asked: house.sources.asked.length > 0 };
      };
      const refused = { status: 403, code: 'ticket_not_accepted', asked: false };
      expect(await take(content, undefined)).toMatchObject({ status: 200 });
      expect(await take(content, house.keys.ssnIndex(strangersSsn))).toEqual(refused);
      expect(await take({ ...content, ssn: strangersSsn }, undefined)).toEqual(refused);
      expect(await take(content, null)).toEqual(refused);
    });
  },
);
