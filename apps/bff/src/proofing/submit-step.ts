import { and, eq, inArray } from 'drizzle-orm';
import { credential } from '@signet/contracts/claims';
import type { ProofingStep } from '@signet/contracts/facts';
import { letterRaises } from '@signet/contracts/policy/both-codes';
import type { proofingOperations } from '@signet/contracts/proofing';
import { recordEvent } from '../audit/record-event.ts';
import { verifiedAtOf } from '../accounts.ts';
import type { Bff } from '../bff.ts';
import { claimIdentity, isDisowned, isInDoubt } from '../identity/identities.ts';
import { allocateStatuses } from '../credential-status/allocate.ts';
import { isSuspended, statusOf } from '../credential-status/read-status.ts';
import { applications, facts as factsTable } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { isStillThere } from '../http/session.ts';
import { instant } from '../instant.ts';
import { describeApplication, latestApplication, type StoredApplication } from './application.ts';
import { awaitsPhone } from './hand-off.ts';
import {
  endIssuing,
  isIssuedElsewhere,
  markDuplicate,
  markIssued,
  nextState,
  prepareIssue,
} from './issue-terms.ts';
import { keepLetter, keepNotice } from './post/keep-letter.ts';
import { policyOf } from './policy.ts';
import type { LetterMove } from './post/letter-moves.ts';
import { hadLetter, liveLetter, nameLetter, vouchFor } from './post/live-letter.ts';
import { codesOfApplication, moveLetters } from './post/move-letter.ts';
import { relay, type Relayed, type Vouched } from './relay.ts';
import { replayDecision } from './replay-decision.ts';
import { openReview } from './review/reviews.ts';
import { keepReply } from './step-reply.ts';
import { settleTries, takeTries } from './step-tries.ts';
import { transitions } from './transitions.ts';

/** One step of proofing: session and state and limits here, everything readable there. */
export const submitStep: Verb<typeof proofingOperations.submitStep> = async (
  bff,
  { step, request, shown },
  { session, source },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const { accountId } = session;
  const application = latestApplication(bff, accountId);
  if (application === undefined) return refuse('wrong_step');
  const issues = step === 'issue' || step === 'top-up';
  if (application.state === 'issued' && !issues) return refuse('already_verified');
  if (!transitions[step].from.includes(application.state)) return refuse('wrong_step');
  // Who has not begun one would have a text message sent that leads nowhere.
  if (step === 'send-hand-off-link' && !awaitsPhone(bff, session)) return refuse('wrong_step');
  const aboutLetter = letterFor(bff, step, application);
  if (aboutLetter === undefined)
    return refuse(hadLetter(bff, codesOfApplication(application)) ? 'code_expired' : 'wrong_step');
  const since = step === 'top-up' ? verifiedAtOf(bff, accountId) : undefined;
  if (step === 'top-up' && since === undefined) return refuse('wrong_step');
  // AGENCY-21: a suspended identity is given no places, and without them proofing signs nothing.
  if (issues && isSuspended(bff, accountId)) return refuse('identity_suspended');
  // PROOF-12: what was proved anew ended the copies of before, also of the same day. Which one is shown only proofing sees.
  if (shown !== undefined && statusOf(bff, accountId, shown) !== 'valid')
    return refuse('wrong_step');
  const begun = bff.db.transaction((tx) => {
    if (step === 'issue' && isIssuedElsewhere(tx, bff, application))
      return refuse('temporarily_unavailable');
    const tries = takeTries(bff, tx, application, step, source);
    if (!tries.ok) return tries;
    const terms = step === 'issue' ? prepareIssue(tx, bff, application) : {};
    if (terms === undefined) return refuse('identity_in_use');
    const places = issues
      ? { statuses: allocateStatuses(bff, tx, accountId, credential.copies, bff.now()) }
      : {};
    return { ok: true as const, tries: tries.value, terms: { ...terms, ...places } };
  });
  if (!begun.ok) return begun;
  const { tries, terms } = begun;

  // A notice of proofing may go by letter: only proofing knows.
  const named = 'noticeLink' in terms && terms.noticeLink !== undefined ? nameLetter(bff) : {};
  const ofShown = step === 'top-up' && shown !== undefined ? { shown } : {};
  const asVerified = since === undefined ? {} : { verifiedAt: instant(since) };
  const vouched: Vouched = { ...terms, ...aboutLetter, ...named, ...asVerified, ...ofShown };
  const answer = await relay(bff, application, step, request, vouched);
  const relayed = answer === 'wrong_step' ? undefined : answer;
  const moved = bff.db.transaction((tx) => {
    // AUTH-14: nothing is issued to a session that ended. Whatever else was found out counts, also against who signs out before it is said (PROOF-38).
    const isTooLate = relayed?.facts.result === 'issued' && !isStillThere(tx, session);
    const result = isTooLate ? undefined : relayed?.facts.result;
    settleTries(bff, tx, application, step, tries, result);
    if (step === 'issue') endIssuing(tx, application);
    if (isTooLate) return refuse('signed_out');
    return relayed && commit(tx, bff, application, step, relayed, vouched);
  });
  if (relayed === undefined)
    return refuse(answer === 'wrong_step' ? answer : 'temporarily_unavailable');
  if (!moved?.ok) return moved ?? refuse('wrong_step');
  if (!isStillThere(bff.db, session)) return refuse('signed_out');
  return {
    ok: true,
    value: { reply: relayed.reply, application: describeApplication(bff, moved.value) },
  };
};

type Transaction = Parameters<Parameters<Bff['db']['transaction']>[0]>[0];

/**
 * State, facts and audit event in one transaction; refused when another tab moved the application meanwhile, when somebody said that its
 * identity is not theirs, when another account proved it meanwhile, or when two operators are to look at it first.
 */
