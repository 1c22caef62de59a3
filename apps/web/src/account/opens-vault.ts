import { passkeySlotId } from '@signet/vault';
import { passkeySlotIds } from '../vault/vault-session.ts';

/** Whether a second step is a passkey that has a slot in the vault, as well. */
export async function opensVault(credentialId: string | null): Promise<boolean> {
  return credentialId !== null && passkeySlotIds().includes(await passkeySlotId(credentialId));
}
