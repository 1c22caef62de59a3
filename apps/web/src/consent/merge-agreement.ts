import { agreedSince } from '@signet/contracts/agreed-since';
import type { ClaimName } from '@signet/contracts/claims';
import type { Agreement } from './agreements.ts';

/** One answer of a person: what was on the screen, what they said to it, when, and what they knew by then. */
export type KeptAnswer = Omit<Agreement, 'clientId' | 'stoppedAt' | 'earlier'> & {
  /** Whether the agency's keys changed between this answer and a later one, which was about something else. */
  readonly keyChanged?: boolean;
};

/** Who is asked in ever other pieces is asked some of them again. */
const mostEarlier = 4;

/**
 * AGENCY-40: what was agreed stays agreed where less is asked. Each answer keeps its own date, terms and proof, and by those it is
 * measured (standing.ts); an earlier one is kept as long as it is the last about something. After a stop nothing stays.
 */
export function mergeAgreement(
  before: Agreement | undefined,
  given: Agreement,
  keyChanged: boolean,
): Agreement {
  if (before === undefined || before.stoppedAt !== null) return given;
  const { clientId: _same, stoppedAt: _none, earlier, ...last } = before;
  const answers = [...earlier, { ...last, keyChanged: false }];
  const laterThan = (at: number) => [...answers.slice(at + 1), given];
  const kept = answers
    .filter(({ offered }, at) =>
      offered.some((claim) => lastOn(laterThan(at), claim) === undefined),
    )
    .map((one) => ({ ...one, keyChanged: one.keyChanged || keyChanged }));
  return { ...given, earlier: kept.slice(-mostEarlier) };
}

/** The oldest first. */
export function answersOf(agreement: Agreement): readonly KeptAnswer[] {
  return [...agreement.earlier, agreement];
}

/** What the person said to this, the last time it was on the screen. */
export function answerOn(
  agreement: Agreement | undefined,
  claim: ClaimName,
): KeptAnswer | undefined {
  return agreement === undefined ? undefined : lastOn(answersOf(agreement), claim);
}

export function agreedClaims(agreement: Agreement): readonly ClaimName[] {
  return answersOf(agreement).reduce<readonly ClaimName[]>(agreedSince, []);
}

export function hasAgreed(agreement: Agreement | undefined, claim: ClaimName): boolean {
  return answerOn(agreement, claim)?.agreed.includes(claim) === true;
}

/** When it was agreed on, of what is asked now where any of it was: instants, the oldest first. */
export function agreedAtOf(
  agreement: Agreement,
  requested: readonly ClaimName[],
): readonly string[] {
  const asked = answersOf(agreement).filter((one) =>
    requested.some((claim) => answerOn(agreement, claim) === one),
  );
  return (asked.length === 0 ? answersOf(agreement) : asked).map(({ agreedAt }) => agreedAt);
}

function lastOn<Answer extends Pick<KeptAnswer, 'offered'>>(
  answers: readonly Answer[],
  claim: ClaimName,
): Answer | undefined {
  return answers.findLast(({ offered }) => offered.includes(claim));
}
