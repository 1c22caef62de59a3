import { accountOperations } from './account.ts';
import { ceremonyOperations, recoveryOperations } from './ceremonies.ts';
import { connectionOperations } from './connections.ts';
import { consentOperations } from './consent.ts';
import { emailOperations } from './emails.ts';
import { handOffOperations } from './hand-off.ts';
import { letterOperations } from './letter.ts';
import { proofingOperations } from './proofing.ts';
import { sessionOperations } from './session.ts';
import { secondFactorOperations } from './second-factors.ts';
import { signInOperations } from './sign-in.ts';
import { signUpOperations } from './sign-up.ts';
import { vaultOperations } from './vault.ts';
import { waitOperations } from './waits.ts';

/** The whole wire between browser and bff. What is not in this table does not exist, and nothing in it is an operator's (AUTH-20). */
export const operationTable = {
  ...sessionOperations,
  ...signUpOperations,
  ...signInOperations,
  ...secondFactorOperations,
  ...recoveryOperations,
  ...waitOperations,
  ...vaultOperations,
  ...ceremonyOperations,
  ...accountOperations,
  ...emailOperations,
  ...proofingOperations,
  ...handOffOperations,
  ...letterOperations,
  ...consentOperations,
  ...connectionOperations,
};

export type OperationName = keyof typeof operationTable;
