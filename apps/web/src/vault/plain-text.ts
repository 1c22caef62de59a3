import type { PostalAddress } from '@signet/contracts/person';
import { localeHere } from '../app/speak.ts';

/** A calendar date, written out; it has no time zone. */
export function longDate(isoDate: string): string {
  return new Intl.DateTimeFormat(localeHere(), { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${isoDate}T00:00:00Z`),
  );
}

export function addressLines({ street, street2, city, region, postalCode }: PostalAddress): string {
  return [street, street2, `${city}, ${region} ${postalCode}`]
    .filter((line) => line !== undefined)
    .join('\n');
}

export function ssnText(digits: string): string {
  return `${digits.slice(0, 3)}-${digits.slice(3, 5)}-${digits.slice(5)}`;
}

export function phoneText(e164: string): string {
  return e164.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3');
}
