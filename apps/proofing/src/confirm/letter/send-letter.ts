import type { EvidenceAttributes, PostalAddress } from '@signet/contracts/person';
import type { StepVerb } from '../../step.ts';
import { Refused } from '../../wire/refused.ts';
import { isElsewhere } from './destination.ts';
import { drawLetter } from './draw-letter.ts';
import { letterCodeHash, newLetterCode } from './letter-code.ts';
import { sealLetter } from './seal-letter.ts';

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
  if (ticket?.attributes === undefined || ticket.ssn === undefined || newLetter === undefined)
    throw new Refused('wrong_step');
  const { keys, registry, profile, letters, now } = proofing;
  if (registry.printer === undefined) return { outcome: { result: 'unavailable' }, facts: [] };
  const { attributes, applicationId } = ticket;
  const destination = ticket.statedAddress ?? attributes.address;
  const { letterId, serial } = newLetter;
  const at = now();
  const elsewhere = isElsewhere(destination.region);
  const lifeDays = profile.codes.letter.daysValid[elsewhere ? 'elsewhere' : 'contiguous'];
  const expiresAt = new Date(at.getTime() + lifeDays * day);
  const code = newLetterCode(profile.codes.letter.characters);
  const address = addressLines(attributes, destination);
  const pdf = drawLetter({
    language,
    address,
    returnAddress: letters.returnAddress,
    piece: {
      barcodeId: '00',
      serviceType: letters.serviceType,
      mailerId: letters.mailerId,
      serial,
      routing: destination.postalCode.replace('-', ''),
    },
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
    address,
    pdf: pdf.toString('base64url'),
  });
  const letter = { applicationId, letterId, expiresAt: expiresAt.toISOString() };
  return {
    outcome: { result: 'sealed', expiresAt: letter.expiresAt },
    facts: [],
    // Nothing new is established; the ticket goes back so that the browser keeps the one that the code is bound to.
    ticket,
    letter: {
      letterId,
      codeHash: letterCodeHash(keys, letter, destination, code),
      expiresAt: letter.expiresAt,
      sealedDigest,
      elsewhere,
    },
    sealedLetter: sealed,
  };
};

/** As the post reads it: name, street, city with state and ZIP code. */
function addressLines(
  { givenName, middleName, familyName, suffix }: EvidenceAttributes,
  { street, street2, city, region, postalCode }: PostalAddress,
): string[] {
  const name = [givenName, middleName, familyName, suffix].filter(Boolean).join(' ');
  return [
    name,
    street,
    ...(street2 === undefined ? [] : [street2]),
    `${city} ${region} ${postalCode}`,
  ];
}
