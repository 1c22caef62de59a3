import * as v from 'valibot';
import { PresentationRefused } from './presentation-refused.ts';

/** RFC 9901 §4.2.1: `[salt, name, value]`. Disclosed array elements are of no use here and are refused. */
const disclosure = v.tuple([v.string(), v.string(), v.unknown()]);

/** The names of the disclosed claims, in order. */
export function readDisclosures(encoded: readonly string[]): string[] {
  return encoded.map((one) => {
    const parsed = v.safeParse(disclosure, json(one));
    if (!parsed.success || parsed.output.length !== 3) throw new PresentationRefused('disclosures');
    return parsed.output[1];
  });
}

function json(encoded: string): unknown {
  try {
    return JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
  } catch {
    throw new PresentationRefused('disclosures');
  }
}
