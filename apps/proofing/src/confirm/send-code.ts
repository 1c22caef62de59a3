import type { Fact } from '@signet/contracts/facts';
import { factsOfPhone, unavailableFor } from '../facts-from-sources.ts';
import type { StepVerb } from '../step.ts';
import { Refused } from '../wire/refused.ts';
import { codeLivesMs, confirmationHash, newConfirmationCode } from './confirmation-code.ts';

/** Does the number belong to the applicant? If so, a code goes there; the browser and the bff never see it. */
export const sendCode: StepVerb<'send-code'> = async (
  { sources, keys, now },
  { phone, channel },
  { ticket },
) => {
  if (ticket?.attributes === undefined || ticket.ssn === undefined) throw new Refused('wrong_step');
  const { attributes, applicationId } = ticket;
  const owner = await sources.carrier.ownerOf(phone, attributes);
  const at = now();
  const facts = factsOfPhone(at, owner);
  if (!owner.ok) return { outcome: unavailableFor([owner]), facts };
  if (facts.some(({ result }) => result !== 'yes'))
    return { outcome: { result: 'not_matched' }, facts };

  const code = newConfirmationCode();
  const expiresAt = new Date(at.getTime() + codeLivesMs).toISOString();
  const delivery = await sources.carrier.deliver(phone, channel, message(code, channel));
  if (!delivery.ok) return { outcome: unavailableFor([delivery]), facts };
  if (delivery.value === 'undeliverable') return { outcome: { result: 'undeliverable' }, facts };
  return {
    outcome: { result: 'sent', expiresAt },
    facts,
    ticket: { ...ticket, phone, channel, facts: [...withoutPhone(ticket.facts), ...facts] },
    confirmation: {
      codeHash: confirmationHash(keys, applicationId, phone, code, expiresAt),
      expiresAt,
    },
  };
};

/** What was established of another number says nothing of this one. */
function withoutPhone(facts: readonly Fact[]): Fact[] {
  return facts.filter(({ evidence }) => evidence !== 'phone_account');
}

function message(code: string, channel: 'sms' | 'voice'): string {
  return channel === 'sms'
    ? `${code} is your Signet confirmation code. It expires in 10 minutes. We will never ask you for it.`
    : `Your Signet confirmation code is: ${code.split('').join(', ')}. Again: ${code.split('').join(', ')}. (${code})`;
}
