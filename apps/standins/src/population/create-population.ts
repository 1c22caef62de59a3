import type { Person } from '../people.ts';
import { jurisdictions } from './jurisdictions.ts';
import { familyBegins, familyEnds, givenBegins, givenEnds, streetEnds } from './names.ts';
import { seeded, type Seeded } from './seeded.ts';
import { traits, type Trait } from './traits.ts';

const residentsEach = 20;

/**
 * Everybody else: twenty residents in each of 56 jurisdictions, the same on every machine. Names are invented; numbers are reserved ones
 * (SSN 9xx, telephone 555-01xx) and no magic value. Each has one trait of the table, most of them none.
 */
export function createPopulation(): readonly Person[] {
  const random = seeded(20_261_125);
  return jurisdictions.flatMap((where, row) => {
    const residents: Person[] = [];
    for (let at = 0; at < residentsEach; at += 1) {
      const trait = traits[(row * residentsEach + at) % traits.length] as Trait;
      const serial = row * residentsEach + at;
      const plain = resident(random, where, serial);
      const neighbour = residents.at(-1);
      residents.push({ ...plain, ...trait.of(plain, neighbour), id: plain.id, shows: trait.name });
    }
    return residents;
  });
}

function resident(random: Seeded, where: (typeof jurisdictions)[number], serial: number): Person {
  const year = random.between(1_940, 2_005);
  const city = `${random.pick(familyBegins)}${random.pick(['ton', 'ville', 'port', 'field'])}`;
  const digits = String(serial).padStart(4, '0');
  return {
    id: `resident-${digits}`,
    shows: '',
    givenName: `${random.pick(givenBegins)}${random.pick(givenEnds)}`,
    familyName: `${random.pick(familyBegins)}${random.pick(familyEnds)}`,
    birthDate: date(random, year),
    documentNumber: documentNumber(random, where.number),
    expiryDate: date(random, random.between(2_031, 2_033)),
    jurisdiction: where.code,
    address: {
      street: `${random.between(1, 9_899)} ${random.pick(familyBegins)} ${random.pick(streetEnds)}`,
      city,
      region: where.code,
      postalCode: `${where.zip}${String(random.between(10, 89))}`,
    },
    // The last four digits are between 2000 and 8999, where no magic value lies.
    ssn: `9${String(10 + (serial % 80)).padStart(2, '0')}-${String(10 + random.below(80))}-${String(2_000 + serial)}`,
    // 0100 to 0150 and 0160 to 0199: those between are magic.
    phone: `+1${where.area}5550${100 + (serial % residentsEach) * 2}`,
  };
}

function date(random: Seeded, year: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${year}-${two(random.between(1, 12))}-${two(random.between(1, 28))}`;
}

/** In the shape of its issuer; it never ends as a magic number does. */
function documentNumber(random: Seeded, shape: string): string {
  const drawn = shape
    .replaceAll('A', () => random.pick([...'BCDFGHJKLMNPRSTVWXZ']))
    .replaceAll('9', () => String(random.below(10)));
  return /(?:666|667|502|503|504)$/.test(drawn.replace(/[^A-Z0-9]/g, ''))
    ? documentNumber(random, shape)
    : drawn;
}
