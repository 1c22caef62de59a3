import type { Bff } from '../bff.ts';
import { mailQueue } from '../db/schema.ts';
import { sealText } from '../keys/seal-text.ts';
import type { Letter } from './letters.ts';

/** Queues a letter in the caller's transaction; it is sent in the background, so that no answer takes longer for it. */
export function queueMail(
  { keys, now }: Pick<Bff, 'keys' | 'now'>,
  db: Pick<Bff['db'], 'insert'>,
  to: string,
  letter: Letter,
): void {
  const letterSealed = sealText(
    keys.secret('contactSealing'),
    'mail_queue.letter_sealed',
    JSON.stringify({ to, letter }),
  );
  db.insert(mailQueue).values({ letterSealed, tries: 0, nextTryAt: now() }).run();
}
