import { sql } from 'drizzle-orm';
import type { Bff } from '../bff.ts';
import { builtOnce } from '../db/built-once.ts';
import { mailQueue } from '../db/schema.ts';
import { sealText } from '../keys/seal-text.ts';
import type { Letter } from './letters.ts';

const queueing = builtOnce((db) =>
  db
    .insert(mailQueue)
    .values({
      letterSealed: sql.placeholder('letterSealed'),
      tries: 0,
      nextTryAt: sql.placeholder('nextTryAt'),
    })
    .prepare(),
);

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
  queueing(db).run({ letterSealed, nextTryAt: now() });
}
