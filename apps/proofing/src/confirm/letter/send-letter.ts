import { addressOf } from '@signet/contracts/person';
import { isElsewhere, letterDays } from '@signet/contracts/policy/destination';
import { decide } from '@signet/contracts/policy/decide';
import type { Profile } from '@signet/contracts/policy/profile';
import type { StepVerb } from '../../step.ts';
import { Refused } from '../../wire/refused.ts';
import type { Ticket } from '../../wire/ticket.ts';
import { factOfLetter } from './fact-of-letter.ts';
import { addressed } from '../../letter/addressed.ts';
import { drawLetter } from '../../letter/draw-letter.ts';
import { letterCodeHash, newLetterCode } from '../../letter/letter-code.ts';
import { sealLetter } from '../../letter/seal-letter.ts';

const day = 86_400_000;

/**
 * A code on paper, to the address that was validated: the evidence's, or the one that the applicant stated and a source knew. It exists readably in this call alone: the bff gets a
 * keyed hash and a letter that only the printer opens (LETTER-1).
 */
export const sendLetter: StepVerb<'send-letter'> = async (
  proofing,
  { language },
  { ticket, statement },
) => {
  const { newLetter } = statement;
  const destination = addressOf(ticket ?? {});
  if (
    ticket?.attributes === undefined ||
    ticket.ssn === undefined ||
    newLetter === undefined ||
    destination === undefined
  )
    throw new Refused('wrong_step');
  const { keys, registry, profile, letters, now } = proofing;
  if (registry.printer === undefined) return { outcome: { result: 'unavailable' }, facts: [] };
  const { attributes, applicationId } = ticket;
  const { letterId, serial } = newLetter;
  const at = now();
  const elsewhere = isElsewhere(destination.region);
  const expiresAt = new Date(at.getTime() + letterDays(profile, destination.region) * day);
  if (isTooOldBy(expiresAt, ticket, profile)) return { outcome: { result: 'too_old' }, facts: [] };
  const code = newLetterCode(profile.codes.letter.characters);
  const envelope = addressed(letters, attributes, destination, serial);
  const pdf = drawLetter({
    language,
    ...envelope,
    code,
    expiresAt,
    issuer: registry.issuer,
  });
  const { sealed, sealedDigest } = await sealLetter(proofing, registry.printer, {
    iss: 'signet-proofing',
    iat: Math.floor(at.getTime() / 1_000),
    letterId,
    serial,
    language,
    address: [...envelope.address],
    pdf: pdf.toString('base64url'),
  });
  const letter = { applicationId, letterId, expiresAt: expiresAt.toISOString() };
  return {
    outcome: { result: 'sealed', expiresAt: letter.expiresAt },
    facts: [],
    // Nothing new is established; the ticket goes back so that the browser keeps the one that the code is bound to.
    ticket: { ...ticket, language },
    letter: {
      letterId,
      codeHash: letterCodeHash(keys, letter, destination, code),
      expiresAt: letter.expiresAt,
      sealedDigest,
      elsewhere,
      toEvidence: ticket.statedAddress === undefined,
    },
    sealedLetter: sealed,
  };
};

/**
 * Whether what a letter would lead to has lapsed when its code ends, or when two operators have looked at it then, and only for its age:
 * then nobody is made to wait for it.
 */
function isTooOldBy(end: Date, ticket: Ticket, profile: Profile): boolean {
  const confirmed = [...ticket.facts, factOfLetter(ticket, end, 'yes')];
  const leadsOn = (factDays: number) => {
    const decided = (at: Date) => decide(confirmed, { ...profile, factDays }, at);
    const { level, inReview } = decided(end);
    return inReview
      ? decided(new Date(end.getTime() + profile.reviewDays * day)).inReview
      : level !== null;
  };
  return leadsOn(Number.POSITIVE_INFINITY) && !leadsOn(profile.factDays);
}
