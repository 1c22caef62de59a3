import { asPublished, confirmed, thePerson } from './as-published.ts';
import type { Need, Profile } from './profile.ts';

/** SP 800-63A-4 §3.2.1: records of death are looked up at every proofing. */
const noDeath: Need = { kind: 'death_record', methods: ['records-bureau'], result: 'no' };
const person = [...thePerson, noDeath];

/**
 * The mechanisms of SP 800-63A-4 (2025). `ial2` takes a combination of §4.2.2 whose every piece is validated and shown to be the
 * applicant's own by a pathway of §4.2.6; a state ID by a letter to the address that it bears. Without that it stays `verified`.
 */
// prettier-ignore
export const nist800_63a_4: Profile = {
  ...asPublished,
  name: 'nist-800-63a-4',
  pathways: [
    { name: 'every-piece-verified', level: 'ial2',     combinations: [['SUPERIOR'], ['STRONG', 'FAIR'], ['STRONG', 'STRONG']], everyPieceVerified: true, needs: person },
    { name: 'document-and-phone',   level: 'verified', combinations: [['STRONG', 'FAIR']], everyPieceVerified: false, needs: [...person, confirmed.byPhone] },
    { name: 'document-and-letter',  level: 'verified', combinations: [['STRONG']],         everyPieceVerified: false, needs: [...person, confirmed.byLetter] },
  ],
  codes: {
    ...asPublished.codes,
    // §3.8.
    letter: { ...asPublished.codes.letter, daysValid: { contiguous: 21, elsewhere: 30 } },
  },
  // §3.10: a validated postal address or telephone.
  notice: { afterPhoneCode: ['phone'], afterLetterCode: ['letter'] },
};
