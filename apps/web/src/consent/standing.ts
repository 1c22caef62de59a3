import { claims, type ClaimName } from '@signet/contracts/claims';
import type { EmailId } from '@signet/contracts/ids';
import type { Agreement } from './agreements.ts';
import { answerOn, type KeptAnswer } from './merge-agreement.ts';

/** Why an agency's question has to be asked, or that the answers of before hold. */
export type Standing =
  | 'new'
  | 'stopped'
  | 'key-changed'
  | 'terms-changed'
  | 'more'
  | 'more-addresses'
  | 'proved-anew'
  | 'a-year'
  | 'same';

export type Circumstances = {
  readonly requested: readonly ClaimName[];
  readonly verifiedAt: number | null;
  readonly batch: string | null;
  /** Answers under terms that the agency has changed since. */
  readonly underOtherTerms: readonly KeptAnswer[];
  readonly keyChanged: boolean;
  /** The confirmed addresses of the account: those of which one may go, and all of them. */
  readonly emailIds: readonly EmailId[];
  readonly allEmailIds: readonly EmailId[];
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** What is asked, and the last answer to it. Where nothing is asked of a person but that they come, the last answer of all. */
type Asked = { readonly claim: ClaimName | undefined; readonly answer: KeptAnswer | undefined };

const yearMs = 365 * 24 * 60 * 60_000;

/** AGENCY-40: the first of these that is so of anything asked is what the person reads; a changed key and what is new they read of besides. */
// prettier-ignore
const reasons: readonly (readonly [Standing, (asked: Asked, now: Circumstances) => boolean])[] = [
  ['terms-changed',  ({ answer }, { underOtherTerms }) => answer !== undefined && underOtherTerms.includes(answer)],
  ['more',           ({ answer }) => answer === undefined],
  ['more-addresses', (asked, { allEmailIds }) => saidYesTo(asked, 'all_emails') && allEmailIds.some((id) => asked.answer?.allEmailIds.includes(id) !== true)],
  ['proved-anew',    ({ claim, answer }, { verifiedAt, batch }) => isProofed(claim) && verifiedAt !== null && (answer?.verifiedAt !== verifiedAt || answer.batch !== batch)],
  ['new',            (asked, { emailIds }) => saidYesTo(asked, 'email') && !emailIds.some((id) => id === asked.answer?.emailId)],
  ['a-year',         ({ answer }, { now }) => answer !== undefined && now - Date.parse(answer.agreedAt) > yearMs],
  // Last, because it is shown beside whatever else is so.
  ['key-changed',    ({ answer }, { keyChanged }) => keyChanged || answer?.keyChanged === true],
];

export function standingOf(before: Agreement | undefined, now: Circumstances): Standing {
  if (before === undefined) return 'new';
  if (before.stoppedAt !== null) return 'stopped';
  const each = now.requested.map((claim) => ({ claim, answer: answerOn(before, claim) }));
  const asked: readonly Asked[] = each.length === 0 ? [{ claim: undefined, answer: before }] : each;
  return reasons.find(([, isSo]) => asked.some((one) => isSo(one, now)))?.[0] ?? 'same';
}

function saidYesTo({ claim, answer }: Asked, wanted: ClaimName): boolean {
  return claim === wanted && answer?.agreed.includes(wanted) === true;
}

function isProofed(claim: ClaimName | undefined): boolean {
  return claim !== undefined && claims[claim].proofed;
}

/** What is asked now and was never on the screen; nothing is where nothing was asked before. */
export function newlyAsked(
  before: Agreement | undefined,
  requested: readonly ClaimName[],
): readonly ClaimName[] {
  if (before === undefined) return [];
  return requested.filter((claim) => answerOn(before, claim) === undefined);
}
