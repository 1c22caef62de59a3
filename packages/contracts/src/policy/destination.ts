import type { Profile } from './profile.ts';

/** Alaska, Hawaii, the territories and freely associated states, and military post: not "contiguous" in SP 800-63A-4 §3.8. */
const outside = new Set('AK HI PR GU VI AS MP FM MH PW AA AE AP'.split(' '));

/** By the two-letter code of the region: where the post takes longer. */
export function isElsewhere(region: string): boolean {
  return outside.has(region);
}

/** Days from mailing until a letter should be there, first and last, as the post says of first-class mail. */
export const transitDays = { contiguous: [3, 7], elsewhere: [4, 14] } as const;
/** Printing takes up to so many days more. */
const printingDays = 2;

/** Days from the request until a letter should be there, first and last. */
export function arrivalDays(elsewhere: boolean): readonly [from: number, until: number] {
  const [first, last] = transitDays[elsewhere ? 'elsewhere' : 'contiguous'];
  return [first, last + printingDays];
}

/** Days for which the code of a letter is valid, by the region that it goes to. */
export function letterDays({ codes }: Profile, region: string): number {
  return codes.letter.daysValid[isElsewhere(region) ? 'elsewhere' : 'contiguous'];
}
