import { eq } from 'drizzle-orm';
import { recordEvent } from '../../audit/record-event.ts';
import type { Bff } from '../../bff.ts';
import { postalLetters, type SealedLetter } from '../../db/schema.ts';
import { notify } from '../../mail/notify.ts';
import type { StoredApplication } from '../application.ts';
import type { Vouched, Relayed } from '../relay.ts';
import { moveLetters, type Tx } from './move-letter.ts';

/**
 * LETTER-1: queues what proofing sealed for the printer, and of the code a hash that proofing keyed. The letter before is worth
 * nothing from now on.
 */
export function keepLetter(
  bff: Bff,
  tx: Tx,
  application: StoredApplication,
  { facts: { letter }, letter: sealed }: Relayed,
  { newLetter }: Vouched,
): void {
  if (letter === undefined || sealed === undefined || newLetter === undefined) return;
  const { accountId } = application;
  const now = bff.now();
  moveLetters(tx, now, 'replace', eq(postalLetters.accountId, accountId));
  tx.insert(postalLetters)
    .values({
      id: letter.letterId,
      accountId,
      applicationId: application.id,
      serial: newLetter.serial,
      status: 'requested',
      letterSealed: sealedForThePrinter(sealed),
      codeHash: letter.codeHash,
      codeExpiresAt: Date.parse(letter.expiresAt),
      elsewhere: letter.elsewhere,
      requestedAt: now,
      tries: 0,
      nextTryAt: now,
    })
    .run();
  recordEvent(tx, now, 'letter.requested', accountId, { letterId: letter.letterId });
  notify(bff, tx, accountId, 'letter-requested', 'letter');
}

/** Its digest was compared with the one that proofing signed (`relay.ts`). */
function sealedForThePrinter(jwe: string): SealedLetter {
  return jwe as SealedLetter;
}
