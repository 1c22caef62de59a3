import type { SharedSecret } from './credentials.ts';
import { magicAnswer } from './outcomes.ts';
import { sameText, type Person } from './people.ts';
import { createVerifier, refuseUnless } from './signature.ts';
import { json, parseObject, referenceIn, type SourceEndpoint } from './source-endpoint.ts';

const fields = ['transactionRef', 'givenName', 'familyName', 'address'] as const;
const addressFields = ['street', 'street2', 'city', 'region', 'postalCode'];

/** An address record: whether the post delivers somewhere, what sort of place it is, and who is known there. */
export function addressRecord(
  shared: SharedSecret,
  people: readonly Person[],
  now: () => number,
): SourceEndpoint {
  const path = '/address-record/v1/addresses';
  return {
    endpoint: 'address-record',
    path,
    limitBytes: 16_000,
    refuse: refuseUnless(path, createVerifier(shared, now)),
    async answer(body, wrongly) {
      const parsed = parseObject(body, fields);
      if (!parsed.ok) return { reply: json(400, { error: parsed.error }), fields: [] };
      const { givenName, familyName, address } = parsed.value;
      const place = address as Record<string, string> | null;
      if (
        place === null ||
        typeof place !== 'object' ||
        Object.keys(place).some((name) => !addressFields.includes(name))
      )
        return { reply: json(400, { error: 'field_not_allowed' }), fields };
      const magic = magicAnswer('address-record', place['postalCode'] ?? '');
      if (magic === 'silence') return { reply: 'silence', fields };
      const person = people.find(
        (one) =>
          sameText(one.familyName, String(familyName)) &&
          sameText(one.givenName, String(givenName)),
      );
      const known = person === undefined ? undefined : (person.recordsAddress ?? person.address);
      const isThere =
        known !== undefined &&
        sameText(known.street, place['street'] ?? '') &&
        known.postalCode.slice(0, 5) === (place['postalCode'] ?? '').slice(0, 5);
      const answer = {
        transactionRef: referenceIn(parsed.value, 'transactionRef', wrongly),
        deliverable: magic === 'undeliverable' || person?.undeliverable === true ? 'no' : 'yes',
        kind: kindOf(place['street'] ?? ''),
        occupant: isThere ? 'match' : 'no_match',
      };
      return { reply: json(200, answer), fields };
    },
  };
}

function kindOf(street: string): 'street' | 'po_box' | 'mail_agent' {
  if (/\bP\.? ?O\.? BOX\b/i.test(street)) return 'po_box';
  return /\bPMB \d/i.test(street) ? 'mail_agent' : 'street';
}
