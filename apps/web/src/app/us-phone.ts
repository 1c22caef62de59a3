import * as v from 'valibot';
import { usPhoneNumber } from '@signet/contracts/us-phone-number';

/** Ten digits in any spelling, with or without the country code, as E.164; undefined when it is none of the United States and its territories. */
export function usPhone(typed: string): string | undefined {
  const digits = typed
    .replaceAll(/[\s().-]/g, '')
    // After a plus comes a country code, and only 1 is ours.
    .replace(/^\+?1(?=\d{10}$)/, '');
  const number = `+1${digits}`;
  return v.is(usPhoneNumber, number) ? number : undefined;
}
