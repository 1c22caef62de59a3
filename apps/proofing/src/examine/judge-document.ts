import { yearsOld } from '@signet/contracts/ages';
import type { Fact } from '@signet/contracts/facts';
import type { EvidenceAttributes } from '@signet/contracts/person';
import type { DocumentKind } from '@signet/contracts/policy/documents';
import type { RetakeReason, StepOutcome } from '@signet/contracts/proofing-wire';
import { unavailableFor } from '../facts-from-sources.ts';
import type { Proofing } from '../proofing.ts';
import { fact, factAbout, type StepEnd } from '../step.ts';
import type { Statement } from '../wire/statement.ts';

type End = StepEnd<'examine-document'>;
type Retakes = Extract<StepOutcome<'examine-document'>, { result: 'retake' }>['retakes'];

/** What was read of a document, and what a document checker is to look at. */
export type DocumentRead = {
  readonly attributes: EvidenceAttributes;
  readonly consistent: boolean;
  readonly document: Parameters<Proofing['sources']['examine']>[0];
};

/** One for each `reader` of the table of documents: what was read, or how the step ends; undefined where nobody came to read it. */
export type ReadDocument = (
  proofing: Pick<Proofing, 'readingRoom'>,
  evidence: DocumentKind,
  photographs: { readonly front: Buffer; readonly back?: Buffer },
) => Promise<DocumentRead | End | undefined>;

/** What is asked once a document was read: is it current, its holder of age, and the document genuine? */
export async function judgeDocument(
  { sources, profile, now }: Pick<Proofing, 'sources' | 'profile' | 'now'>,
  { accountId, applicationId }: Pick<Statement, 'accountId' | 'applicationId'>,
  { attributes, consistent, document }: DocumentRead,
): Promise<End> {
  const at = now();
  const about = (kind: Fact['kind'], source: string, result: Fact['result']) =>
    factAbout(attributes.evidence, at, kind, source, result);
  const grownUp = yearsOld(attributes.birthDate, at) >= profile.minimumAge;
  const facts: Fact[] = [
    ...about('evidence_presented', 'applicant', 'yes'),
    ...about('evidence_consistent', 'proofing', consistent ? 'yes' : 'no'),
    fact(at, 'age_reached', 'proofing', 'birth-date', grownUp ? 'yes' : 'no'),
  ];
  const { expiryDate } = attributes;
  if (expiryDate !== undefined && expiryDate < at.toISOString().slice(0, 10))
    return notAccepted('expired', facts);
  if (!grownUp) return notAccepted('under_age', facts);

  const checked = await sources.examine(document);
  if (!checked.ok) {
    return {
      outcome: unavailableFor([checked]),
      facts: [...facts, ...about('evidence_authentic', 'document-checker', 'unavailable')],
    };
  }
  const genuine = checked.value.result === 'passed';
  const pictures = checked.value.result === 'attention' ? retakesFrom(checked.value.alerts) : [];
  // Pictures that cannot be judged say nothing of the document.
  const authentic = genuine ? 'yes' : pictures.length > 0 ? 'not_checked' : 'no';
  facts.push(...about('evidence_authentic', 'document-checker', authentic));
  if (pictures.length > 0) return retake(pictures, facts);
  if (!genuine || !consistent) return notAccepted('not_accepted', facts);
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
