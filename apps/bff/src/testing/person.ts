/** An invented person; every value is reserved for examples and must never be found where the bff keeps anything. */
export const person = {
  given_name: 'Quillon',
  family_name: 'Ravensworth',
  birthdate: '1981-03-09',
  address: {
    formatted: '77 Marrowbone Terrace\nEastlumen, ZZ 00499',
    street_address: '77 Marrowbone Terrace',
    locality: 'Eastlumen',
    region: 'ZZ',
    postal_code: '00499',
    country: 'US',
  },
  social_security_number: '900-45-6712',
  phone: '+12025550143',
  age_over_18: true,
  age_over_21: true,
  region_of_residence: 'ZZ',
} as const;

export const email = 'quillon@example.test';

export const readableValues: readonly string[] = [
  person.given_name,
  person.family_name,
  person.birthdate,
  person.address.street_address,
  person.address.locality,
  person.social_security_number,
  person.social_security_number.replaceAll('-', ''),
  person.phone,
  email,
];
