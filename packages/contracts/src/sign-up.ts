import * as v from 'valibot';
import { digestSchema, storedVaultSchema } from '@signet/vault/sealed';
import { accountId, interactionUid, slotId } from './ids.ts';
import { passwordRegistrationSchema, registrationBegun } from './key-stretching.ts';
import { opaqueMessageLimit } from './opaque.ts';
import { operations } from './operation.ts';
import { base64url, namedAddress, newEmailAddress, nothing } from './text.ts';

/** E-mail → link (24 h) → password and vault → first second factor. Known and unknown addresses answer alike. */
export const signUpOperations = operations({
  beginSignUp: {
    method: 'POST',
    path: '/api/sign-up',
    session: 'none',
    /** `interaction` brings the person back to the agency's request when they open the link. */
    input: v.strictObject({ email: newEmailAddress, interaction: v.optional(interactionUid) }),
    reply: nothing,
    problems: [],
  },
  /** Redeems the link's token; it travels in the URL fragment, so no log of any server holds it. */
  confirmEmail: {
    method: 'POST',
    path: '/api/sign-up/confirm',
    session: 'none',
    begins: true,
    input: v.strictObject({ token: base64url(64) }),
    reply: v.strictObject({ email: namedAddress, accountId, passwordSlotId: slotId }),
    problems: ['link_expired', 'signed_in_already'],
  },
  beginPassword: {
    method: 'POST',
    path: '/api/sign-up/password/begin',
    session: 'sign-up',
    input: v.strictObject({ registrationRequest: base64url(opaqueMessageLimit) }),
    reply: v.strictObject(registrationBegun),
    problems: [],
  },
  /** Creates the account: the OPAQUE record and the sealed vault land in one transaction. */
  finishPassword: {
    method: 'POST',
    path: '/api/sign-up/password/finish',
    session: 'sign-up',
    input: v.strictObject({
      registration: passwordRegistrationSchema,
      vault: storedVaultSchema,
      /** By which the bff knows the recovery key again when the password is forgotten; it opens nothing. */
      recoveryProofDigest: digestSchema,
      /** By which it knows that who writes the vault holds its root key (VAULT-11). */
      writeProofDigest: digestSchema,
    }),
    reply: nothing,
    problems: ['link_expired', 'vault_moved_on'],
    bodyLimitBytes: 128 * 1_024,
  },
});
