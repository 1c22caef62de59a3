import type { EvidenceAttributes } from '@signet/contracts/person';

/** An invented person; nothing of it may be found outside of an open vault. */
export const attributes = {
  evidence: 'state_id',
  givenName: 'Quillonette',
  familyName: 'Ravensworth',
  birthDate: '1981-03-09',
  address: {
    street: '77 Marrowbone Terrace',
    street2: 'Loft 9',
    city: 'Eastlumen',
    region: 'OH',
    postalCode: '00417',
  },
  documentNumber: 'RV7712345',
  jurisdiction: 'OH',
  expiryDate: '2031-03-09',
} as const satisfies EvidenceAttributes;

export const ssn = '900456712';
export const phone = '+12025550143';
export const email = 'quillonette@example.test';
export const accountId = 'sub_00000000000000000000000001';
export const applicationId = 'app_00000000000000000000000001';

/** As a credential says it. */
export const claimValues = {
  given_name: attributes.givenName,
  family_name: attributes.familyName,
  birthdate: attributes.birthDate,
  address: {
    formatted: '77 Marrowbone Terrace\nLoft 9\nEastlumen, OH 00417',
    street_address: '77 Marrowbone Terrace\nLoft 9',
    locality: 'Eastlumen',
    region: 'OH',
    postal_code: '00417',
    country: 'US',
  },
  social_security_number: '900-45-6712',
  phone,
  age_over_18: true,
  age_over_21: true,
  region_of_residence: 'OH',
} as const;

const values = [
  attributes.givenName,
  attributes.familyName,
  attributes.birthDate,
  attributes.address.street,
  attributes.address.city,
  attributes.documentNumber,
  ssn,
  claimValues.social_security_number,
  phone,
];

/** Which values of the person stand in a text, as they are or in base64 at any offset. */
export function valuesIn(text: string): string[] {
  return values.filter((value) =>
    [value, encodeURIComponent(value), ...inBase64(value)].some((form) => text.includes(form)),
  );
}

/** Only the characters that do not depend on what stands around the value. */
function inBase64(value: string): string[] {
  return [0, 1, 2].map((before) => {
    const text = '\0'.repeat(before) + value;
    return btoa(text.slice(0, text.length - (text.length % 3))).slice(before === 0 ? 0 : 4);
  });
}
