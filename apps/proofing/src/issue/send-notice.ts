import type { Fact } from '@signet/contracts/facts';
import type { Proofing } from '../proofing.ts';
import { factOf } from '../step.ts';
import type { Ticket } from '../wire/ticket.ts';

/**
 * PROOF-22, SP 800-63A-4 §3.10: before anything is issued the confirmed telephone is told, with a link by which its owner says "this
 * wasn't me". Undefined where there is nothing to tell it: it was told already, or the address was confirmed by letter.
 */
export async function sendNotice(
  { sources, now }: Proofing,
  { phone, facts }: Ticket,
  link: string | undefined,
): Promise<Fact | undefined> {
  const byPhone = facts.some(
    ({ kind, evidence, result }) =>
      kind === 'address_confirmed' && evidence === 'phone_account' && result === 'yes',
  );
  if (link === undefined || phone === undefined || !byPhone) return undefined;
  const at = now();
  const sent = await sources.carrier.deliver(phone, 'sms', textOf(link, at));
  const result = sent.ok ? (sent.value === 'accepted' ? 'yes' : 'no') : 'unavailable';
  return factOf('phone_account')(at, 'notice_sent', 'carrier', 'sms-notice', result);
}

function textOf(link: string, at: Date): string {
  const day = at.toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' });
  return `Signet: on ${day} somebody, probably you, proved who you are. If it was not you, stop it here: ${link}`;
}
