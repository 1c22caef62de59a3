import type { Fact } from '@signet/contracts/facts';
import type { StepOutcome, UnavailableReason } from '@signet/contracts/proofing-wire';
import type { AddressAnswer } from './sources/address-record.ts';
import type { SourceOutcome, Unavailable } from './sources/outcome.ts';
import type { Ownership } from './sources/phone-ownership.ts';
import type { RiskAnswer } from './sources/risk.ts';
import type { SocialSecurityAnswer } from './sources/social-security.ts';
import { fact, factOf } from './step.ts';

/** On what sort of line a code reaches the person whom the carrier names: a number without a subscriber shows nothing of anyone. */
// prettier-ignore
const boundToPerson: Readonly<Record<Ownership['lineType'], boolean>> = {
  mobile:    true,
  landline:  true,
  prepaid:   false,
  voip:      false,
  toll_free: false,
};

/** Name, birth date and number together, and whether a record of death exists. */
export function factsOfSocialSecurity(at: Date, said: SourceOutcome<SocialSecurityAnswer>): Fact[] {
  const result = (of: (answer: SocialSecurityAnswer) => boolean) => resultOf(said, of);
  return [
    fact(
      at,
      'identity_validated',
      'social-security',
      'ssn-verification',
      result(({ verification }) => verification === 'match'),
    ),
    fact(
      at,
      'death_record',
      'social-security',
      'ssn-verification',
      result(({ death }) => death === 'yes'),
    ),
  ];
}

/** Whether the post delivers to the address on the evidence and records know the applicant there. */
export function factOfAddress(at: Date, said: SourceOutcome<AddressAnswer>): Fact {
  const result = resultOf(
    said,
    ({ deliverable, occupant }) => deliverable === 'yes' && occupant === 'match',
  );
  return fact(at, 'address_on_record', 'address-record', 'address-record', result);
}

/** `no` parks the application for two operators, as the profile says. */
export function factOfRisk(at: Date, said: SourceOutcome<RiskAnswer>): Fact {
  const result = resultOf(said, (risk) => risk === 'low');
  return fact(at, 'risk_low', 'risk', 'risk-bands', result);
}

/** Whose number it is, and whether a code to it reaches that person: not on a line without a subscriber, nor after a move. */
export function factsOfPhone(at: Date, said: SourceOutcome<Ownership>): Fact[] {
  const ofPhone = factOf('phone_account');
  const owned = resultOf(said, ({ owner }) => owner === 'match');
  const bound = resultOf(
    said,
    ({ lineType, movedLately }) => boundToPerson[lineType] && !movedLately,
  );
  return [
    ofPhone(at, 'phone_owned', 'carrier', 'carrier-name-match', owned),
    ofPhone(at, 'phone_line_bound', 'carrier', 'carrier-line-type', bound),
  ];
}

// prettier-ignore
const reasons: Readonly<Record<Unavailable['reason'], UnavailableReason>> = {
  timeout:        'still_checking',
  budget_spent:   'still_checking',
  maintenance:    'maintenance',
  outage:         'out_of_order',
  throttled:      'out_of_order',
  refused:        'out_of_order',
  not_taken:      'out_of_order',
  protocol_error: 'out_of_order',
  circuit_open:   'out_of_order',
};
/** Of several reasons the one that lasts longest is told. */
const longestFirst = ['maintenance', 'out_of_order', 'still_checking'] as const;

/** How a step ends whose sources did not all answer (PROOF-6). It names none of them. */
export function unavailableFor(
  outcomes: readonly SourceOutcome<unknown>[],
): Extract<StepOutcome<'check-information'>, { result: 'unavailable' }> {
  const found = outcomes.flatMap((one) => (one.ok ? [] : [reasons[one.error.reason]]));
  const reason = longestFirst.find((one) => found.includes(one)) ?? 'out_of_order';
  return { result: 'unavailable', reason };
}

function resultOf<Answer>(
  said: SourceOutcome<Answer>,
  holds: (answer: Answer) => boolean,
): Fact['result'] {
  return said.ok ? (holds(said.value) ? 'yes' : 'no') : 'unavailable';
}
