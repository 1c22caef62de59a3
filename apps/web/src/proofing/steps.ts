import { addressOf } from '@signet/contracts/person';
import type { Application, ApplicationState } from '@signet/contracts/proofing';
import type { Draft } from './draft.ts';

/** The five phases that the step indicator names. */
export const phases = ['ready', 'id', 'information', 'phone', 'keep'] as const;
type Phase = (typeof phases)[number];

/** What a draft may hold of a person. */
type Known = Exclude<keyof Draft, 'applicationId' | 'pending'>;

type Step = {
  readonly path: string;
  readonly phase: Phase;
  /** The state that the application must have reached for this page to make sense. */
  readonly from: readonly ApplicationState[];
  /** Only where there is a letter. */
  readonly ofLetter?: true;
  /** Only where it is known where the person lives: not every ID says so, and else they are asked. */
  readonly atAddress?: true;
  /** What the draft must hold. */
  readonly requires: readonly Known[];
  /** What going back to this page undoes. */
  readonly clears: readonly Known[];
};

/** Until the credential is issued a person can always agree and take the photographs again; the bff allows the same. */
const beforeIssue = [
  'started',
  'document-examined',
  'information-checked',
  'code-sent',
  'letter-sent',
  'address-confirmed',
  'duplicate',
] as const;

/** The wizard, in order. One question a page; adding a page is adding a row, and its file in `routes.tsx`, which has to have one for each. */
// prettier-ignore
export const steps = [
  { path: 'start',        phase: 'ready',       from: beforeIssue,                            requires: [],                              clears: [] },
  { path: 'id',           phase: 'id',          from: beforeIssue,                            requires: ['agreed'],                      clears: ['attributes', 'ticket', 'statedAddress', 'ssn', 'phone', 'channel', 'phoneConfirmed'] },
  { path: 'ssn',          phase: 'information', from: ['document-examined'],                  requires: ['ticket', 'attributes'],        clears: ['ssn'] },
  { path: 'address',      phase: 'information', from: ['document-examined'],                  requires: ['ticket', 'attributes', 'ssn'], clears: [] },
  { path: 'review',       phase: 'information', from: ['document-examined'], atAddress: true, requires: ['ticket', 'attributes', 'ssn'], clears: [] },
  { path: 'other-account', phase: 'information', from: ['duplicate'],                         requires: [],                              clears: [] },
  { path: 'letter',       phase: 'phone',       from: ['information-checked', 'code-sent', 'letter-sent'], requires: ['ticket', 'attributes'], clears: [] },
  { path: 'letter-code',  phase: 'phone',       from: ['code-sent', 'letter-sent'], ofLetter: true, requires: ['ticket', 'attributes'],  clears: [] },
  { path: 'phone',        phase: 'phone',       from: ['information-checked', 'code-sent', 'letter-sent'], requires: ['ticket'],         clears: ['phone', 'channel', 'phoneConfirmed'] },
  { path: 'code',         phase: 'phone',       from: ['code-sent'],                          requires: ['ticket', 'phone'],             clears: [] },
  { path: 'letter-sent',  phase: 'phone',       from: ['code-sent', 'letter-sent'], ofLetter: true, requires: ['ticket', 'attributes'],  clears: [] },
  { path: 'saving',       phase: 'keep',        from: ['address-confirmed', 'in-review', 'issued'], requires: ['ticket', 'attributes'],  clears: [] },
  { path: 'in-review',    phase: 'keep',        from: ['in-review'],                          requires: [],                              clears: [] },
] as const satisfies readonly Step[];

export type StepPath = (typeof steps)[number]['path'];

/** How far an application has come. */
export type Standing = Pick<Application, 'state' | 'awaitsLetter'>;

/** Whether a page makes sense now. */
export function isOpen(path: StepPath, { state, awaitsLetter }: Standing, draft: Draft): boolean {
  const step: Step | undefined = steps.find((one) => one.path === path);
  return (
    step !== undefined &&
    step.from.includes(state) &&
    // Of a letter that is worth nothing any more the tracker says so.
    (step.ofLetter !== true || awaitsLetter || state === 'letter-sent') &&
    (step.atAddress !== true || addressOf(draft) !== undefined) &&
    step.requires.every((field) => draft[field] !== undefined)
  );
}

/**
 * Where a person goes on: the furthest page that makes sense with what is known; undefined when none does. Taking the photographs
 * again is always possible; it is where to go only if nothing later is. A letter counts longer than the code to a phone beside it.
 */
export function resumeAt(standing: Standing, draft: Draft): StepPath | undefined {
  const open = steps.map(({ path }) => path).filter((path) => isOpen(path, standing, draft));
  const furthest = open.findLast((path) => path !== 'id');
  return furthest === 'start' && open.includes('id') ? 'id' : furthest;
}

/** A draft as it is after going back to a page. */
export function cleared(path: StepPath, draft: Draft): Draft {
  const step: Step | undefined = steps.find((one) => one.path === path);
  return Object.fromEntries(
    Object.entries(draft).filter(([field]) => !step?.clears.includes(field as Known)),
  ) as Draft;
}
