import type { Profile } from './profile.ts';

/** Alaska, Hawaii, the territories and freely associated states, and military post: not "contiguous" in SP 800-63A-4 §3.8. */
const outside = new Set('AK HI PR GU VI AS MP FM MH PW AA AE AP'.split(' '));

/** By the two-letter code of the region: where the post takes longer. */
export function isElsewhere(region: string): boolean {
  return outside.has(region);
}

/** Days for which the code of a letter is valid, by the region that it goes to. */
export function letterDays({ codes }: Profile, region: string): number {
  return codes.letter.daysValid[isElsewhere(region) ? 'elsewhere' : 'contiguous'];
}
