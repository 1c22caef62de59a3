import { eq, lte } from 'drizzle-orm';
import { log } from '../audit/log.ts';
import type { Bff } from '../bff.ts';
import { mailQueue } from '../db/schema.ts';
import { openText } from '../keys/seal-text.ts';
import { tellReady } from '../waits/waits.ts';
import type { Letter } from './letters.ts';

const waits = [5, 30, 120, 600, 3_600].map((seconds) => seconds * 1_000);

/** Sends what is due, each letter at least once; a mail server that is down is asked again later, less and less often. */
export async function sendQueuedMail({ db, keys, now, sendMail }: Bff): Promise<void> {
  const due = db.select().from(mailQueue).where(lte(mailQueue.nextTryAt, now())).limit(20).all();
  for (const row of due) {
    const { to, letter } = JSON.parse(
      openText(keys.secret('contactSealing'), 'mail_queue.letter_sealed', row.letterSealed),
    ) as { to: string; letter: Letter };
    try {
      await sendMail(to, letter);
      db.delete(mailQueue).where(eq(mailQueue.id, row.id)).run();
    } catch {
      log('mail-not-sent');
      const wait = waits[Math.min(row.tries, waits.length - 1)] ?? 3_600_000;
      db.update(mailQueue)
        .set({ tries: row.tries + 1, nextTryAt: now() + wait })
        .where(eq(mailQueue.id, row.id))
        .run();
    }
  }
}

/** Looks into the queue every half second until stopped; never twice at the same time. */
export function startPostman(bff: Bff): { stop(): void } {
  let busy = false;
  const round = setInterval(() => {
    if (busy) return;
    busy = true;
    Promise.resolve()
      .then(() => tellReady(bff))
      .then(() => sendQueuedMail(bff))
      .catch(() => log('unexpected-error', { operation: 'mail' }))
      .finally(() => {
        busy = false;
      });
  }, 500);
  return { stop: () => clearInterval(round) };
}
