/** Ten digits in any spelling, with or without the country code, as E.164; undefined when it is no US number. */
export function usPhone(typed: string): string | undefined {
  const digits = typed
    .replaceAll(/[\s().-]/g, '')
    // After a plus comes a country code, and only 1 is ours.
    .replace(/^\+?1(?=\d{10}$)/, '');
  return /^[2-9]\d{9}$/.test(digits) ? `+1${digits}` : undefined;
}
