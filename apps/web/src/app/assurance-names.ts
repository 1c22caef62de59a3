import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react/macro';
import type { EvidenceKind } from '@signet/contracts/policy/evidence-kinds';
import type { ProfileName } from '@signet/contracts/policy/profiles';

type Names = Readonly<Record<string, MessageDescriptor>>;

// prettier-ignore
const pathwayNames: Names = {
  'document-and-phone':   msg({ id: 'record.way.phone', message: 'with an ID and a code to a phone' }),
  'document-and-letter':  msg({ id: 'record.way.letter', message: 'with an ID and a code in a letter' }),
  'every-piece-verified': msg({ id: 'record.way.every', message: 'with pieces of evidence that each were shown to be yours' }),
};

// prettier-ignore
const levelNames: Names = {
  verified: msg({ id: 'record.level.verified', message: 'verified' }),
  ial2:     msg({ id: 'record.level.ial2', message: 'IAL2, the second of NIST’s three' }),
};

// prettier-ignore
const profileNames: Record<ProfileName, MessageDescriptor> = {
  'as-published':   msg({ id: 'record.rules.published', message: 'the rules that Signet publishes' }),
  'nist-800-63a-3': msg({ id: 'record.rules.nist-3', message: 'NIST SP 800-63A-3' }),
  'nist-800-63a-4': msg({ id: 'record.rules.nist-4', message: 'NIST SP 800-63A-4' }),
};

// prettier-ignore
const evidenceNames: Readonly<Record<EvidenceKind, MessageDescriptor>> = {
  state_id:       msg({ id: 'evidence.state-id', message: 'driver’s license or state ID' }),
  phone_account:  msg({ id: 'evidence.phone-account', message: 'phone in your name' }),
  passport:       msg({ id: 'evidence.passport', message: 'passport' }),
  passport_chip:  msg({ id: 'evidence.passport-chip', message: 'passport with its chip' }),
  mobile_license: msg({ id: 'evidence.mobile-license', message: 'driver’s license on your phone' }),
  piv_card:       msg({ id: 'evidence.piv-card', message: 'PIV card' }),
};

/** What a person reads for how sure Signet is of them and how that came; what is not known here stands under its own name. */
export function useAssuranceNames() {
  const { i18n } = useLingui();
  const nameIn = (names: Names) => (name: unknown) => {
    const own = typeof name === 'string' ? name : '';
    const known = Object.hasOwn(names, own) ? names[own] : undefined;
    return known === undefined ? own : i18n._(known);
  };
  return {
    levelOf: nameIn(levelNames),
    pathwayOf: nameIn(pathwayNames),
    rulesOf: nameIn(profileNames),
    evidenceOf: nameIn(evidenceNames),
  };
}
