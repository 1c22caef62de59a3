import type { AccountId, EmailId } from '@signet/contracts/ids';
import { emailIndex, sealEmail } from '../accounts.ts';
import { emails } from '../db/schema.ts';
import { newId } from '../keys/new-id.ts';
import type { House } from './house.ts';

/** A further address of an account, confirmed or not. */
export function addAddress(
  { bff }: Pick<House, 'bff'>,
  accountId: AccountId,
  address: string,
  confirmedAt: number | null,
): EmailId {
  const id = newId('eml');
  bff.db
    .insert(emails)
    .values({
      id,
      accountId,
      emailIndex: emailIndex(bff, address),
      emailSealed: sealEmail(bff, address),
      isPrimary: false,
      confirmedAt,
      createdAt: Date.now(),
    })
    .run();
  return id;
}
