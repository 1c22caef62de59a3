import { PresentationRefused } from './presentation-refused.ts';

/**
 * The names of the disclosed claims, in order. RFC 9901 §4.2.1: `[salt, name, value]`; disclosed array elements, which have
 * no name, are of no use here and are refused.
 */
export function readDisclosures(encoded: readonly string[]): string[] {
  return encoded.map((one) => {
    const [salt, name, ...values] = elements(one);
    if (typeof salt !== 'string' || typeof name !== 'string' || values.length !== 1) {
      throw new PresentationRefused('disclosures');
    }
    return name;
  });
}

function elements(encoded: string): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
  } catch {
    value = undefined;
  }
  return Array.isArray(value) ? value : [];
}
