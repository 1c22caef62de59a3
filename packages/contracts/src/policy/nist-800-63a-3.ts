import { asPublished, confirmed, thePerson } from './as-published.ts';
import type { Profile } from './profile.ts';

/**
 * The mechanisms of SP 800-63A (revision 3, 2017). `ial2` takes a combination of §4.4.1.2 and, for STRONG evidence, a comparison with
 * the person (Table 5-3): no letter replaces it. The phone account counts for one FAIR piece, and two are needed beside a STRONG one.
 */
// prettier-ignore
export const nist800_63a_3: Profile = {
  ...asPublished,
  name: 'nist-800-63a-3',
  pathways: [
    { name: 'every-piece-verified', level: 'ial2',     combinations: [['SUPERIOR'], ['STRONG', 'STRONG'], ['STRONG', 'FAIR', 'FAIR']], everyPieceVerified: true,
      needs: [...thePerson, { kind: 'evidence_verified', methods: ['visual-comparison', 'face-comparison', 'device-signature'] }, { kind: 'address_confirmed', methods: ['sms-code', 'voice-code', 'letter-code'] }] },
    { name: 'document-and-phone',   level: 'verified', combinations: [['STRONG', 'FAIR']], everyPieceVerified: false, needs: [...thePerson, confirmed.byPhone] },
    { name: 'document-and-letter',  level: 'verified', combinations: [['STRONG']],         everyPieceVerified: false, needs: [...thePerson, confirmed.byLetter] },
  ],
  codes: {
    ...asPublished.codes,
    // §4.4.1.6.
    letter: { ...asPublished.codes.letter, daysValid: { contiguous: 10, elsewhere: 30 }, remindAfterDays: 7 },
  },
  // §4.4.1.6: code and notice go to different addresses of record.
  notice: { afterPhoneCode: ['letter'], afterLetterCode: ['phone'] },
};
