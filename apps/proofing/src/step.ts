import type { Fact, ProofingStep, SignedFacts } from '@signet/contracts/facts';
import { methodFor } from '@signet/contracts/policy/documents';
import type { EvidenceKind } from '@signet/contracts/policy/evidence-kinds';
import type { ReadStepInput, StepOutcome } from '@signet/contracts/proofing-wire';
import type { Proofing } from './proofing.ts';
import type { Statement } from './wire/statement.ts';
import type { Ticket } from './wire/ticket.ts';

/** What a step ends with: one outcome for the browser, facts for the bff, and the next ticket if something was established. */
export type StepEnd<Step extends ProofingStep> = Pick<
  SignedFacts,
  'confirmation' | 'letter' | 'noticeLetter' | 'ssnIndex' | 'decision' | 'parkedTicket'
> & {
  readonly outcome: StepOutcome<Step>;
  readonly facts: readonly Fact[];
  readonly ticket?: Ticket;
  /** For the print shop: it travels beside the facts, which carry its digest. */
  readonly sealedLetter?: string;
};

export type StepVerb<Step extends ProofingStep> = (
  proofing: Proofing,
  input: ReadStepInput<Step>,
  context: {
    readonly ticket: Ticket | undefined;
    readonly statement: Statement;
    /** Of the ticket as it was sealed. */
    readonly ticketDigest?: string | undefined;
  },
) => Promise<StepEnd<Step>>;

/** A fact of this moment about a piece of evidence. */
export function factOf(evidence: EvidenceKind): typeof fact {
  return (...words) => ({ ...fact(...words), evidence });
}

/** A fact of this moment about a piece of evidence, by the method that the policy asks for; none where it asks for no such fact. */
export function factAbout(
  evidence: EvidenceKind,
  now: Date,
  kind: Fact['kind'],
  source: string,
  result: Fact['result'],
): Fact[] {
  const method = methodFor(evidence, kind);
  return method === undefined ? [] : [factOf(evidence)(now, kind, source, method, result)];
}

/** A fact of this moment about the applicant. */
export function fact(
  now: Date,
  kind: Fact['kind'],
  source: string,
  method: string,
  result: Fact['result'],
): Fact {
  return { kind, source, method, result, at: now.toISOString() };
}

/** Whether a code that was sent by way of this piece of evidence came back. */
export function hasConfirmed(facts: readonly Fact[], piece: EvidenceKind): boolean {
  return facts.some(
    ({ kind, evidence, result }) =>
      kind === 'address_confirmed' && evidence === piece && result === 'yes',
  );
}