function commit(
  tx: Transaction,
  bff: Bff,
  application: StoredApplication,
  step: ProofingStep,
  relayed: Relayed,
  vouched: Vouched,
) {
  // PROOF-22: what was on its way undoes no freeze.
  if (isDisowned(tx, application)) return refuse('wrong_step');
  const { facts, signed } = relayed;
  if (isDecidedOtherwise(tx, bff, application, facts, vouched)) return refuse('wrong_step');
  const now = bff.now();
  const { from, to } = transitions[step];
  const waits =
    step === 'redeem-code' && facts.result === 'confirmed' && awaitsLetter(bff, tx, application);
  const moved = tx
    .update(applications)
    .set({
      state: waits ? 'letter-sent' : nextState(tx, application, facts, to[facts.result]),
      // More copies of a credential do not make it younger.
      ...(step === 'top-up' ? {} : { updatedAt: now }),
      ...changesOf(step, facts),
    })
    .where(
      and(
        eq(applications.id, application.id),
        inArray(applications.state, [...from]),
        eq(applications.updatedAt, application.updatedAt),
      ),
    )
    .returning()
    .get();
  if (moved === undefined) return refuse('wrong_step');
  const isIssued = step === 'issue' && facts.result === 'issued';
  if (isIssued && !claimIdentity(tx, application, now)) {
    markDuplicate(tx, bff, application);
    return refuse('identity_in_use');
  }
  if (!waits) settleLetter(tx, bff, application, step, relayed, vouched);
  tx.insert(factsTable)
    .values({ applicationId: application.id, step, result: facts.result, signed, at: now })
    .run();
  keepReply(tx, application, step, relayed.reply);
  if (moved.state === 'in-review') openReview(bff, tx, application.id);
  if (isIssued) markIssued(tx, bff, application, vouched);
  if (step === 'issue') keepNotice(bff, tx, application, relayed, vouched);
  recordEvent(tx, now, 'proofing.step', application.accountId, {
    applicationId: application.id,
    step,
    result: facts.result,
    state: moved.state,
  });
  return { ok: true as const, value: moved };
}

/**
 * PROOF-23, PROOF-20: a ticket of an earlier check may know nothing of what parks the application, or of what lowers its level; the kept
 * facts do. The moment is proofing's too, whose clock may be ahead by as much as a second of `iat` hides.
 */
function isDecidedOtherwise(
  tx: Transaction,
  { registry, now }: Bff,
  application: StoredApplication,
  facts: Relayed['facts'],
  { review, disowned }: Vouched,
): boolean {
  const { step, result, iat, decision } = facts;
  if (step !== 'issue' || result !== 'issued') return false;
  const at = new Date(Math.max(now(), (iat + 1) * 1_000));
  const again = (wanted?: string) =>
    replayDecision({ db: tx, registry }, application.id, at, [facts], wanted);
  const { inReview, level } = again();
  const isDoubted = disowned === true || isInDoubt(tx, application);
  if ((inReview || isDoubted) && review?.decided?.outcome !== 'passed') return true;
  if (decision === undefined || decision.level === level) return false;
  // Where an answer was lost the ticket knows less than is kept: what both reach is issued, and nothing higher.
  return decision.level === null || again(decision.level).level !== decision.level;
}

/** PROOF-8: of a code the bff keeps a hash that proofing keyed; it is gone once redeemed. */
function changesOf(
  step: ProofingStep,
  { result, confirmation, ssnIndex }: Relayed['facts'],
): Partial<StoredApplication> {
  if (step === 'send-code' && result === 'sent' && confirmation !== undefined) {
    return {
      codeHash: confirmation.codeHash,
      codeExpiresAt: Date.parse(confirmation.expiresAt),
      codeTries: 0,
    };
  }
  if (step === 'redeem-code' && result === 'confirmed')
    return { codeHash: null, codeExpiresAt: null, codeTries: 0 };
  if (step === 'check-information' && ssnIndex !== undefined) return { ssnIndex };
  if (step === 'examine-document' && result === 'accepted')
    return { codeHash: null, codeExpiresAt: null, ssnIndex: null };
  return {};
}

/** What the bff says of a letter: its name before it is made, what was kept of it when its code comes back; undefined without one. */
function letterFor(
  bff: Bff,
  step: ProofingStep,
  application: StoredApplication,
): Vouched | undefined {
  if (step === 'send-letter') return nameLetter(bff);
  if (step !== 'redeem-letter') return {};
  const live = liveLetter(bff, codesOfApplication(application));
  return live === undefined ? undefined : vouchFor(live);
}

/** PROOF-20: where a letter beside a phone raises the level, the one on its way to the address of the evidence is waited for. */
function awaitsLetter(bff: Bff, tx: Transaction, application: StoredApplication): boolean {
  const live = liveLetter({ db: tx }, codesOfApplication(application));
  return letterRaises(policyOf(bff)) && live?.toEvidence === true;
}

/** LETTER-2: what a step does to the letter on its way. Another document, or an address confirmed by phone, makes it worth nothing. */
function settleLetter(
  tx: Transaction,
  bff: Bff,
  application: StoredApplication,
  step: ProofingStep,
  relayed: Relayed,
  aboutLetter: Vouched,
): void {
  const { result } = relayed.facts;
  if (result === 'sealed') keepLetter(bff, tx, application, relayed, aboutLetter);
  const move = (
    {
      'examine-document': { accepted: 'cancel' },
      'redeem-code': { confirmed: 'cancel' },
      'redeem-letter': { confirmed: 'confirm', expired: 'expire' },
    } as Partial<Record<ProofingStep, Partial<Record<typeof result, LetterMove>>>>
  )[step]?.[result];
  if (move !== undefined) moveLetters(tx, bff.now(), move, codesOfApplication(application));
}
