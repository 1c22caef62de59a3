import { recordEvent } from '../../audit/record-event.ts';
import type { Bff } from '../../bff.ts';
import { postalLetters, type SealedLetter } from '../../db/schema.ts';
import { notify } from '../../mail/notify.ts';
import type { StoredApplication } from '../application.ts';
import type { Vouched, Relayed } from '../relay.ts';
import { codesOf, moveLetters, type Tx } from './move-letter.ts';

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
  moveLetters(tx, now, 'replace', codesOf(accountId));
  tx.insert(postalLetters)
    .values({
      id: letter.letterId,
      accountId,
      applicationId: application.id,
      purpose: 'code',
      serial: newLetter.serial,
      status: 'requested',
      letterSealed: sealedForThePrinter(sealed),
      codeHash: letter.codeHash,
      codeExpiresAt: Date.parse(letter.expiresAt),
      elsewhere: letter.elsewhere,
      toEvidence: letter.toEvidence,
      requestedAt: now,
      tries: 0,
      nextTryAt: now,
    })
    .run();
  recordEvent(tx, now, 'letter.requested', accountId, { letterId: letter.letterId });
  notify(bff, tx, accountId, 'letter-requested', 'letter');
}

/** PROOF-22: the notice of proofing, where it goes by letter. It is collected like any other, and nobody is asked for a code. */
export function keepNotice(
  bff: Bff,
  tx: Tx,
  { id, accountId }: StoredApplication,
  { facts: { noticeLetter }, letter: sealed }: Relayed,
  { newLetter }: Vouched,
): void {
  if (noticeLetter === undefined || sealed === undefined || newLetter === undefined) return;
  const now = bff.now();
  tx.insert(postalLetters)
    .values({
      id: noticeLetter.letterId,
      accountId,
      applicationId: id,
      purpose: 'notice',
      serial: newLetter.serial,
      status: 'requested',
      letterSealed: sealedForThePrinter(sealed),
      codeHash: null,
      codeExpiresAt: null,
      elsewhere: noticeLetter.elsewhere,
      toEvidence: false,
      requestedAt: now,
      tries: 0,
      nextTryAt: now,
    })
    .run();
  recordEvent(tx, now, 'letter.requested', accountId, { letterId: noticeLetter.letterId });
}

/** Its digest was compared with the one that proofing signed (`relay.ts`). */
function sealedForThePrinter(jwe: string): SealedLetter {
  return jwe as SealedLetter;
}
