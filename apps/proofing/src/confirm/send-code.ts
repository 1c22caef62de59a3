import type { Fact } from '@signet/contracts/facts';
import { factsOfPhone, unavailableFor } from '../facts-from-sources.ts';
import type { LetterLanguage } from '../letter/letter-words.ts';
import type { StepVerb } from '../step.ts';
import { Refused } from '../wire/refused.ts';
import { confirmationHash, newConfirmationCode } from './confirmation-code.ts';

/** Does the number belong to the applicant? If so, a code goes there; the browser and the bff never see it. */
export const sendCode: StepVerb<'send-code'> = async (
  { sources, keys, profile, now },
  { phone, channel, language = 'en' },
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

  const { digits, minutesValid } = profile.codes[channel];
  const code = newConfirmationCode(digits);
  const expiresAt = new Date(at.getTime() + minutesValid * 60_000).toISOString();
  // The carrier is not told what it reads out, and would read it as English.
  const words = channel === 'voice' ? spoken : written[language];
  const text = words(code, minutesValid);
  const delivery = await sources.carrier.deliver(phone, channel, text);
  if (!delivery.ok) return { outcome: unavailableFor([delivery]), facts };
  if (delivery.value === 'undeliverable') return { outcome: { result: 'undeliverable' }, facts };
  return {
    outcome: { result: 'sent', expiresAt },
    facts,
    ticket: {
      ...ticket,
      phone,
      channel,
      // Whoever asked for a letter chose one, and the notice goes by that (LETTER-6).
      language: ticket.language ?? language,
      facts: [...withoutPhone(ticket.facts), ...facts],
    },
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

type Words = (code: string, minutes: number) => string;

const written: Readonly<Record<LetterLanguage, Words>> = {
  en: (code, minutes) =>
    `${code} is your Signet confirmation code. It expires in ${minutes} minutes. We will never ask you for it.`,
  es: (code, minutes) =>
    `${code} es su código de confirmación de Signet. Vence en ${minutes} minutos. Nunca se lo pediremos.`,
};

// A machine speaks it, and would say digits that stand together as one number.
const spoken: Words = (code, minutes) =>
  `Your Signet confirmation code is: ${apart(code)}. Again: ${apart(code)}. It expires in ${minutes} minutes.`;

const apart = (code: string) => code.split('').join(', ');
