import type { Fact } from '@signet/contracts/facts';
import type { EvidenceAttributes } from '@signet/contracts/person';
import type { RetakeReason, StepOutcome } from '@signet/contracts/proofing-wire';
import { unavailableFor } from '../facts-from-sources.ts';
import type { Proofing } from '../proofing.ts';
import { fact, factOf, type StepEnd } from '../step.ts';
import type { Statement } from '../wire/statement.ts';
import { yearsOld } from '../years-old.ts';

const ofCard = factOf('state_id');

type End = StepEnd<'examine-document'>;
type Retakes = Extract<StepOutcome<'examine-document'>, { result: 'retake' }>['retakes'];

/** What is asked once a document was read: is it current, its holder of age, and the document genuine? */
export async function judgeDocument(
  { sources, profile, now }: Pick<Proofing, 'sources' | 'profile' | 'now'>,
  { accountId, applicationId }: Pick<Statement, 'accountId' | 'applicationId'>,
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
  const { expiryDate } = attributes;
  if (expiryDate !== undefined && expiryDate < at.toISOString().slice(0, 10))
    return notAccepted('expired', facts);
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

export function retake(retakes: Retakes, facts: readonly Fact[] = []): End {
  return { outcome: { result: 'retake', retakes }, facts };
}

export function notAccepted(
  reason: Extract<StepOutcome<'examine-document'>, { result: 'not_accepted' }>['reason'],
  facts: readonly Fact[] = [],
): End {
  return { outcome: { result: 'not_accepted', reason }, facts };
}
