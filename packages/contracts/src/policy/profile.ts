import type { FactKind, FactResult } from '../facts.ts';
import type { EvidenceKind, Requirement } from './evidence-kinds.ts';

/** SP 800-63A-4 §2.4.1, weakest first. */
export const evidenceClasses = ['FAIR', 'STRONG', 'SUPERIOR'] as const;
export type EvidenceClass = (typeof evidenceClasses)[number];

/** What a level takes and what its codes and notices are, as data that a reviewer can read. */
export type Profile = {
  readonly name: string;
  /** Years; SP 800-63A leaves it to the service. */
  readonly minimumAge: number;
  /** Days for which a credential is valid once it is issued. */
  readonly credentialDays: number;
  /** Days after which a fact counts no more. */
  readonly factDays: number;
  /** Facts that end it, whatever else is true. */
  readonly refusedBy: readonly { readonly kind: FactKind; readonly result: FactResult }[];
  /** The latest fact of `kind` parks what was reached until two operators let it pass (SP 800-63A-4 §3.2). */
  readonly parkedBy: readonly { readonly kind: FactKind; readonly result: FactResult }[];
  readonly classes: Readonly<Record<EvidenceKind, EvidenceClass>>;
  /** Tried in order, the highest level first; the first that is satisfied gives level and pathway. */
  readonly pathways: readonly Pathway[];
  /** Days within which an applicant is promised an answer of those who look at a parked application. */
  readonly reviewDays: number;
  readonly codes: Codes;
  /** Where the notice of proofing goes, beside every confirmed e-mail address. */
  readonly notice: {
    readonly afterPhoneCode: readonly ('phone' | 'letter')[];
    readonly afterLetterCode: readonly ('phone' | 'letter')[];
  };
};

export type Pathway = {
  readonly name: string;
  readonly level: 'verified' | 'ial2';
  /** Any of these sets of pieces, each of its class or a higher one. */
  readonly combinations: readonly (readonly EvidenceClass[])[];
  /** Whether each piece must also be shown to be the applicant's own. */
  readonly everyPieceVerified: boolean;
  /** What must be true of the person, of whatever piece the fact tells. */
  readonly needs: readonly Need[];
};

export type Need = Requirement & {
  /** `yes` where nothing is said. */
  readonly result?: FactResult;
};

/** SP 800-63A-4 §3.8: lifetimes by channel, and of a letter by where it goes. */
export type Codes = {
  readonly sms: PhoneCode;
  readonly voice: PhoneCode;
  readonly letter: {
    /** Crockford characters, 5 bits each. */
    readonly characters: number;
    readonly daysValid: { readonly contiguous: number; readonly elsewhere: number };
    readonly hoursBetweenLetters: number;
    readonly letters: { readonly most: number; readonly withinDays: number };
    readonly remindAfterDays: number;
  };
};

type PhoneCode = {
  readonly digits: number;
  readonly minutesValid: number;
  readonly tries: number;
};
