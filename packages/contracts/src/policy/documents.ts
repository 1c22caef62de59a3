import type { FactKind } from '../facts.ts';
import type { PhotographSide } from '../photograph.ts';
import { evidenceKinds, type EvidenceKind, type Requirement } from './evidence-kinds.ts';

/** What some kinds of documents say and others do not; all say name, birth date and a number. */
export const attributesOfSome = ['address', 'jurisdiction'] as const;

export type Document = {
  /** What is photographed, in this order. */
  readonly sides: readonly ['front', ...Exclude<PhotographSide, 'front'>[]];
  /** What of it a machine reads: the barcode of the AAMVA DL/ID Card Design Standard, Annex D. */
  readonly reader: 'aamva-barcode';
  /** Who is asked whether it was issued so: the state's motor vehicle agency. */
  readonly issuingSource: 'dmv';
  /** Where the address is not among them, the applicant is asked for it. */
  readonly gives: readonly (typeof attributesOfSome)[number][];
};

/** Of which policy says that there are steps to present it; of another it would tell nobody that it is lacking. */
type TakenKind = {
  [Kind in EvidenceKind]: (typeof evidenceKinds)[Kind]['taken'] extends true ? Kind : never;
}[EvidenceKind];

/**
 * PROOF-40: the kinds of evidence that are photographed, and how each is taken in (SP 800-63A-4 §2.4). What makes one count, and by which methods,
 * stands in `evidenceKinds`, its strength in each profile. To take another is a row here, its words in the browser's
 * `document-texts.ts`, and a reader and an issuing source in proofing where they are new.
 */
// prettier-ignore
export const documents = {
  state_id: { sides: ['front', 'back'], reader: 'aamva-barcode', issuingSource: 'dmv', gives: ['address', 'jurisdiction'] },
} as const satisfies Partial<Record<TakenKind, Document>>;

export type DocumentKind = keyof typeof documents;

/** What the wizard asks for, and what is meant in drafts and tickets of the time when there was no other kind. */
export const firstDocument: DocumentKind = 'state_id';

/** A row as any could be: of the rows that stand here now, more is known than holds for the next one. */
export function documentOf(kind: DocumentKind): Document {
  return documents[kind];
}

/** The method that the policy asks for where a fact of this kind is to count for such a piece; undefined where it asks for none. */
export function methodFor(evidence: EvidenceKind, kind: FactKind): string | undefined {
  const counts: readonly Requirement[] = evidenceKinds[evidence].counts;
  return counts.find((one) => one.kind === kind)?.methods[0];
}
