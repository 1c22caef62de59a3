import * as v from 'valibot';
import { checkConsistency, parseAamva, type AamvaCard } from '@signet/evidence';
import { measureQuality, readPdf417, retakeReason } from '@signet/evidence/barcode';
import type { PhotographFault } from '@signet/evidence/photograph';
import type { Fact } from '@signet/contracts/facts';
import { evidenceAttributes, type EvidenceAttributes } from '@signet/contracts/person';
import type { RetakeReason, StepOutcome } from '@signet/contracts/proofing-wire';
import { unavailableFor } from '../facts-from-sources.ts';
import type { Proofing } from '../proofing.ts';
import { fact, factOf, type StepEnd, type StepVerb } from '../step.ts';
import { readPhotograph } from './read-photograph.ts';
import { yearsOld } from '../years-old.ts';

const ofCard = factOf('state_id');

type End = StepEnd<'examine-document'>;
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
  return examine(proofing, statement, attributes, {
    consistent: checkConsistency(parsed.value).result === 'consistent',
    document: {
      front: front.value.jpeg,
      back: back.value.jpeg,
      barcode: barcode.value.text,
    },
  });
};

async function examine(
  { sources, profile, now }: Proofing,
  { accountId, applicationId }: Parameters<StepVerb<'examine-document'>>[2]['statement'],
  attributes: EvidenceAttributes,
  evidence: {
    readonly consistent: boolean;
    readonly document: Parameters<Proofing['sources']['examine']>[0];
  },
): Promise<End> {
  const at = now();
  const grownUp = yearsOld(attributes.birthDate, at) >= profile.minimumAge;
  const facts: Fact[] = [
    ofCard(at, 'evidence_presented', 'applicant', 'pdf417-aamva', 'yes'),
    ofCard(
      at,
      'evidence_consistent',
      'proofing',
      'pdf417-aamva',
      evidence.consistent ? 'yes' : 'no',
    ),
    fact(at, 'age_reached', 'proofing', 'birth-date', grownUp ? 'yes' : 'no'),
  ];
  if (attributes.expiryDate < at.toISOString().slice(0, 10)) return notAccepted('expired', facts);
  if (!grownUp) return notAccepted('under_age', facts);

  const checked = await sources.examine(evidence.document);
  if (!checked.ok) {
    return {
      outcome: unavailableFor([checked]),
      facts: [
        ...facts,
        ofCard(at, 'evidence_authentic', 'document-checker', 'document-checker', 'unavailable'),
      ],
    };
  }
  const genuine = checked.value.result === 'passed';
  const pictures = checked.value.result === 'attention' ? retakesFrom(checked.value.alerts) : [];
  // Pictures that cannot be judged say nothing of the document.
  const authentic = genuine ? 'yes' : pictures.length > 0 ? 'not_checked' : 'no';
  facts.push(ofCard(at, 'evidence_authentic', 'document-checker', 'document-checker', authentic));
  if (pictures.length > 0) return retake(pictures, facts);
  if (!genuine || !evidence.consistent) return notAccepted('not_accepted', facts);
  return {
    outcome: { result: 'accepted', attributes },
    facts,
    ticket: { accountId, applicationId, facts, attributes },
  };
}

/** What a document checker says of the pictures themselves; what it says of the document is not passed on. */
function retakesFrom(alerts: readonly { readonly name: string }[]): Retakes {
  const words = {
    blurred: 'blurred',
    dark: 'dark',
    'too small': 'too_small',
    unreadable: 'not_a_photograph',
  } as const;
  return alerts.flatMap(({ name }) => {
    const [, side, word] = /^(front|back) (blurred|dark|too small|unreadable)$/.exec(name) ?? [];
    return side === undefined || word === undefined
      ? []
      : [
          {
            side: side as 'front' | 'back',
            reason: words[word as keyof typeof words] satisfies RetakeReason,
          },
        ];
  });
}

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

function retake(retakes: Retakes, facts: readonly Fact[] = []): End {
  return { outcome: { result: 'retake', retakes }, facts };
}

function notAccepted(
  reason: Extract<StepOutcome<'examine-document'>, { result: 'not_accepted' }>['reason'],
  facts: readonly Fact[] = [],
): End {
  return { outcome: { result: 'not_accepted', reason }, facts };
}
