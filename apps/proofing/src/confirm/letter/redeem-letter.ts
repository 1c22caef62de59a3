import { timingSafeEqual } from 'node:crypto';
import { addressOf } from '@signet/contracts/person';
import { hasConfirmed, type StepVerb } from '../../step.ts';
import { Refused } from '../../wire/refused.ts';
import { factOfLetter } from './fact-of-letter.ts';
import { letterCodeHash } from '../../letter/letter-code.ts';

/** The bff brings what it kept of the letter and counts the tries; only proofing can tell whether a code fits (LETTER-1, LETTER-3). */
export const redeemLetter: StepVerb<'redeem-letter'> = async (
  { keys, now },
  { code },
  { ticket, statement },
) => {
  const { letter } = statement;
  const destination = addressOf(ticket ?? {});
  if (ticket?.ssn === undefined || letter === undefined || destination === undefined)
    throw new Refused('wrong_step');
  const { letterId, codeHash, expiresAt } = letter;
  const at = now();
  if (at.getTime() >= Date.parse(expiresAt)) return { outcome: { result: 'expired' }, facts: [] };
  const { applicationId } = ticket;
  const expected = Buffer.from(codeHash, 'base64url');
  const given = Buffer.from(
    letterCodeHash(keys, { applicationId, letterId, expiresAt }, destination, code),
    'base64url',
  );
  const fits = expected.length === given.length && timingSafeEqual(expected, given);
  const facts = [factOfLetter(ticket, at, fits ? 'yes' : 'no')];
  if (!fits) return { outcome: { result: 'wrong_code' }, facts };
  if (hasConfirmed(ticket.facts, 'phone_account'))
    return {
      outcome: { result: 'confirmed' },
      facts,
      ticket: { ...ticket, facts: [...ticket.facts, ...facts] },
    };
  // A telephone that was tried and not confirmed is no part of what was verified.
  const { phone: _phone, channel: _channel, ...rest } = ticket;
  const kept = rest.facts.filter(
    ({ kind, evidence }) => evidence !== 'phone_account' && kind !== 'address_confirmed',
  );
  return {
    outcome: { result: 'confirmed' },
    facts,
    ticket: { ...rest, facts: [...kept, ...facts] },
  };
};
