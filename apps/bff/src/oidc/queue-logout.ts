import { randomUUID } from 'node:crypto';
import type { AccountId } from '@signet/contracts/ids';
import type { Agency } from '@signet/contracts/registry';
import type { Bff } from '../bff.ts';
import { openText, sealText } from '../keys/seal-text.ts';
import { pairwiseSubject } from './pairwise-subject.ts';
import { logouts } from './schema.ts';

/** Whom an agency is to sign out, in its own words: its identifier of the person, and of the session. */
export type QueuedLogout = { readonly sub: string; readonly sid: string };

/**
 * AGENCY-36: told in the transaction of the sign-out, or not at all; sent afterwards (send-logouts.ts). Sealed, so that nothing at
 * rest says who signed out where.
 */
export function queueLogout(
  { keys, now }: Pick<Bff, 'keys' | 'now'>,
  tx: Pick<Bff['db'], 'insert'>,
  agency: Agency,
  { accountId, sid }: { readonly accountId: AccountId; readonly sid: string },
): void {
  if (agency.backchannelLogoutUri === undefined) return;
  const jti = randomUUID();
  const sub = pairwiseSubject(keys.secret('pairwise'), agency.sector, accountId);
  const logout: QueuedLogout = { sub, sid };
  tx.insert(logouts)
    .values({
      jti,
      clientId: agency.clientId,
      logoutSealed: sealText(
        keys.secret('storageSealing'),
        placeOf(agency.clientId, jti),
        JSON.stringify(logout),
      ),
      createdAt: now(),
      tries: 0,
      nextTryAt: now(),
    })
    .run();
}

/** Undefined for one that does not open, under whatever key. */
export function openLogout(
  { keys }: Pick<Bff, 'keys'>,
  { clientId, jti, logoutSealed }: typeof logouts.$inferSelect,
): QueuedLogout | undefined {
  try {
    const text = openText(keys.secret('storageSealing'), placeOf(clientId, jti), logoutSealed);
    return JSON.parse(text) as QueuedLogout;
  } catch {
    return undefined;
  }
}

const placeOf = (clientId: string, jti: string) => `logouts.logout_sealed/${clientId}/${jti}`;
