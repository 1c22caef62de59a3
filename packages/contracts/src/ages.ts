import type { ClaimName } from './claims.ts';

/** Claims that say whether somebody has reached an age: true of the day on which they are signed, or shared. */
const ages = { age_over_18: 18, age_over_21: 21 } as const satisfies Partial<
  Record<ClaimName, number>
>;

export function isAge(claim: string): claim is keyof typeof ages {
  return Object.hasOwn(ages, claim);
}

/** A person's claims as they are true on a day: an age that was reached stays reached. Where there is no birth date nothing is known of it. */
export function asOf(
  claims: Readonly<Record<string, unknown>>,
  day: Date,
): Readonly<Record<string, unknown>> {
  const { birthdate } = claims;
  if (typeof birthdate !== 'string') return claims;
  const age = yearsOld(birthdate, day);
  const reached = Object.entries(ages).map(
    ([claim, years]) => [claim, claims[claim] === true || age >= years] as const,
  );
  return { ...claims, ...Object.fromEntries(reached) };
}

/** Whole years between a birth date (`YYYY-MM-DD`) and a day, both by the calendar (UTC). */
export function yearsOld(birthDate: string, day: Date): number {
  const [year = 0, month = 1, date = 1] = birthDate.split('-').map(Number);
  const hadBirthday =
    day.getUTCMonth() + 1 > month || (day.getUTCMonth() + 1 === month && day.getUTCDate() >= date);
  return day.getUTCFullYear() - year - (hadBirthday ? 0 : 1);
}
