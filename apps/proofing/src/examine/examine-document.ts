import * as v from 'valibot';
import { checkConsistency, parseAamva, type AamvaCard } from '@signet/evidence';
import { measureQuality, readPdf417, retakeReason } from '@signet/evidence/barcode';
import type { PhotographFault } from '@signet/evidence/photograph';
import { evidenceAttributes, type EvidenceAttributes } from '@signet/contracts/person';
import type { RetakeReason, StepOutcome } from '@signet/contracts/proofing-wire';
import type { StepVerb } from '../step.ts';
import { judgeDocument, notAccepted, retake } from './judge-document.ts';
import { readPhotograph } from './read-photograph.ts';

type Retakes = Extract<StepOutcome<'examine-document'>, { result: 'retake' }>['retakes'];

/** Photographs of both sides → barcode → attributes → authenticity. A new document starts the facts over. */
export const examineDocument: StepVerb<'examine-document'> = async (
  proofing,
  input,
  { statement },
) => {
  const photographs = {
    front: Buffer.from(input.front, 'base64url'),
    back: Buffer.from(input.back, 'base64url'),
  };
  const [front, back] = await Promise.all([
    readPhotograph(photographs.front),
    readPhotograph(photographs.back),
  ]);
  const unreadable: Retakes = [
    ...(front.ok ? [] : [{ side: 'front', reason: faultOf(front.error.type) } as const]),
    ...(back.ok ? [] : [{ side: 'back', reason: faultOf(back.error.type) } as const]),
  ];
  if (!front.ok || !back.ok) return retake(unreadable);
  if (photographs.front.equals(photographs.back))
    return retake([{ side: 'back', reason: 'same_side_twice' }]);

  // A foreign decoder may fail on a picture that nobody thought of; then it found nothing, and that is all.
  const barcode = await readPdf417(back.value.pixels).catch(() => undefined);
  const frontReason = retakeReason(measureQuality(front.value.pixels));
  const retakes: Retakes = [
    ...(frontReason === undefined ? [] : [{ side: 'front', reason: frontReason } as const]),
    ...(barcode?.ok === true
      ? []
      : [{ side: 'back', reason: named(barcode?.error.reason ?? 'no_barcode') } as const]),
  ];
  if (barcode?.ok !== true || retakes.length > 0) return retake(retakes);

  const parsed = parseAamva(barcode.value.bytes);
  if (!parsed.ok) return notAccepted('unsupported_document');
  const attributes = attributesOf(parsed.value.card);
  if (attributes === undefined) return notAccepted('unsupported_document');
  return judgeDocument(proofing, statement, attributes, {
    consistent: checkConsistency(parsed.value).result === 'consistent',
    document: {
      front: front.value.jpeg,
      back: back.value.jpeg,
      barcode: barcode.value.text,
    },
  });
};

/** The card's own words, as far as they make complete attributes: a card that lacks one is not supported. */
function attributesOf(card: AamvaCard): EvidenceAttributes | undefined {
  const { street, street2, city, region, postalCode } = card.address;
  const parsed = v.safeParse(evidenceAttributes, {
    givenName: card.givenName,
    ...(card.middleName === undefined ? {} : { middleName: card.middleName }),
    familyName: card.familyName,
    ...(card.suffix === undefined ? {} : { suffix: card.suffix }),
    birthDate: card.birthDate,
    address: { street, ...(street2 === undefined ? {} : { street2 }), city, region, postalCode },
    documentNumber: card.documentNumber,
    jurisdiction: card.issuer,
    expiryDate: card.expiryDate,
  });
  return parsed.success ? parsed.output : undefined;
}

/** An empty one cannot come this far: the contract refuses it. */
function faultOf(fault: PhotographFault): RetakeReason {
  return fault === 'empty' ? 'not_a_photograph' : fault;
}

function named(reason: 'blurred' | 'glare' | 'dark' | 'too_small' | 'no_barcode'): RetakeReason {
  return reason === 'no_barcode' ? 'barcode_not_found' : reason;
}
