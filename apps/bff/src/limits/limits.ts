import { asPublished } from '@signet/contracts/policy/as-published';
import type { Profile } from '@signet/contracts/policy/profile';

const minute = 60_000;
const hour = 60 * minute;
/**
 * A success begins the count anew before that. An end it has because addresses are guessed at that nobody has: their rows would stay for
 * ever. Whoever guesses has 100 a year.
 */
const year = 365 * 24 * hour;

/** What a profile says of letters. */
const lettersUnder = ({ codes: { letter } }: Profile) => ({
  'letter-in-a-day': { most: 1, windowMs: letter.hoursBetweenLetters * hour },
  'letters-in-a-month': {
    most: letter.letters.most,
    windowMs: letter.letters.withinDays * 24 * hour,
  },
});

/**
 * How often something may happen to one subject within a fixed window, which begins with the first use (AUTH-4, PROOF-11).
 * A subject is an account, an address or a source, always as a keyed digest.
 */
// prettier-ignore
export const limitTable = {
  'sign-up-mail':          { most: 5,   windowMs: hour },
  'sign-up-source':        { most: 60,  windowMs: hour },
  'add-email':             { most: 10,  windowMs: 24 * hour },
  'add-email-mail':        { most: 5,   windowMs: hour },
  'ke2-account':           { most: 10,  windowMs: 10 * minute },
  'ke2-source':            { most: 200, windowMs: 5 * minute },
  'password-guesses':      { most: 100, windowMs: year },
  'code-guesses':          { most: 100, windowMs: year },
  'new-password':          { most: 10,  windowMs: 10 * minute },
  'change-told':           { most: 30,  windowMs: hour },
  'recovery':              { most: 5,   windowMs: hour },
  'reset-mail':            { most: 3,   windowMs: 24 * hour },
  'reset-source':          { most: 20,  windowMs: hour },
  'new-second-factor':     { most: 3,   windowMs: 24 * hour },
  'everything-lost':       { most: 3,   windowMs: 24 * hour },
  'unlock':                { most: 20,  windowMs: 10 * minute },
  'second-factor':         { most: 10,  windowMs: 10 * minute },
  'text-account':          { most: 10, windowMs: hour },
  'text-known-browsers':   { most: 30,  windowMs: 24 * hour },
  'text-elsewhere':        { most: 30,  windowMs: 24 * hour },
  'text-new-number':       { most: 5,  windowMs: 24 * hour },
  'text-source':           { most: 60, windowMs: hour },
  'passkey-failure':       { most: 20,  windowMs: 24 * hour },
  'passkey-source':        { most: 200, windowMs: 5 * minute },
  'proofing-retake':       { most: 20,  windowMs: 6 * hour },
  'proofing-document':     { most: 5,   windowMs: 6 * hour },
  'proofing-information':  { most: 5,   windowMs: 6 * hour },
  'proofing-phone':        { most: 5,   windowMs: 6 * hour },
  'proofing-code':         { most: 10,  windowMs: 10 * minute },
  'hand-off':              { most: 20,  windowMs: 6 * hour },
  'hand-off-text':         { most: 5,   windowMs: 6 * hour },
  'hand-off-text-source': { most: 20,  windowMs: hour },
  'hand-off-source':       { most: 60,  windowMs: hour },
  'agency-request-source': { most: 2_000, windowMs: hour },
  'consent-given':         { most: 600, windowMs: hour },
  'signal-source':         { most: 600, windowMs: minute },
  'signal-about-account':  { most: 3,   windowMs: 24 * hour },
  'signal-suspends':       { most: 10,  windowMs: 24 * hour },
  'signal-on-demand':      { most: 60,  windowMs: hour },
  'credential-top-up':     { most: 10,  windowMs: 24 * hour },
  'credential-again':      { most: 10,  windowMs: 24 * hour },
  'letter-code':           { most: 5,   windowMs: 10 * minute },
  'proofing-request':      { most: 120, windowMs: hour },
  ...lettersUnder(asPublished),
} as const;

export type LimitName = keyof typeof limitTable;
export type Limits = Readonly<
  Record<LimitName, { readonly most: number; readonly windowMs: number }>
>;

/** The same where another profile was chosen. */
export function limitsUnder(profile: Profile): Limits {
  return { ...limitTable, ...lettersUnder(profile) };
}
