import { factsOfDocument } from '@signet/contracts/facts';
import { addressOf, type EvidenceAttributes } from '@signet/contracts/person';
import { fact, factAbout, type StepVerb } from '../step.ts';
import {
  factOfAddress,
  factOfRisk,
  factsOfSocialSecurity,
  unavailableFor,
} from '../facts-from-sources.ts';
import { beginAll } from '../count-attempts.ts';
import type { AddressAnswer } from '../sources/address-record.ts';
import type { IssuerAnswer } from '../sources/issuing-source.ts';
import { unavailable } from '../sources/outcome.ts';
import type { RecordsAnswer } from '../sources/records.ts';
import { Refused } from '../wire/refused.ts';
import { documentNamed } from './document-attempts.ts';
import { untilNextTick } from './until-next-tick.ts';

/**
 * Asks the issuing source, both authoritative sources, the address record and the risk source, always all and at once, so that neither
 * the answer nor its time tells which of them, or which attribute, did not match (PROOF-5). An address that the applicant stated is
 * validated as its own: the issuer's word about the one on the evidence does not cover it (PROOF-24). An SSN or a document
 * that was tried too often is asked about of nobody (PROOF-34).
 */
export const checkInformation: StepVerb<'check-information'> = async (
  { sources, keys, now, answerEveryMs, ssnAttempts, documentAttempts },
  { ssn, address: stated },
  { ticket, statement },
) => {
  if (ticket?.attributes === undefined) throw new Refused('wrong_step');
  const { accountId, applicationId, attributes } = ticket;
  const home = addressOf({ statedAddress: stated, attributes });
  // Of a document that bears none the applicant was to be asked.
  if (home === undefined) throw new Refused('malformed_request');
  const begun = performance.now();
  const { requestDigest } = statement;
  const attempt = beginAll([
    () => ssnAttempts.begin(ssn, requestDigest, now()),
    () => documentAttempts.begin(documentNamed(attributes), requestDigest, now()),
  ]);
  const [issuer, records, socialSecurity, address, risk] = attempt.ok
    ? await Promise.all([
        sources.askIssuer(attributes),
        sources.askRecords({ ...attributes, address: home }, ssn),
        sources.askSocialSecurity(attributes, ssn),
        sources.askAddress(attributes, home),
        sources.assessRisk(attributes, now()),
      ])
    : nobodyAsked;
  const at = now();
  const issuerAgrees = issuer.ok ? agreesWithIssuer(issuer.value, attributes) : undefined;
  const recordsAgree =
    issuer.ok && records.ok && address.ok
      ? agreesWithRecords(records.value, issuer.value, address.value, stated === undefined)
      : undefined;
  const addressAgrees =
    records.ok && address.ok
      ? records.value.address === 'match' || address.value.occupant === 'match'
      : undefined;
  const facts = [
    ...factAbout(
      attributes.evidence,
      at,
      'evidence_validated',
      'issuing-source',
      resultOf(issuerAgrees),
    ),
    fact(at, 'identity_validated', 'records', 'records-bureau', resultOf(recordsAgree)),
    fact(
      at,
      'death_record',
      'records',
      'records-bureau',
      records.ok ? (records.value.deceased ? 'yes' : 'no') : 'unavailable',
    ),
    ...factsOfSocialSecurity(at, socialSecurity),
    factOfAddress(at, address),
    ...(stated === undefined
      ? []
      : [fact(at, 'address_validated', 'records', 'records-bureau', resultOf(addressAgrees))]),
    factOfRisk(at, risk),
  ];
  await untilNextTick(begun, answerEveryMs);
  if (!attempt.ok) {
    const retryAt = attempt.retryAt.toISOString();
    return { outcome: { result: 'too_many_attempts', retryAt }, facts };
  }
  if (!issuer.ok || !records.ok || !socialSecurity.ok || !address.ok || !risk.ok) {
    attempt.takeBack();
    const outcome = unavailableFor([issuer, records, socialSecurity, address, risk]);
    return { outcome, facts };
  }
  const isDead = records.value.deceased || socialSecurity.value.death === 'yes';
  const numberAgrees = socialSecurity.value.verification === 'match';
  if (issuerAgrees !== true || recordsAgree !== true || !numberAgrees || isDead)
    return { outcome: { result: 'not_matched' }, facts };
  return {
    outcome: { result: 'matched' },
    facts,
    ticket: {
      // An earlier address, and what was confirmed of it or of a telephone, is no part of another check (PROOF-24).
      accountId,
      applicationId,
      attributes,
      ssn,
      ...(stated === undefined ? {} : { statedAddress: stated }),
      facts: [...factsOfDocument(ticket.facts), ...facts],
    },
    ssnIndex: keys.ssnIndex(ssn),
  };
};

/** To the bff it looks as if no source could be asked: it must not learn that somebody else tried the same SSN or document (PROOF-34). */
const nobodyAsked = Array.from({ length: 5 }, () => unavailable('throttled')) as NobodyAsked;
type NobodyAsked = [Silence, Silence, Silence, Silence, Silence];
type Silence = ReturnType<typeof unavailable>;

/**
 * Number, birth date and both names; the expiry only where the issuer answers it. That a card never ends was said by a barcode that
 * nobody signs, and would pass for any that ended long ago: of such a card the issuer must say so (PROOF-37).
 */
function agreesWithIssuer(answer: IssuerAnswer, { expiryDate }: EvidenceAttributes): boolean {
  return (
    answer.number === true &&
    answer.birthDate === true &&
    answer.givenName === true &&
    answer.familyName === true &&
    (expiryDate === undefined
      ? answer.expiryDate === true && answer.documentCategory === true
      : answer.expiryDate !== false)
  );
}

/** What the bureau does not find, another may cover who found that very attribute; the SSN is asked of both who know it. */
function agreesWithRecords(
  records: RecordsAnswer,
  issuer: IssuerAnswer,
  { occupant }: AddressAnswer,
  sameAddress: boolean,
): boolean {
  const name =
    records.name === 'match' || (issuer.givenName === true && issuer.familyName === true);
  const birthDate = records.birthDate === 'match' || issuer.birthDate === true;
  const address =
    records.address === 'match' || occupant === 'match' || (sameAddress && issuer.address === true);
  return name && birthDate && address && records.ssn === 'match';
}

function resultOf(agrees: boolean | undefined): 'yes' | 'no' | 'unavailable' {
  return agrees === undefined ? 'unavailable' : agrees ? 'yes' : 'no';
}
