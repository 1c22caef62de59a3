import { asPublished } from './as-published.ts';
import { nist800_63a_3 } from './nist-800-63a-3.ts';
import { nist800_63a_4 } from './nist-800-63a-4.ts';
import type { Profile } from './profile.ts';

/** Every profile that a deployment can choose, in its signed registry. */
export const profiles = {
  'as-published': asPublished,
  'nist-800-63a-3': nist800_63a_3,
  'nist-800-63a-4': nist800_63a_4,
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof profiles;
export const profileNames = Object.keys(profiles) as [ProfileName, ...ProfileName[]];
