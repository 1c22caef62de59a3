import type { Fact } from '@signet/contracts/facts';
import { addressOf } from '@signet/contracts/person';
import { isElsewhere } from '@signet/contracts/policy/destination';
import { addressed } from '../letter/addressed.ts';
import type { LetterLanguage } from '../letter/letter-words.ts';
import { drawNotice } from '../letter/draw-notice.ts';
import { sealLetter } from '../letter/seal-letter.ts';
import type { Proofing } from '../proofing.ts';
import { fact, factOf, hasConfirmed, type StepEnd } from '../step.ts';
import type { Statement } from '../wire/statement.ts';
import type { Ticket } from '../wire/ticket.ts';

type ForTheBff = Pick<StepEnd<'issue'>, 'noticeLetter' | 'sealedLetter'>;
/** What was sent, as facts; a letter goes by way of the bff, which cannot read it. */
export type Notice = ForTheBff & { readonly facts: readonly Fact[] };

const nothing: Notice = { facts: [] };

/**
 * PROOF-22, SP 800-63A-4 §3.10: before anything is issued, whoever has the confirmed telephone or lives at the confirmed address is told,
 * with a link by which they say "this wasn't me". The profile says which of the two; where there is no such telephone, or the message
 * cannot be delivered to it, it is the address.
 */
export async function sendNotice(
  proofing: Proofing,
  ticket: Ticket,
  { noticeLink, newLetter }: Statement,
): Promise<Notice> {
  if (noticeLink === undefined) return nothing;
  const { notice } = proofing.profile;
  const phone = hasConfirmed(ticket.facts, 'phone_account') ? ticket.phone : undefined;
  const wanted = phone === undefined ? notice.afterLetterCode : notice.afterPhoneCode;
  const named = proofing.registry.printer === undefined ? undefined : newLetter;
  const byPhone = phone !== undefined && (wanted.includes('phone') || named === undefined);
  const byPhoneTold = byPhone ? [await toPhone(proofing, phone, noticeLink, ticket.language)] : [];
  // A telephone that was called with its code may take no text message.
  const isReached = byPhoneTold.some(({ result }) => result !== 'no');
  const byLetter = named !== undefined && (wanted.includes('letter') || !isReached);
  const letter = byLetter ? await toAddress(proofing, ticket, noticeLink, named) : nothing;
  return { ...letter, facts: [...byPhoneTold, ...letter.facts] };
}

async function toPhone(
  { sources, now }: Proofing,
  phone: string,
  link: string,
  language: LetterLanguage = 'en',
): Promise<Fact> {
  const at = now();
  const sent = await sources.carrier.deliver(phone, 'sms', textOf(link, at, language));
  const result = sent.ok ? (sent.value === 'accepted' ? 'yes' : 'no') : 'unavailable';
  return factOf('phone_account')(at, 'notice_sent', 'carrier', 'sms-notice', result);
}

async function toAddress(
  proofing: Proofing,
  ticket: Ticket,
  link: string,
  { letterId, serial }: NonNullable<Statement['newLetter']>,
): Promise<Notice> {
  const { registry, letters, now } = proofing;
  const { attributes, language = 'en' } = ticket;
  const destination = addressOf(ticket);
  if (registry.printer === undefined || attributes === undefined || destination === undefined)
    return nothing;
  const at = now();
  const envelope = addressed(letters, attributes, destination, serial);
  const pdf = drawNotice({ ...envelope, language, provedAt: at, link });
  const { sealed, sealedDigest } = await sealLetter(proofing, registry.printer, {
    iss: 'signet-proofing',
    iat: Math.floor(at.getTime() / 1_000),
    letterId,
    serial,
    language,
    address: [...envelope.address],
    pdf: pdf.toString('base64url'),
  });
  return {
    facts: [fact(at, 'notice_sent', 'post', 'letter-notice', 'yes')],
    noticeLetter: { letterId, sealedDigest, elsewhere: isElsewhere(destination.region) },
    sealedLetter: sealed,
  };
}

function textOf(link: string, at: Date, language: LetterLanguage): string {
  const day = at.toLocaleDateString(`${language}-US`, { dateStyle: 'long', timeZone: 'UTC' });
  return told[language](day, link);
}

const told: Readonly<Record<LetterLanguage, (day: string, link: string) => string>> = {
  en: (day, link) =>
    `Signet: on ${day} somebody, probably you, proved who you are. If it was not you, stop it here: ${link}`,
  es: (day, link) =>
    `Signet: el ${day} alguien, probablemente usted, demostró ser usted. Si no fue usted, deténgalo aquí: ${link}`,
};
