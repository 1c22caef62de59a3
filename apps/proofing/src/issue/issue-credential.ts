import type { Fact } from '@signet/contracts/facts';
import { addressOf } from '@signet/contracts/person';
import { decide } from '@signet/contracts/policy/decide';
import { verifiedSince } from '@signet/contracts/policy/verified-since';
import { fact, type StepVerb } from '../step.ts';
import { sendNotice } from './send-notice.ts';
import { Refused } from '../wire/refused.ts';
import type { Statement } from '../wire/statement.ts';
import type { Ticket } from '../wire/ticket.ts';
import { copiesFor } from './copies-for.ts';
import { credentialClaims } from './credential-claims.ts';
import { signCredential } from './sign-credential.ts';

/** If the facts satisfy the policy: one credential for each holder key, so that no two agencies see the same signature. */
export const issueCredential: StepVerb<'issue'> = async (
  proofing,
  { holderKeys },
  { ticket, statement, ticketDigest },
) => {
  const { profile, now } = proofing;
  const { review } = statement;
  const address = addressOf(ticket ?? {});
  if (ticket?.attributes === undefined || address === undefined) throw new Refused('wrong_step');
  if (review !== undefined && review.ticketDigest !== ticketDigest && !wasPassed(ticket))
    throw new Refused('ticket_not_accepted');
  const at = now();
  const stated = factsStated(statement, at);
  const known = [...ticket.facts, ...stated];
  const { evidence, inReview, ...decision } = decide(known, profile, at);
  const { ssn, phone } = ticket;
  if (decision.level === null || decision.pathway === null || ssn === undefined) {
    return {
      outcome: { result: inReview ? 'in_review' : 'not_satisfied' },
      facts: stated,
      ...(inReview && ticketDigest !== undefined ? { parkedTicket: ticketDigest } : {}),
      decision: { ...decision, missing: [...decision.missing] },
    };
  }
  const copies = copiesFor(holderKeys, statement);
  const { facts: told, ...noticeLetter } = await sendNotice(proofing, ticket, statement);
  if (told.some(({ result }) => result === 'unavailable'))
    return { outcome: { result: 'unavailable' }, facts: [...stated, ...told] };
  const verified = {
    accountId: ticket.accountId,
    attributes: ticket.attributes,
    address,
    ssn,
    ...(phone === undefined ? {} : { phone }),
    level: decision.level,
    pathway: decision.pathway,
    evidence,
    verifiedAt: new Date(verifiedSince(known) ?? at),
  };
  const claims = credentialClaims(proofing, verified, at);
  const credentials = await Promise.all(
    copies.map((copy) => signCredential(proofing, claims, copy)),
  );
  return {
    outcome: { result: 'issued', credentials },
    facts: [...stated, ...told],
    ...noticeLetter,
    ticket: { ...ticket, facts: known },
    decision: { ...decision, missing: [] },
  };
};

/**
 * What only the bff knows, as facts of their own: what two operators decided, as of when they did; and, while they have not let it pass,
 * that the identity was disowned. Whoever passed the checks as somebody else would pass them again (PROOF-22, PROOF-23).
 */
function factsStated({ review, disowned }: Statement, at: Date): Fact[] {
  const { decided } = review ?? {};
  const passed = decided?.outcome === 'passed';
  return [
    ...(disowned === true && !passed ? [fact(at, 'risk_low', 'notice', 'disowned', 'no')] : []),
    ...(decided === undefined
      ? []
      : [
          fact(
            new Date(decided.at),
            'review_passed',
            'operators',
            'two-operators',
            passed ? 'yes' : 'no',
          ),
        ]),
  ];
}

/** What the operators let pass led to another ticket, which says so itself: whoever is issued again may bring that one. */
function wasPassed({ facts }: Ticket): boolean {
  return facts.some(({ kind, result }) => kind === 'review_passed' && result === 'yes');
}
