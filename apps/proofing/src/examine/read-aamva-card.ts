import * as v from 'valibot';
import { checkConsistency, parseAamva, type AamvaCard } from '@signet/evidence';
import type { PhotographFault } from '@signet/evidence/photograph';
import { evidenceAttributes, type EvidenceAttributes } from '@signet/contracts/person';
import type { DocumentKind } from '@signet/contracts/policy/documents';
import type { RetakeReason, StepOutcome } from '@signet/contracts/proofing-wire';
import type { Proofing } from '../proofing.ts';
import { notAccepted, retake, type ReadDocument } from './judge-document.ts';
import { readPhotograph } from './read-photograph.ts';

type Retakes = Extract<StepOutcome<'examine-document'>, { result: 'retake' }>['retakes'];

/** Reads a card of a state: photographs of both sides → barcode → attributes. Undefined where nobody came to read it. */
export const readAamvaCard: ReadDocument = async (proofing, evidence, { front, back }) => {
  if (back === undefined) return retake([{ side: 'back', reason: 'barcode_not_found' }]);
  const seen = await proofing.readingRoom.seat(async () => look(proofing, { front, back }));
  if (seen === undefined) return undefined;
  if (!seen.ok) return retake(seen.retakes);
  const { barcode, pictures } = seen;

  const parsed = parseAamva(barcode.bytes);
  if (!parsed.ok) return notAccepted('unsupported_document');
  const { card } = parsed.value;
  if (hasOneName(card))
    return { outcome: { result: 'unsupported', reason: 'one_name' }, facts: [] };
  const attributes = attributesOf(evidence, card);
  if (attributes === undefined) return notAccepted('unsupported_document');
  if (card.expiryDate === undefined && !isForLife(card)) return notAccepted('no_expiry_date');
  return {
    attributes,
    consistent: checkConsistency(parsed.value).result === 'consistent',
    document: { ...pictures, barcode: barcode.text },
  };
};

/** Both photographs as pictures for the document checker, and what stands in the barcode; or what to take again. */
async function look(
  { readingRoom }: Pick<Proofing, 'readingRoom'>,
  photographs: { readonly front: Buffer; readonly back: Buffer },
) {
  const [front, back] = await Promise.all([
    readPhotograph(photographs.front),
    readPhotograph(photographs.back),
  ]);
  const unreadable: Retakes = [
    ...(front.ok ? [] : [{ side: 'front', reason: faultOf(front.error.type) } as const]),
    ...(back.ok ? [] : [{ side: 'back', reason: faultOf(back.error.type) } as const]),
  ];
  if (!front.ok || !back.ok) return takeAgain(unreadable);
  if (photographs.front.equals(photographs.back))
    return takeAgain([{ side: 'back', reason: 'same_side_twice' }]);

  const read = await readingRoom.read(front.value.pixels, back.value.pixels);
  if (read === undefined) return undefined;
  const { barcode, frontReason } = read;
  const retakes: Retakes = [
    ...(frontReason === undefined ? [] : [{ side: 'front', reason: frontReason } as const]),
    ...(barcode?.ok === true
      ? []
      : [{ side: 'back', reason: named(barcode?.error.reason ?? 'no_barcode') } as const]),
  ];
  if (barcode?.ok !== true || retakes.length > 0) return takeAgain(retakes);
  const pictures = { front: front.value.jpeg, back: back.value.jpeg };
  return { ok: true, barcode: barcode.value, pictures } as const;
}

const takeAgain = (retakes: Retakes) => ({ ok: false, retakes }) as const;

/**
 * PROOF-37: some states give an ID card that never ends, to older people for the most part; whether it is still good, the state's file says.
 * A licence always ends, and so does a REAL ID (6 CFR 37.5: after eight years at most).
 */
function isForLife({ documentType, neverExpires, realId }: AamvaCard): boolean {
  return neverExpires && documentType === 'id-card' && realId !== true;
}

/** PROOF-39: some people have one name. Every source is asked by two, so it would match nobody. */
function hasOneName({ givenName, familyName }: AamvaCard): boolean {
  return (givenName === undefined) !== (familyName === undefined);
}

/** The card's own words, as far as they make complete attributes: a card that lacks one is not supported. */
function attributesOf(evidence: DocumentKind, card: AamvaCard): EvidenceAttributes | undefined {
  const { street, street2, city, region, postalCode } = card.address;
  const parsed = v.safeParse(evidenceAttributes, {
    evidence,
    givenName: card.givenName,
    ...(card.middleName === undefined ? {} : { middleName: card.middleName }),
    familyName: card.familyName,
    ...(card.suffix === undefined ? {} : { suffix: card.suffix }),
    birthDate: card.birthDate,
    address: { street, ...(street2 === undefined ? {} : { street2 }), city, region, postalCode },
    documentNumber: card.documentNumber,
    jurisdiction: card.issuer,
    ...(card.expiryDate === undefined ? {} : { expiryDate: card.expiryDate }),
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
