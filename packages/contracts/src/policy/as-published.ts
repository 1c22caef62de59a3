import { credentialDays } from '../proofing.ts';
import type { Need, Profile } from './profile.ts';

/** What every pathway asks about the person, beside the evidence. */
// prettier-ignore
export const thePerson = [
  { kind: 'age_reached',        methods: ['birth-date'] },
  { kind: 'identity_validated', methods: ['records-bureau'] },
] as const satisfies readonly Need[];

// prettier-ignore
export const confirmed = {
  byPhone:  { kind: 'address_confirmed', methods: ['sms-code', 'voice-code'] },
  byLetter: { kind: 'address_confirmed', methods: ['letter-code', 'letter-code-stated-address'] },
} as const satisfies Record<string, Need>;

/**
 * The default profile: what the public page promises. The ID is checked for authenticity, its information is validated with the
 * issuing source and an authoritative source, the address is confirmed by a telephone number associated with it or by a letter whose
 * code is valid for 30 days.
 *
 * A code to a telephone does not verify a STRONG document in SP 800-63A-4 §4; the level is therefore `verified`, not `ial2` (PROOF-20).
 */
// prettier-ignore
export const asPublished: Profile = {
  name: 'as-published',
  minimumAge: 18,
  credentialDays,
  // Beyond the last day of a letter's code: what was checked before the letter went must outlive it.
  factDays: 60,
  refusedBy: [
    { kind: 'death_record',       result: 'yes' },
    { kind: 'evidence_authentic', result: 'no' },
    { kind: 'age_reached',        result: 'no' },
    { kind: 'review_passed',      result: 'no' },
  ],
  parkedBy: [{ kind: 'risk_low',  result: 'no' }],
  reviewDays: 5,
  classes: {
    state_id: 'STRONG', phone_account: 'FAIR', passport: 'STRONG', passport_chip: 'SUPERIOR', mobile_license: 'SUPERIOR', piv_card: 'SUPERIOR',
  },
  pathways: [
    { name: 'document-and-phone',  level: 'verified', combinations: [['STRONG', 'FAIR']], everyPieceVerified: false, needs: [...thePerson, confirmed.byPhone] },
    { name: 'document-and-letter', level: 'verified', combinations: [['STRONG']],         everyPieceVerified: false, needs: [...thePerson, confirmed.byLetter] },
  ],
  codes: {
    sms:    { digits: 6, minutesValid: 10, tries: 5 },
    voice:  { digits: 6, minutesValid: 10, tries: 5 },
    letter: { characters: 10, daysValid: { contiguous: 30, elsewhere: 30 }, hoursBetweenLetters: 24, letters: { most: 4, withinDays: 30 }, remindAfterDays: 14 },
  },
  notice: { afterPhoneCode: ['phone'], afterLetterCode: ['letter'] },
};
