import { lte, or } from 'drizzle-orm';
import { forgetUnconfirmed } from '../account/emails.ts';
import { publishedKeys } from '../agencies/schema.ts';
import { credentialStatus } from '../credential-status/schema.ts';
import type { Bff } from '../bff.ts';
import { emptyLog, emptyOwedLog } from './empty-log.ts';
import { tellDecided } from '../proofing/review/reviews.ts';
import { forgetConnectionGrants } from '../consent/connections.ts';
import { disownedPeople, orphanedNotices } from '../identity/schema.ts';
import { oidcRows, releases, usedOnce } from '../oidc/schema.ts';
import { endSessions } from '../http/session.ts';
import { forgetUnused } from '../session/devices.ts';
import { forgetRemoved } from '../session/removed-addresses.ts';
import { startRounds } from '../start-rounds.ts';
import { receivedSignals } from '../signals/schema.ts';
import { forgetWaits } from '../waits/waits.ts';
import {
  auditEvents,
  challenges,
  identityNotices,
  limits,
  loginAttempts,
  pendingChanges,
  sessions,
  signUps,
  textCodes,
  handOffs,
} from './schema.ts';

const day = 24 * 60 * 60_000;
const sweepEveryMs = 60_000;

/**
 * Deletes what has expired: a dead token takes its claims with it, an unredeemed release ends unread, and a limit forgets whom it
 * counted for (AUTH-13).
 */
export function sweepExpired(bff: Pick<Bff, 'db' | 'keys' | 'now'>): void {
  const { db } = bff;
  const at = bff.now();
  db.transaction((tx) => {
    tx.delete(oidcRows).where(lte(oidcRows.expiresAt, at)).run();
    tx.delete(usedOnce).where(lte(usedOnce.expiresAt, at)).run();
    tx.delete(publishedKeys).where(lte(publishedKeys.expiresAt, at)).run();
    tx.delete(credentialStatus).where(lte(credentialStatus.expiresAt, at)).run();
    tx.delete(releases).where(lte(releases.expiresAt, at)).run();
    tx.delete(receivedSignals).where(lte(receivedSignals.expiresAt, at)).run();
    tx.delete(limits).where(lte(limits.windowEndsAt, at)).run();
    tx.delete(loginAttempts).where(lte(loginAttempts.expiresAt, at)).run();
    tx.delete(handOffs).where(lte(handOffs.expiresAt, at)).run();
    tx.delete(identityNotices).where(lte(identityNotices.expiresAt, at)).run();
    tx.delete(orphanedNotices).where(lte(orphanedNotices.expiresAt, at)).run();
    tx.delete(disownedPeople).where(lte(disownedPeople.expiresAt, at)).run();
    forgetUnconfirmed(tx, at);
    forgetRemoved(tx, at);
    forgetWaits(tx, at);
    forgetConnectionGrants(tx, at);
    forgetUnused(bff, tx, at);
    // AUTH-13: what is recorded about use is kept for a year.
    tx.delete(auditEvents)
      .where(lte(auditEvents.at, at - 365 * day))
      .run();
    tx.delete(challenges).where(lte(challenges.expiresAt, at)).run();
    tx.delete(textCodes).where(lte(textCodes.expiresAt, at)).run();
    endSessions(
      tx,
      at,
      'session.timed-out',
      or(lte(sessions.idleEndsAt, at), lte(sessions.absoluteEndsAt, at)),
    );
    // A confirmed address has the length of a session to become an account.
    tx.delete(signUps)
      .where(lte(signUps.expiresAt, at - day))
      .run();
    tx.delete(pendingChanges)
      .where(lte(pendingChanges.createdAt, at - day))
      .run();
  });
}

/** Every minute. A sweep that fails is made up for by the next one. */
export function startSweeping(bff: Bff): { stop(): void } {
  // Whoever was killed left a log, and perhaps owed it.
  emptyLog(bff.db);
  return startRounds('sweep', sweepEveryMs, async () => {
    sweepExpired(bff);
    emptyOwedLog(bff.db);
    tellDecided(bff);
    // Makes the file, too, so that it is the bff's own and never out of its reach.
    bff.backupKeys.forgetOldBackups(bff.now());
  });
}
