import type { SharedSecret } from './credentials.ts';
import { magicAnswer } from './outcomes.ts';
import { sameDigits, sameText, type Person } from './people.ts';
import { createVerifier, refuseUnless } from './signature.ts';
import { json, parseObject, referenceIn, type SourceEndpoint } from './source-endpoint.ts';

const fields = [
  'transactionRef',
  'givenName',
  'familyName',
  'birthDate',
  'ssn',
  'address',
] as const;
const addressFields = ['street', 'street2', 'city', 'region', 'postalCode'];

/** A records bureau: finds the person and says per attribute whether its records agree. */
export function records(
  shared: SharedSecret,
  people: readonly Person[],
  now: () => number,
): SourceEndpoint {
  const path = '/records/v1/verify';
  return {
    endpoint: 'records',
    path,
    limitBytes: 64_000,
    refuse: refuseUnless(path, createVerifier(shared, now)),
    async answer(body, wrongly) {
      const parsed = parseObject(body, fields);
      if (!parsed.ok) return { reply: json(400, { error: parsed.error }), fields: [] };
      const { givenName, familyName, birthDate, ssn, address } = parsed.value as Record<
        string,
        string
      >;
      const place = address as unknown as Record<string, string> | null;
      if (
        place === null ||
        typeof place !== 'object' ||
        Object.keys(place).some((name) => !addressFields.includes(name))
      ) {
        return { reply: json(400, { error: 'field_not_allowed' }), fields };
      }
      const magic = magicAnswer('records', ssn ?? '');
      if (magic === 'silence') return { reply: 'silence', fields };
      if (magic === 'server_error') return { reply: json(503, { error: 'unavailable' }), fields };

      // Resolution: by name and birth date first, as a bureau would; the SSN is then one of the attributes compared.
      const person = people.find(
        (one) =>
          sameText(one.familyName, familyName ?? '') &&
          sameText(one.givenName, givenName ?? '') &&
          one.birthDate === birthDate,
      );
      const bySsn = person ?? people.find((one) => sameDigits(one.ssn, ssn ?? ''));
      const known = bySsn?.recordsAddress ?? bySsn?.address;
      const match = (holds: boolean) => (holds ? 'match' : 'no_match');
      const checks = {
        name: match(
          bySsn !== undefined &&
            sameText(bySsn.familyName, familyName ?? '') &&
            sameText(bySsn.givenName, givenName ?? ''),
        ),
        birthDate: match(bySsn?.birthDate === birthDate),
        ssn: match(person !== undefined && sameDigits(person.recordsSsn ?? person.ssn, ssn ?? '')),
        address: match(
          known !== undefined &&
            sameText(known.street, place['street'] ?? '') &&
            known.postalCode.slice(0, 5) === (place['postalCode'] ?? '').slice(0, 5),
        ),
        deceased: magic === 'deceased' || bySsn?.died === true,
      };
      return {
        reply: json(200, {
          transactionRef: referenceIn(parsed.value, 'transactionRef', wrongly),
          checks,
        }),
        fields,
      };
    },
  };
}
