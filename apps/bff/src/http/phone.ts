import type { IncomingHttpHeaders } from 'node:http';
import { and, eq, gt, isNull } from 'drizzle-orm';
import type { Bff } from '../bff.ts';
import { handOffs } from '../db/schema.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { cookieValue } from './session.ts';

const phoneCookie = '__Host-signet-phone';

/** A hand-off as the phone's cookie stands for it: no session, no account, nothing but itself (PROOF-13). */
export type Phone = typeof handOffs.$inferSelect;

export function readPhone({ db, now }: Pick<Bff, 'db' | 'now'>, headers: IncomingHttpHeaders) {
  const token = cookieValue(headers, phoneCookie);
  if (token === undefined) return undefined;
  return db
    .select()
    .from(handOffs)
    .where(
      and(
        eq(handOffs.phoneHash, tokenHash(token)),
        isNull(handOffs.stoppedAt),
        gt(handOffs.expiresAt, now()),
      ),
    )
    .get();
}

export function setPhoneCookie(token: string, seconds: number): string {
  return `${phoneCookie}=${token}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=${seconds}`;
}
