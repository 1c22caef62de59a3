import { and, desc, eq } from 'drizzle-orm';
import type { letterOperations, LetterView } from '@signet/contracts/letter';
import { applications, postalLetters } from '../../db/schema.ts';
import type { Verb } from '../../http/mount-operation.ts';
import { refuse } from '../../http/refusal.ts';
import { replayDecision } from '../replay-decision.ts';
import { liveLetter } from './live-letter.ts';
import { expectedBetween } from './letter-days.ts';
import { codesOf, moveLetters, type StoredLetter } from './move-letter.ts';
import { instant } from '../../instant.ts';

/** Every letter of the account, the newest first: what its owner may know of it. */
export const readLetters: Verb<typeof letterOperations.readLetters> = async (
  { db },
  _input,
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const rows = db
    .select()
    .from(postalLetters)
    .where(eq(postalLetters.accountId, session.accountId))
    .orderBy(desc(postalLetters.requestedAt))
    .all();
  return { ok: true, value: { letters: rows.map(viewOf) } };
};

/** The code of the letter on its way is deleted, and the application stands again where a way to confirm the address is chosen. */
export const cancelLetter: Verb<typeof letterOperations.cancelLetter> = async (
  bff,
  _input,
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const { accountId } = session;
  const now = bff.now();
  const cancelled = bff.db.transaction((tx) => {
    const live = liveLetter({ db: tx }, codesOf(accountId));
    if (live?.applicationId == null) return false;
    moveLetters(tx, now, 'cancel', eq(postalLetters.id, live.id));
    // Whoever confirmed a phone meanwhile, and waited for a higher level, goes on with what they have.
    const { level, inReview } = replayDecision(bff, live.applicationId, new Date(now));
    // So does whom two operators are to look at: to ask for the credential is what leads there.
    const proved = level !== null || inReview;
    tx.update(applications)
      .set({ state: proved ? 'address-confirmed' : 'information-checked', updatedAt: now })
      .where(and(eq(applications.id, live.applicationId), eq(applications.state, 'letter-sent')))
      .run();
    return true;
  });
  return cancelled ? { ok: true, value: {} } : refuse('wrong_step');
};

function viewOf(letter: StoredLetter): LetterView {
  const [expectedFrom, expectedUntil] = expectedBetween(letter);
  const instantOrNull = (at: number | null) => (at === null ? null : instant(at));
  return {
    letterId: letter.id,
    purpose: letter.purpose,
    status: letter.status,
    requestedAt: instant(letter.requestedAt),
    handedOverAt: instantOrNull(letter.handedOverAt),
    printedAt: instantOrNull(letter.printedAt),
    mailedAt: instantOrNull(letter.mailedAt),
    expectedFrom: instant(expectedFrom),
    expectedUntil: instant(expectedUntil),
    codeExpiresAt: instantOrNull(letter.codeExpiresAt),
    endedAt: instantOrNull(letter.endedAt),
  };
}
