import * as v from 'valibot';
import { digestSchema, storedVaultSchema } from '@signet/vault/sealed';
import { accountId, slotId } from './ids.ts';
import { passwordRegistrationSchema, registrationBegun } from './key-stretching.ts';
import { opaqueMessageLimit } from './opaque.ts';
import { operations } from './operation.ts';
import { secondFactorKinds } from './sign-in.ts';
import { base64url, emailAddress, instant, nothing } from './text.ts';

const token = base64url(64);

/**
 * What takes a day, so that an owner can stop a stranger (AUTH-21): another vault, when password and recovery key are lost, and
 * another second factor, when all of them are. Every address is told at the beginning and at the end.
 */
export const waitOperations = operations({
  /** An address without an account is answered alike, and told so by mail. */
  beginReset: {
    method: 'POST',
    path: '/api/reset',
    session: 'none',
    input: v.strictObject({ email: emailAddress }),
    reply: nothing,
    problems: [],
  },
  beginNewSecondFactor: {
    method: 'POST',
    path: '/api/new-second-factor',
    session: 'first-factor',
    input: nothing,
    reply: v.strictObject({ readyAt: instant }),
    problems: [],
  },
  stopWait: {
    method: 'POST',
    path: '/api/waits/stop',
    session: 'none',
    input: v.strictObject({ token }),
    reply: nothing,
    problems: ['link_expired'],
  },
  /** Stands in for the password, until another vault was made. It serves as often as needed within two days. */
  redeemReset: {
    method: 'POST',
    path: '/api/reset/redeem',
    session: 'none',
    begins: true,
    input: v.strictObject({ token }),
    reply: v.strictObject({ secondFactors: v.array(v.picklist(secondFactorKinds)) }),
    problems: ['link_expired'],
  },
  /**
   * From now on, for two days, the right password takes all second factors off the account, in this browser only; so does the link of the
   * reset, if `everythingLost`.
   */
  confirmNewSecondFactor: {
    method: 'POST',
    path: '/api/new-second-factor/confirm',
    session: 'none',
    input: v.strictObject({ token }),
    reply: v.strictObject({ everythingLost: v.boolean() }),
    problems: ['link_expired'],
  },
  beginReplacement: {
    method: 'POST',
    path: '/api/reset/password/begin',
    session: 'resetting',
    input: v.strictObject({ registrationRequest: base64url(opaqueMessageLimit) }),
    reply: v.strictObject({
      ...registrationBegun,
      accountId,
      passwordSlotId: slotId,
    }),
    problems: [],
  },
  /** Another password and an empty vault take the place of the old ones, which are destroyed. */
  finishReplacement: {
    method: 'POST',
    path: '/api/reset/password/finish',
    session: 'resetting',
    input: v.strictObject({
      registration: passwordRegistrationSchema,
      vault: storedVaultSchema,
      recoveryProofDigest: digestSchema,
      writeProofDigest: digestSchema,
    }),
    reply: nothing,
    problems: ['link_expired'],
    bodyLimitBytes: 128 * 1_024,
  },
});
