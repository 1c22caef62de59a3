import type { StatusReference } from '@signet/contracts/credential-status';
import { stretchingFloor } from '@signet/contracts/key-stretching';
import type { AccountId } from '@signet/contracts/ids';
import { emailIndex, sealEmail } from '../accounts.ts';
import type { Bff } from '../bff.ts';
import { allocateStatuses } from '../credential-status/allocate.ts';
import { opaqueRecordOf } from '../db/made-elsewhere.ts';
import { accounts, authenticators, emails } from '../db/schema.ts';
import { startSession } from '../http/session.ts';
import { newId } from '../keys/new-id.ts';

/** People who are there already, written into the database of a bff. */
export function seedPeople(bff: Pick<Bff, 'db' | 'keys' | 'config' | 'now'>) {
  return {
    signUp(email: string, verifiedAt: number | null = Date.now()) {
      const id = newId('sub');
      bff.db
        .insert(accounts)
        .values({
          id,
          opaqueRecord: opaqueRecordOf(''),
          opaqueEpoch: 1,
          stretching: stretchingFloor,
          createdAt: Date.now(),
          verifiedAt,
        })
        .run();
      bff.db
        .insert(emails)
        .values({
          id: newId('eml'),
          accountId: id,
          emailIndex: emailIndex(bff, email),
          emailSealed: sealEmail(bff, email),
          isPrimary: true,
          confirmedAt: Date.now(),
          createdAt: Date.now(),
        })
        .run();
      // Whoever has no second step shares nothing.
      bff.db
        .insert(authenticators)
        .values({
          id: newId('atn'),
          accountId: id,
          kind: 'totp',
          counter: 0,
          transports: '[]',
          lastStep: 0,
          createdAt: Date.now(),
        })
        .run();
      return id;
    },
    /** A place in a status list, as each copy of a credential gets one. */
    status(accountId: AccountId): StatusReference {
      // Reads before it writes: the bff, where it is another process, must not write in between.
      const [status] = bff.db.transaction(
        (tx) => allocateStatuses(bff, tx, accountId, 1, bff.now()),
        { behavior: 'immediate' },
      );
      if (status === undefined) throw new Error('no place was given');
      return status;
    },
    /** The Set-Cookie line of a fresh sign-in with both factors. */
    signIn(accountId: AccountId): string {
      const begin = {
        stage: 'signed-in',
        accountId,
        signUpId: null,
        methods: 'pwd hwk',
        secretProvedAt: null,
      } as const;
      return startSession(bff.db, bff.now(), begin, undefined).cookie;
    },
  };
}
