import { readFileSync } from 'node:fs';
import path from 'node:path';
import { patternsOf, type Pattern } from './patterns.ts';

export type Persona = {
  readonly id: string;
  readonly shows: string;
  readonly givenName: string;
  readonly middleName?: string;
  readonly familyName: string;
  readonly birthDate: string;
  readonly documentNumber: string;
  readonly jurisdiction: string;
  readonly address: {
    readonly street: string;
    readonly city: string;
    readonly region: string;
    readonly postalCode: string;
  };
  readonly ssn: string;
  readonly phone: string;
  readonly email: string;
};

export const personas = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '..', 'personas.json'), 'utf8'),
) as readonly Persona[];

/** What must never be readable outside the browser, proofing, the agency and the sources, in every usual spelling. */
function canaryValues(one: Persona): readonly (readonly [attribute: string, value: string])[] {
  const [year = '', month = '', day = ''] = one.birthDate.split('-');
  const digits = one.ssn.replaceAll('-', '');
  const phone = one.phone.replace(/\D/g, '').slice(-10);
  return [
    ['given name', one.givenName],
    ...(one.middleName === undefined ? [] : ([['middle name', one.middleName]] as const)),
    ['family name', one.familyName],
    ['birth date', one.birthDate],
    ['birth date', `${month}${day}${year}`],
    ['birth date', `${month}/${day}/${year}`],
    ['birth date', `${year}${month}${day}`],
    ['document number', one.documentNumber],
    ['street', one.address.street],
    ['city', one.address.city],
    // A postal code alone is five digits, which turn up anywhere; a region alone is two letters.
    ['region and postal code', `${one.address.region} ${one.address.postalCode}`],
    ['postal code', `"postal_code":"${one.address.postalCode}"`],
    ['postal code', `"postalCode":"${one.address.postalCode}"`],
    ['SSN', digits],
    ['SSN', `${digits.slice(0, 3)}-${digits.slice(3, 5)}-${digits.slice(5)}`],
    ['phone', phone],
    ['phone', `${phone.slice(0, 3)}-${phone.slice(3, 6)}-${phone.slice(6)}`],
  ];
}

export function canaryPatterns(): Pattern[] {
  return personas.flatMap((one) =>
    canaryValues(one).flatMap(([attribute, value]) => patternsOf(one.id, attribute, value)),
  );
}
