import { timingSafeEqual } from 'node:crypto';
import { beginAll } from '../count-attempts.ts';
import { factOf, type StepVerb } from '../step.ts';
import { Refused } from '../wire/refused.ts';
import { confirmationHash } from './confirmation-code.ts';

/**
 * The bff brings the hash that it kept and counts the tries; only proofing can tell whether a code fits it. It counts as well, so that nobody
 * finds six digits by trying, whoever relays.
 */
export const redeemCode: StepVerb<'redeem-code'> = async (
  { keys, now, codeAttempts, codesOfPhone },
  { code },
  { ticket, statement },
) => {
  if (
    ticket?.phone === undefined ||
    ticket.channel === undefined ||
    statement.confirmation === undefined
  )
    throw new Refused('wrong_step');
  const { codeHash, expiresAt } = statement.confirmation;
  const at = now();
  if (at.getTime() >= Date.parse(expiresAt)) return { outcome: { result: 'expired' }, facts: [] };
  const expected = Buffer.from(codeHash, 'base64url');
  // By its bytes: base64url spells a hash in four ways.
  const sent = expected.toString('hex');
  const { phone } = ticket;
  const { requestDigest } = statement;
  const attempt = beginAll([
    () => codeAttempts.begin(sent, requestDigest, at),
    // One request that is tried on many codes is as many tries.
    () => codesOfPhone.begin(phone, `${sent} ${requestDigest}`, at),
  ]);
  if (!attempt.ok) {
    const of = attempt.nth === 0 ? 'code' : 'phone';
    return { outcome: { result: 'tried_too_often', of }, facts: [] };
  }
  const given = Buffer.from(
    confirmationHash(keys, ticket.applicationId, phone, code, expiresAt),
    'base64url',
  );
  const fits = expected.length === given.length && timingSafeEqual(expected, given);
  // Who has the code guessed nothing.
  if (fits) attempt.takeBack();
  const facts = [
    factOf('phone_account')(
      at,
      'address_confirmed',
      'carrier',
      `${ticket.channel}-code`,
      fits ? 'yes' : 'no',
    ),
  ];
  if (!fits) return { outcome: { result: 'wrong_code' }, facts };
  return {
    outcome: { result: 'confirmed' },
    facts,
    ticket: { ...ticket, facts: [...ticket.facts, ...facts] },
  };
};
