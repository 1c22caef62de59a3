import type { Person } from '../people.ts';

export type Trait = {
  readonly name: string;
  /** What is different about a resident who has it, given the one who was made just before. */
  readonly of: (plain: Person, neighbour: Person | undefined) => Partial<Person>;
};

const ordinary: Trait = { name: 'nothing unusual', of: () => ({}) };
const elsewhere = {
  street: '1 Formerly Row',
  city: 'Elsewhereton',
  region: 'OH',
  postalCode: '44150',
};

/** What makes people hard to find or to confirm, one after another through the population; about every second is ordinary. */
// prettier-ignore
export const traits: readonly Trait[] = [
  ordinary,
  { name: 'an apostrophe in the name',             of: (one) => ({ familyName: `O'${one.familyName}` }) },
  ordinary,
  { name: 'a compound name',                       of: (one) => ({ familyName: `${one.familyName}-Vane`, givenName: `${one.givenName} Jo` }) },
  ordinary,
  { name: 'one name only',                         of: () => ({ givenName: '' }) },
  { name: 'an ID card for life',                    of: () => ({ expiryDate: '9999-12-31', documentCategory: '3' }) },
  { name: 'moved; records know the old address',   of: () => ({ recordsAddress: elsewhere }) },
  ordinary,
  { name: 'a record of death',                     of: () => ({ died: true }) },
  ordinary,
  { name: 'a minor',                               of: () => ({ birthDate: '2014-06-01' }) },
  ordinary,
  { name: 'a twin of the one before',              of: (one, other) => (other === undefined ? {} : { familyName: other.familyName, birthDate: other.birthDate, address: other.address, givenName: `${one.givenName}el` }) },
  ordinary,
  { name: 'shares the phone of the one before',    of: (_one, other) => (other === undefined ? {} : { phone: other.phone }) },
  ordinary,
  { name: 'a prepaid line',                        of: () => ({ lineType: 'prepaid' }) },
  { name: 'an internet line',                      of: () => ({ lineType: 'voip' }) },
  { name: 'a landline',                            of: () => ({ lineType: 'landline' }) },
  { name: 'a number that moved this week',         of: () => ({ movedLately: true }) },
  { name: 'an address without delivery',           of: () => ({ undeliverable: true }) },
  { name: 'a post office box',                     of: (one) => ({ address: { ...one.address, street: 'PO Box 117' } }) },
  { name: 'another SSN in the records',            of: () => ({ recordsSsn: '999-98-9898' }) },
];
