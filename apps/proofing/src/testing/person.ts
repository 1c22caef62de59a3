import type { EvidenceAttributes } from '@signet/contracts/person';

/** An invented person, as the barcode of the invented card says it: capitals. */
export const attributes = {
  evidence: 'state_id',
  givenName: 'QUILLONETTE',
  middleName: 'BESARION',
  familyName: 'RAVENSWORTH',
  birthDate: '1981-03-09',
  address: {
    street: '77 MARROWBONE & VALE TERRACE',
    city: 'EASTLUMEN',
    region: 'OH',
    postalCode: '00417',
  },
  documentNumber: 'RV7712345',
  jurisdiction: 'OH',
  expiryDate: '2071-03-09',
} as const satisfies EvidenceAttributes;
export const ssn = '900456712';
export const phone = '+12025550143';
/** Known to the carrier as somebody's, but not as this person's. */
export const wrongSsn = '900999914';
export const strangersPhone = '+12025550178';

/** Whatever must never be found where proofing prints or where the bff reads. */
const values: readonly string[] = [
  attributes.givenName,
  attributes.middleName,
  attributes.familyName,
  attributes.birthDate,
  '03091981',
  attributes.address.street,
  'MARROWBONE',
  attributes.address.city,
  attributes.address.postalCode,
  attributes.documentNumber,
  attributes.expiryDate,
  ssn,
  '900-45-6712',
  phone,
  phone.slice(2),
  wrongSsn,
  strangersPhone,
];

/** Which values stand in a text: as they are, in small letters, in a URL, in hex or base64 at any offset. */
export function valuesIn(text: string, wanted: readonly string[] = values): string[] {
  const small = text.toLowerCase();
  return wanted.filter((value) =>
    [value, encodeURIComponent(value), Buffer.from(value).toString('hex'), ...inBase64(value)].some(
      (form) => small.includes(form.toLowerCase()),
    ),
  );
}

/** Only the characters that do not depend on what stands around it, where they are enough to mean something. */
function inBase64(value: string): string[] {
  return [0, 1, 2]
    .map((before) => {
      const text = Buffer.from('\0'.repeat(before) + value);
      const whole = text.subarray(0, text.length - (text.length % 3)).toString('base64url');
      return whole.slice(before === 0 ? 0 : 4);
    })
    .filter(({ length }) => length >= 8);
}
