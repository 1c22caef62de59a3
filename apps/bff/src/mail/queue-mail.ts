import { sql } from 'drizzle-orm';
import type { Language } from '@signet/contracts/languages';
import type { Bff } from '../bff.ts';
import { builtOnce } from '../db/built-once.ts';
import { mailQueue } from '../db/schema.ts';
import { keyedDigest } from '../keys/keyed-digest.ts';
import { fillUp, sealText } from '../keys/seal-text.ts';
import type { Letter } from './letters.ts';

const minute = 60_000;

/**
 * AUTH-4: as if one minute lay between the letters to one address that wait. Many to one wait for each other, everybody else's go before all
 * but the first of them, and none waits for ever.
 */
const nextTurn = sql<number>`max(${sql.placeholder('nextTryAt')},
  coalesce((SELECT max(turn) FROM mail_queue WHERE addressee = ${sql.placeholder('addressee')}), 0) + ${minute})`;

const queueing = builtOnce((db) =>
  db
    .insert(mailQueue)
    .values({
      letterSealed: sql.placeholder('letterSealed'),
      tries: 0,
      nextTryAt: sql.placeholder('nextTryAt'),
      addressee: sql.placeholder('addressee'),
      turn: nextTurn,
    })
    .prepare(),
);

/** Queues a letter in the caller's transaction; it is sent in the background, so that no answer takes longer for it. */
export function queueMail(
  { keys, now }: Pick<Bff, 'keys' | 'now'>,
  db: Pick<Bff['db'], 'insert'>,
  to: string,
  letter: Letter,
  language: Language,
): void {
  const letterSealed = sealText(
    keys.secret('contactSealing'),
    'mail_queue.letter_sealed',
    // Nor does its length tell whose address is in it, and which letter it is.
    fillUp(JSON.stringify({ to, letter, language }), 1_024),
  );
  const addressee = keyedDigest(keys.secret('limitSubjects'), 'mail_queue.addressee', to);
  queueing(db).run({ letterSealed, nextTryAt: now(), addressee });
}
