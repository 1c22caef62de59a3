import { encodeAamva } from '../aamva/encode-aamva.ts';
import { seeded } from './seeded.ts';

/** Payloads of 260 to 420 bytes, as cards carry, of people who are nobody. */
export function samplePayload(number: number): string {
  const random = seeded(number + 5_000);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  const digits = (count: number) => String(Math.floor(random() * 10 ** count)).padStart(count, '0');
  const jurisdiction = pick(['OH', 'UT', 'WI', 'VA', 'CA', 'TX']);
  const base = encodeAamva({
    jurisdiction,
    familyName: pick(['SAMPLER', "O'SPECIMEN", 'VON-MUSTERMANN', 'PLACEHOLDER JONES']),
    givenName: pick(['TESSA', 'BARTHOLOMEW', 'MARY ANN', 'LI']),
    middleName: pick(['QUINTINA', 'X', 'OF THE HILL']),
    documentNumber: `${pick(['T', 'RV', ''])}${digits(8)}`,
    birthDate: `19${pick(['55', '72', '88'])}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)}`,
    issueDate: '2023-01-02',
    expiryDate: '2031-02-03',
    address: {
      street: `${digits(4)} ${pick(['ELM STREET', 'NORTH BY NORTHWEST PARKWAY', '5TH AVE'])}`,
      city: pick(['ANYWHERE', 'NEW SAMPLE CITY']),
      region: jurisdiction,
      postalCode: `4${digits(4)}`,
    },
    sex: pick(['F', 'M', 'X']),
    eyes: 'BRO',
    heightInches: 60 + Math.floor(random() * 18),
    documentDiscriminator: `D${digits(12)}`,
  });
  return random() < 0.5
    ? base
    : `${base.slice(0, -1)}\nDCK${digits(12)}${digits(6)}\nDAW1${digits(2)}\nDAZBRO\r`;
}
