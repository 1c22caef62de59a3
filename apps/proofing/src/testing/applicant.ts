import type { Fact } from '@signet/contracts/facts';
import type { Ticket } from '../wire/ticket.ts';
import { attributes, phone, ssn } from './person.ts';

export type Place = Pick<Ticket, 'accountId' | 'applicationId'>;

export const ids: Place = {
  accountId: 'sub_0123456789abcdefghjkmnpqrs',
  applicationId: 'app_0123456789abcdefghjkmnpqrs',
};
export const otherIds: Place = {
  accountId: 'sub_zzzzzzzzzzzzzzzzzzzzzzzzzz',
  applicationId: 'app_zzzzzzzzzzzzzzzzzzzzzzzzzz',
};

/** When everything was established. */
export const allFactsAt = '2026-03-10T14:00:00.000Z';
const yes = (
  kind: Fact['kind'],
  source: string,
  method: string,
  evidence?: Fact['evidence'],
): Fact => ({
  kind,
  ...(evidence === undefined ? {} : { evidence }),
  source,
  method,
  result: 'yes',
  at: allFactsAt,
});

// prettier-ignore
const factsAfter = {
  document: [
    yes('evidence_presented',  'applicant',        'pdf417-aamva',     'state_id'),
    yes('evidence_consistent', 'proofing',         'pdf417-aamva',     'state_id'),
    yes('age_reached',         'proofing',         'birth-date'),
    yes('evidence_authentic',  'document-checker', 'document-checker', 'state_id'),
  ],
  information: [
    yes('evidence_validated',  'issuing-source',   'dldv',             'state_id'),
    yes('identity_validated',  'records',          'records-bureau'),
    { ...yes('death_record',   'records',          'records-bureau'), result: 'no' },
  ],
  phone:   [yes('phone_owned', 'carrier', 'carrier-name-match', 'phone_account'), yes('phone_line_bound', 'carrier', 'carrier-line-type', 'phone_account')],
  address: [yes('address_confirmed', 'carrier', 'sms-code', 'phone_account')],
} satisfies Record<string, Fact[]>;

/** Every fact that the published policy asks for, and no record of death. */
export const allFacts: readonly Fact[] = Object.values(factsAfter).flat();

const examined: Ticket = { ...ids, attributes, facts: factsAfter.document };
const checked: Ticket = { ...examined, ssn, facts: [...examined.facts, ...factsAfter.information] };
const codeSent: Ticket = {
  ...checked,
  phone,
  channel: 'sms',
  facts: [...checked.facts, ...factsAfter.phone],
};
const confirmed: Ticket = { ...codeSent, facts: [...codeSent.facts, ...factsAfter.address] };

/** What a ticket says after each step went well. */
export const tickets = { examined, checked, codeSent, confirmed };
