import { randomUUID } from 'node:crypto';
import { unavailableFor } from '../facts-from-sources.ts';
import type { LetterLanguage } from '../letter/letter-words.ts';
import type { StepVerb } from '../step.ts';

/**
 * PROOF-13: the link to the page where a telephone photographs for a computer. Nothing is asked about the number and nothing follows from
 * it; where the link leads is our own, whatever the request says, so that nobody has other texts sent in our name. One telephone gets a
 * few a day, whoever asks (PROOF-35).
 */
export const sendHandOffLink: StepVerb<'send-hand-off-link'> = async (
  { sources, registry, numberAttempts, now },
  { phone, commitment, language = 'en' },
) => {
  // Each time it is relayed, as each time a message leaves.
  const attempt = numberAttempts.begin(phone, randomUUID(), now());
  if (!attempt.ok) {
    const retryAt = attempt.retryAt.toISOString();
    return { outcome: { result: 'too_many_attempts', retryAt }, facts: [] };
  }
  const link = new URL(`/hand-off#text=${commitment}`, registry.issuer);
  const delivery = await sources.carrier.deliver(phone, 'sms', messages[language](link));
  if (!delivery.ok) {
    attempt.takeBack();
    return { outcome: unavailableFor([delivery]), facts: [] };
  }
  return {
    outcome: { result: delivery.value === 'accepted' ? 'sent' : 'undeliverable' },
    facts: [],
  };
};

const messages: Readonly<Record<LetterLanguage, (link: URL) => string>> = {
  en: ({ href }) =>
    `You asked at your computer to photograph your ID with this phone for Signet. Open within 15 minutes: ${href} If you did not ask, do not open it.`,
  es: ({ href }) =>
    `En su computadora pidió tomar fotos de su identificación con este teléfono para Signet. Abra en 15 minutos o menos: ${href} Si no lo pidió, no lo abra.`,
};
