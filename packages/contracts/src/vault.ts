import * as v from 'valibot';
import {
  digestSchema,
  recordPurposes,
  sealedManifestSchema,
  storedRecordSchema,
  storedVaultSchema,
} from '@signet/vault/sealed';
import { operations } from './operation.ts';
import { nothing } from './text.ts';

/** Of the root key: who writes shows that they hold it (VAULT-11). */
const writeProof = digestSchema;
const positive = v.pipe(v.number(), v.integer(), v.minValue(1));

/** Ciphertext in, ciphertext out: the bff can neither read nor make any of it. */
export const vaultOperations = operations({
  readVault: {
    method: 'GET',
    path: '/api/vault',
    session: 'enrolling',
    recovering: true,
    input: nothing,
    reply: v.strictObject({ vault: storedVaultSchema, manifestVersion: positive }),
    problems: ['vault_missing'],
  },
  /** Compare-and-set on the manifest's version: two tabs cannot overwrite each other. */
  writeRecord: {
    method: 'POST',
    path: '/api/vault/records',
    session: 'enrolling',
    input: v.strictObject({
      record: storedRecordSchema,
      manifest: sealedManifestSchema,
      expectedManifestVersion: positive,
      writeProof,
    }),
    reply: v.strictObject({ manifestVersion: positive }),
    problems: ['vault_moved_on', 'vault_missing', 'unlock_required'],
    bodyLimitBytes: 512 * 1_024,
  },
  removeRecord: {
    method: 'POST',
    path: '/api/vault/records/remove',
    session: 'enrolling',
    input: v.strictObject({
      purpose: v.picklist(recordPurposes),
      manifest: sealedManifestSchema,
      expectedManifestVersion: positive,
      writeProof,
    }),
    reply: v.strictObject({ manifestVersion: positive }),
    problems: ['vault_moved_on', 'vault_missing', 'unlock_required'],
  },
});
