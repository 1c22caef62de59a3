import * as v from 'valibot';
import {
  digestSchema,
  pendingSlotSchema,
  pendingVaultSchema,
  slotCommitSchema,
  vaultCommitSchema,
} from '@signet/vault/sealed';
import { accountId, attemptId } from './ids.ts';
import { passwordRegistrationSchema, registrationBegun } from './key-stretching.ts';
import { opaqueMessageLimit } from './opaque.ts';
import { operations } from './operation.ts';
import { secondFactorKinds } from './sign-in.ts';
import { base64url, emailAddress, nothing } from './text.ts';

const positive = v.pipe(v.number(), v.integer(), v.minValue(1));
const kilobyte = 1_024;

/** What a change puts beside the vault until it is committed; the vault as it is stays the one that counts (VAULT-10). */
export const pendingChangeSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('slot'), slot: pendingSlotSchema }),
  v.strictObject({ kind: v.literal('vault'), vault: pendingVaultSchema }),
]);

export type PendingChange = v.InferOutput<typeof pendingChangeSchema>;

/** Changing what opens the vault: keep it beside the vault, read it back and open it, then one compare-and-set. */
export const ceremonyOperations = operations({
  /** OPAQUE registration of a new password, at the account's next epoch. */
  beginNewPassword: {
    method: 'POST',
    path: '/api/vault/new-password',
    session: 'signed-in',
    recovering: true,
    input: v.strictObject({ registrationRequest: base64url(opaqueMessageLimit) }),
    reply: v.strictObject(registrationBegun),
    problems: ['unlock_required'],
  },
  /** A later pending change takes the place of an earlier one. */
  keepPending: {
    method: 'POST',
    path: '/api/vault/pending/keep',
    session: 'signed-in',
    recovering: true,
    input: v.strictObject({
      change: pendingChangeSchema,
      /** With a new password slot: the record that takes the place of the old one when the change is committed. */
      registration: v.optional(passwordRegistrationSchema),
      /** With a new recovery slot: the digest of its login proof. */
      recoveryProofDigest: v.optional(digestSchema),
      /** Of the root key that counts until the commit (VAULT-11). */
      writeProof: digestSchema,
      /** With another root key: the digest of its own. */
      writeProofDigest: v.optional(digestSchema),
    }),
    reply: nothing,
    problems: ['unlock_required', 'vault_missing'],
    bodyLimitBytes: 768 * kilobyte,
  },
  readPending: {
    method: 'GET',
    path: '/api/vault/pending',
    session: 'signed-in',
    recovering: true,
    input: nothing,
    reply: v.strictObject({ change: v.nullable(pendingChangeSchema) }),
    problems: [],
  },
  commitSlot: {
    method: 'POST',
    path: '/api/vault/pending/commit-slot',
    session: 'signed-in',
    input: slotCommitSchema,
    reply: v.strictObject({ manifestVersion: positive }),
    // `not_found`: of a passkey that was taken off meanwhile.
    problems: ['unlock_required', 'vault_moved_on', 'vault_missing', 'not_found'],
    bodyLimitBytes: 128 * kilobyte,
  },
  commitVault: {
    method: 'POST',
    path: '/api/vault/pending/commit-vault',
    session: 'signed-in',
    recovering: true,
    input: vaultCommitSchema,
    reply: v.strictObject({ manifestVersion: positive }),
    problems: ['unlock_required', 'vault_moved_on', 'vault_missing', 'not_found'],
    bodyLimitBytes: 128 * kilobyte,
  },
});

/** A forgotten password: the recovery key stands in for it, and the second factor is asked as always. */
export const recoveryOperations = operations({
  /** Known and unknown addresses answer alike; the identifier is what the proof is bound to. */
  beginRecovery: {
    method: 'POST',
    path: '/api/recovery/begin',
    session: 'none',
    input: v.strictObject({ email: emailAddress }),
    reply: v.strictObject({ attemptId, accountId }),
    problems: [],
  },
  finishRecovery: {
    method: 'POST',
    path: '/api/recovery/finish',
    session: 'none',
    begins: true,
    input: v.strictObject({ attemptId, proof: digestSchema }),
    reply: v.strictObject({ secondFactors: v.array(v.picklist(secondFactorKinds)) }),
    problems: ['wrong_credentials'],
  },
});
