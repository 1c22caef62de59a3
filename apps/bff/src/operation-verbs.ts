import type { operationTable, OperationName } from '@signet/contracts/operation-table';
import {
  deleteActivity,
  readActivity,
  readKnownBrowsers,
  listOlderActivity,
} from './account/activity.ts';
import { deleteAccount } from './account/delete-account.ts';
import {
  addEmail,
  confirmAddress,
  makeEmailPrimary,
  readEmails,
  removeEmail,
} from './account/emails.ts';
import { readConnections, stopSharing } from './consent/connections.ts';
import { chooseLanguage, readLanguage } from './account/language.ts';
import { noteRecoveryKeyChecked, readRecovery } from './account/recovery-methods.ts';
import type { Verb } from './http/mount-operation.ts';
import {
  beginHandOff,
  endHandOff,
  readHandOff,
  readHandOffPhotographs,
  showHandOffKey,
} from './proofing/hand-off.ts';
import {
  readHandOffKey,
  redeemHandOff,
  sendHandOffPhotograph,
  stopHandOff,
} from './proofing/hand-off-phone.ts';
import { disavowIdentity } from './proofing/disavow-identity.ts';
import { cancelLetter, readLetters } from './proofing/post/letter-verbs.ts';
import { readProofingRecord } from './proofing/read-record.ts';
import { readStepReply } from './proofing/step-reply.ts';
import { readProofing, startProofing } from './proofing/start-proofing.ts';
import { submitStep } from './proofing/submit-step.ts';
import { endOneSession, endOtherSessions, readSessions } from './session/other-sessions.ts';
import { disavowSignIn } from './session/disavow-sign-in.ts';
import { endSession, extendSession, readSession } from './session/session-verbs.ts';
import {
  beginPasskey,
  beginPasskeySignIn,
  finishPasskey,
  finishPasskeySignIn,
} from './sign-in/passkey.ts';
import {
  beginPasskeyOnly,
  beginPasskeyUnlock,
  finishPasskeyOnly,
  finishPasskeyUnlock,
} from './sign-in/passkey-only.ts';
import { beginSignIn, finishSignIn } from './sign-in/prove-password.ts';
import { makeBackupCodes, submitBackupCode } from './sign-in/backup-codes.ts';
import { readSecondFactors, removeSecondFactor } from './sign-in/second-factors.ts';
import { beginPhone, finishPhone, sendTextCode, submitTextCode } from './sign-in/text-messages.ts';
import { beginTotp, finishTotp, submitTotp } from './sign-in/totp.ts';
import { beginUnlock, finishUnlock } from './sign-in/unlock.ts';
import { beginRecovery, finishRecovery } from './sign-in/recovery.ts';
import { beginSignUp } from './sign-up/begin-sign-up.ts';
import { confirmEmail } from './sign-up/confirm-email.ts';
import { beginPassword, finishPassword } from './sign-up/register-password.ts';
import { commitSlot, commitVault } from './vault/commit-change.ts';
import { beginNewPassword, keepPending, readPending } from './vault/pending-change.ts';
import { beginReplacement, finishReplacement } from './waits/replace-vault.ts';
import {
  beginNewSecondFactor,
  beginReset,
  confirmNewSecondFactor,
  redeemReset,
  stopWait,
} from './waits/wait-verbs.ts';
import { readVault, removeRecord, writeRecord } from './vault/vault-verbs.ts';

type ConsentOperation = 'readInteraction' | 'completeLogin' | 'grantConsent' | 'refuseConsent';

/** Every operation of the table and the verb that answers it; those of consent are added by the OIDC side (`app.ts`). */
// prettier-ignore
export const operationVerbs: { readonly [Name in Exclude<OperationName, ConsentOperation>]: Verb<(typeof operationTable)[Name]> } = {
  readSession, extendSession, endSession, readSessions, endOneSession, endOtherSessions, disavowSignIn,
  beginSignUp, confirmEmail, beginPassword, finishPassword,
  beginSignIn, finishSignIn, submitTotp, beginPasskeySignIn, finishPasskeySignIn, submitBackupCode,
  sendTextCode, submitTextCode,
  beginPasskeyOnly, finishPasskeyOnly, beginPasskeyUnlock, finishPasskeyUnlock, beginUnlock, finishUnlock,
  readSecondFactors, removeSecondFactor, makeBackupCodes,
  beginTotp, finishTotp, beginPasskey, finishPasskey, beginPhone, finishPhone,
  beginRecovery, finishRecovery, beginReset, beginNewSecondFactor, stopWait, redeemReset, confirmNewSecondFactor,
  beginReplacement, finishReplacement,
  readVault, writeRecord, removeRecord, beginNewPassword, keepPending, readPending, commitSlot, commitVault,
  readEmails, addEmail, confirmAddress, makeEmailPrimary, removeEmail,
  readActivity, listOlderActivity, readKnownBrowsers, deleteActivity, readRecovery, noteRecoveryKeyChecked, deleteAccount,
  readLanguage, chooseLanguage,
  readConnections, stopSharing,
  startProofing, readProofing, submitStep, readStepReply, disavowIdentity, readProofingRecord,
  beginHandOff, readHandOff, readHandOffPhotographs, showHandOffKey, endHandOff, redeemHandOff, readHandOffKey, sendHandOffPhotograph, stopHandOff,
  readLetters, cancelLetter,
};

export type ConsentVerbs = {
  readonly [Name in ConsentOperation]: Verb<(typeof operationTable)[Name]>;
};
