import { readFileSync } from 'node:fs';

/** A resident as the sources know them; the file is handed over by path, as records would be. */
export type Person = {
  readonly id: string;
  readonly shows: string;
  readonly givenName: string;
  readonly middleName?: string;
  readonly familyName: string;
  readonly birthDate: string;
  readonly documentNumber: string;
  /** `9999-12-31` for a card that never ends, as its issuer's file has it. */
  readonly expiryDate: string;
  /** An ID card, by its number in the issuer's file; a licence where it is not said. */
  readonly documentCategory?: '3';
  readonly jurisdiction: string;
  readonly address: Address;
  readonly ssn: string;
  /** What the records bureau holds, where it differs from what the person says. */
  readonly recordsSsn?: string;
  readonly phone: string;
  readonly lineType?: LineType;
  /** The number moved to another SIM or carrier within a week. */
  readonly movedLately?: true;
  /** Where records know the person, if it is not the address on the card. */
  readonly recordsAddress?: Address;
  readonly undeliverable?: true;
  readonly died?: true;
};

export type LineType = 'mobile' | 'landline' | 'voip' | 'prepaid' | 'toll_free';
type Address = {
  readonly street: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
};

export function readPeople(file: string): readonly Person[] {
  return JSON.parse(readFileSync(file, 'utf8')) as Person[];
}

/** Case, accents, punctuation and spacing do not tell two spellings apart. */
export function sameText(one: string, other: string): boolean {
  return folded(one) === folded(other);
}

function folded(text: string): string {
  return text
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
}

export function sameDigits(one: string, other: string): boolean {
  return one.replace(/\D/g, '') === other.replace(/\D/g, '');
}
