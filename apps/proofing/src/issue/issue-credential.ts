import { decide } from '@signet/contracts/policy/decide';
import type { StepVerb } from '../step.ts';
import { Refused } from '../wire/refused.ts';
import { copiesFor } from './copies-for.ts';
import { credentialClaims } from './credential-claims.ts';
import { signCredential } from './sign-credential.ts';

/** If the facts satisfy the policy: one credential for each holder key, so that no two agencies see the same signature. */
export const issueCredential: StepVerb<'issue'> = async (
  proofing,
  { holderKeys },
  { ticket, statement },
) => {
  const { profile, now } = proofing;
  if (ticket?.attributes === undefined) throw new Refused('wrong_step');
  const at = now();
  const { evidence, inReview: _inReview, ...decision } = decide(ticket.facts, profile, at);
  const { ssn, phone } = ticket;
  if (decision.level === null || decision.pathway === null || ssn === undefined) {
    return {
      outcome: { result: 'not_satisfied', missing: [...decision.missing] },
      facts: [],
      decision: { ...decision, missing: [...decision.missing] },
    };
  }
  const copies = copiesFor(holderKeys, statement);
  const verified = {
    accountId: ticket.accountId,
    attributes: ticket.attributes,
    address: ticket.statedAddress ?? ticket.attributes.address,
    ssn,
    ...(phone === undefined ? {} : { phone }),
    level: decision.level,
    pathway: decision.pathway,
    evidence,
  };
  const claims = credentialClaims(proofing, verified, at);
  const credentials = await Promise.all(
    copies.map((copy) => signCredential(proofing, claims, copy)),
  );
  return {
    outcome: { result: 'issued', credentials },
    facts: [],
    ticket,
    decision: { ...decision, missing: [] },
  };
};
