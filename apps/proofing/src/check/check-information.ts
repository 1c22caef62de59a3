import { fact, factOf, type StepVerb } from '../step.ts';
import type { IssuerAnswer } from '../sources/issuing-source.ts';
import type { RecordsAnswer } from '../sources/records.ts';
import { Refused } from '../wire/refused.ts';

/**
 * Asks the issuing source and the records bureau, always both and at once, so that neither the answer nor its time tells which of
 * them, or which attribute, did not match (PROOF-5).
 */
export const checkInformation: StepVerb<'check-information'> = async (
  { sources, keys, now },
  { ssn },
  { ticket },
) => {
  if (ticket?.attributes === undefined) throw new Refused('wrong_step');
  const { attributes } = ticket;
  const [issuer, records] = await Promise.all([
    sources.askIssuer(attributes),
    sources.askRecords(attributes, ssn),
  ]);
  const at = now();
  const issuerAgrees = issuer.ok ? agreesWithIssuer(issuer.value) : undefined;
  const recordsAgree =
    issuer.ok && records.ok ? agreesWithRecords(records.value, issuer.value) : undefined;
  const facts = [
    factOf('state_id')(at, 'evidence_validated', 'issuing-source', 'dldv', resultOf(issuerAgrees)),
    fact(at, 'identity_validated', 'records', 'records-bureau', resultOf(recordsAgree)),
    fact(
      at,
      'death_record',
      'records',
      'records-bureau',
      records.ok ? (records.value.deceased ? 'yes' : 'no') : 'unavailable',
    ),
  ];
  if (!issuer.ok || !records.ok) return { outcome: { result: 'unavailable' }, facts };
  if (issuerAgrees !== true || recordsAgree !== true || records.value.deceased)
    return { outcome: { result: 'not_matched' }, facts };
  return {
    outcome: { result: 'matched' },
    facts,
    ticket: { ...ticket, ssn, facts: [...ticket.facts, ...facts] },
    ssnIndex: keys.ssnIndex(ssn),
  };
};

/** Number, birth date and both names; the expiry only where the issuer answers it. */
function agreesWithIssuer(answer: IssuerAnswer): boolean {
  return (
    answer.number === true &&
    answer.birthDate === true &&
    answer.givenName === true &&
    answer.familyName === true &&
    answer.expiryDate !== false
  );
}

/** What the bureau does not find, the issuer may cover if it found that very attribute; the SSN nobody else knows. */
function agreesWithRecords(records: RecordsAnswer, issuer: IssuerAnswer): boolean {
  const name =
    records.name === 'match' || (issuer.givenName === true && issuer.familyName === true);
  const birthDate = records.birthDate === 'match' || issuer.birthDate === true;
  const address = records.address === 'match' || issuer.address === true;
  return name && birthDate && address && records.ssn === 'match';
}

function resultOf(agrees: boolean | undefined): 'yes' | 'no' | 'unavailable' {
  return agrees === undefined ? 'unavailable' : agrees ? 'yes' : 'no';
}
