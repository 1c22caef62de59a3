import { eq, lte, sql } from 'drizzle-orm';
import { languages, type Language } from '@signet/contracts/languages';
import { log } from '../audit/log.ts';
import type { Bff } from '../bff.ts';
import { builtOnce } from '../db/built-once.ts';
import { mailQueue } from '../db/schema.ts';
import { openText, type SealedText } from '../keys/seal-text.ts';
import { startRounds } from '../start-rounds.ts';
import { tellReady } from '../waits/waits.ts';
import type { Letter } from './letters.ts';

const hourly = Array.from({ length: 23 }, () => 3_600);
const waits = [5, 30, 120, 600, ...hourly].map((seconds) => seconds * 1_000);

const forgetting = builtOnce((db) =>
  db
    .delete(mailQueue)
    .where(eq(mailQueue.id, sql.placeholder('id')))
    .prepare(),
);

/** Sends what is due, each letter at least once; a mail server that is down is asked again, less and less often, for a day. */
export async function sendQueuedMail({ db, keys, now, sendMail }: Bff): Promise<void> {
  const due = db
    .select()
    .from(mailQueue)
    .where(lte(mailQueue.nextTryAt, now()))
    .orderBy(mailQueue.turn, mailQueue.id)
    .limit(20)
    .all();
  const forget = (id: number) => forgetting(db).run({ id });
  for (const row of due) {
    const sealed = opened({ keys }, row.letterSealed);
    if (sealed === undefined) {
      // One that does not open never will; those behind it must not wait for it.
      log('mail-unreadable');
      forget(row.id);
      continue;
    }
    try {
      await sendMail(sealed.to, sealed.letter, sealed.language ?? languages[0]);
      forget(row.id);
    } catch {
      log('mail-not-sent');
      const wait = waits[row.tries];
      // After a day its link is dead, and the address of a stranger is not kept any longer.
      if (wait === undefined) forget(row.id);
      else {
        const nextTryAt = now() + wait;
        // Its turn moves on with it: what nobody takes would come first each time, and keep waiting what came since.
        const turn = nextTryAt + Math.max(0, row.turn - row.nextTryAt);
        db.update(mailQueue)
          .set({ tries: row.tries + 1, nextTryAt, turn })
          .where(eq(mailQueue.id, row.id))
          .run();
      }
    }
  }
}

/** What an earlier release queued says no language. */
type Queued = { readonly to: string; readonly letter: Letter; readonly language?: Language };

function opened({ keys }: Pick<Bff, 'keys'>, letterSealed: SealedText) {
  try {
    const text = openText(keys.secret('contactSealing'), 'mail_queue.letter_sealed', letterSealed);
    return JSON.parse(text) as Queued;
  } catch {
    return undefined;
  }
}

/** Looks into the queue every half second. */
export function startPostman(bff: Bff): { stop(): void } {
  return startRounds('mail', 500, async () => {
    tellReady(bff);
    await sendQueuedMail(bff);
  });
}
