import { createHmac } from 'node:crypto';
import path from 'node:path';
import { keyObject } from './key-object.ts';
import { opaqueKeyFile, type OpaqueKeyFile } from './bff-keys.ts';
import { readKeys } from './key-files.ts';

/**
 * The key port (AUTH-3): everything that makes a stolen database useless for guessing. It is one function wide, so that a
 * KMS or a PKCS#11 token can take the file's place: HMAC-SHA-512 over account and epoch is the account's OPRF seed.
 */
export type OpaquePort = {
  /** `serverSetup` for one account as `@serenity-kit/opaque` takes it, base64url. */
  setupFor(accountId: string, epoch: number): string;
};

export function openOpaquePort(folder: string): OpaquePort {
  const { macKey, akeKeys } = readKeys(path.join(folder, opaqueKeyFile)) as OpaqueKeyFile;
  const key = Buffer.from(macKey, 'base64url');
  const ake = Buffer.from(akeKeys, 'base64url');
  return {
    setupFor(accountId, epoch) {
      const seed = createHmac('sha512', keyObject(key))
        .update(`signet/oprf\0${accountId}\0${epoch}`)
        .digest();
      return Buffer.concat([seed, ake]).toString('base64url');
    },
  };
}
