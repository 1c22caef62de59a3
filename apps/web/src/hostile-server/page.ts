import { passkeySlotId, type RecoveryKey, type VaultSecret } from '@signet/vault';
import { failed, ok, type Result } from '@signet/contracts/result';
import { call, type CallProblem } from '../app/call.ts';
import { registry } from '../app/registry.ts';
import { addressFor, questionOf } from '../consent/question.ts';
import { share } from '../consent/share.ts';
import type { Draft } from '../proofing/draft.ts';
import { issueAndSeal } from '../proofing/issue.ts';
import { submitStep } from '../proofing/submit-step.ts';
import { resetWith } from '../reset/reset-with.ts';
import { registerPassword } from '../sign-up/register-password.ts';
import {
  changePassword,
  letPasskeyOpen,
  newRecoveryKey,
  newRootKey,
  recoverWith,
} from '../vault/change-secrets.ts';
import type { PasskeyPrf } from '../vault/passkey.ts';
import { provePassword } from '../vault/prove-password.ts';
import { proveRecoveryKey } from '../vault/prove-recovery-key.ts';
import { holdSecret, lock } from '../vault/this-tab.ts';
import { opensWithRecoveryKey, openWithSecret, writeRecord } from '../vault/vault-session.ts';

export { isUnlocked, vaultAccountId } from '../vault/this-tab.ts';
export { readRecord } from '../vault/vault-session.ts';
export { writeCredentials } from '../vault/credentials.ts';
export { keepDraft } from '../testing/keep-draft.ts';
export { changePassword, lock, openWithSecret, provePassword, registerPassword, writeRecord };

/** What the person brings along. */
export type Person = {
  readonly accountId: string;
  readonly slotId: string;
  readonly email: string;
  readonly password: string;
  readonly nextPassword: string;
  /** What the password gives once the bff has answered honestly (64 bytes). */
  readonly exportKey: Uint8Array;
  readonly recoveryKey: RecoveryKey;
  /** A passkey of theirs, which does not open the vault before it was let in. */
  readonly passkey: PasskeyPrf;
  readonly draft: Draft;
  /** Writes a record in another tab of theirs. */
  readonly inAnotherTab: () => Promise<void>;
};

type Outcome = Result<unknown, { readonly type: string }>;
type Journey = (person: Person) => Promise<Outcome>;

/** The password was proved and the second step done: what is stored comes, and is opened. */
function open({ accountId, exportKey }: Person): Promise<Outcome> {
  holdSecret(accountId, { kind: 'password', exportKey: exportKey.slice() });
  return openWithSecret();
}

function opened(journey: Journey): Journey {
  return async (person) => {
    const first = await open(person);
    return first.ok ? journey(person) : first;
  };
}

const letIn: Journey = ({ exportKey, passkey }) =>
  letPasskeyOpen({ kind: 'password', exportKey: exportKey.slice() }, passkey);

const turn: Journey = async ({ exportKey }) => {
  const made = await newRootKey(exportKey.slice());
  return made.ok ? made.value.commit() : made;
};

async function sayYes(uid: string) {
  const question = await questionOf(uid);
  if (question === 'continue')
    return failed<CallProblem>({ type: 'problem', code: 'interaction_gone' });
  if ('type' in question) return failed(question);
  const claims = question.details.requestedClaims;
  return share(question, { claims, emailId: addressFor(claims, question.addresses, null) });
}

const nothingSeen = '{"registry":{"version":0,"digest":""},"agencies":[]}';
const note = () => writeRecord('agency-keys', new TextEncoder().encode(nothingSeen));

/** What a person does, by the app's own code; the pages add words and fields to it, and nothing else. */
export const journeys = {
  'signing up': ({ password, accountId, slotId: passwordSlotId }) =>
    registerPassword(password, { accountId, passwordSlotId }),

  'signing in': async ({ email, password }) => {
    const proved = await provePassword({ email }, password);
    if (!proved.ok) return proved;
    const { accountId, exportKey } = proved.value;
    holdSecret(accountId, { kind: 'password', exportKey });
    const session = await call('readSession', {});
    if (!session.ok) return session;
    const second = await call('submitTotp', { code: '000000' });
    return second.ok ? openWithSecret() : second;
  },

  unlocking: async ({ password }) => {
    const proved = await provePassword('unlock', password);
    if (!proved.ok) return proved;
    const { accountId, exportKey } = proved.value;
    holdSecret(accountId, { kind: 'password', exportKey });
    return openWithSecret();
  },

  'opening the vault': open,

  'unlocking again in the same page': opened(async (person) => {
    const written = await note();
    if (!written.ok) return written;
    lock();
    return open(person);
  }),

  'writing after another tab': opened(async ({ inAnotherTab }) => {
    await inAnotherTab();
    return note();
  }),

  'changing the password': opened(async ({ exportKey, nextPassword }) => {
    const made = await changePassword(exportKey.slice(), nextPassword);
    return made.ok ? made.value.commit() : made;
  }),

  'making a new recovery key': opened(async ({ exportKey }) => {
    const made = await newRecoveryKey({ kind: 'password', exportKey: exportKey.slice() });
    return made.ok ? made.value.commit() : made;
  }),

  'letting a passkey open the vault': opened(letIn),

  'opening with a passkey': opened(async (person) => {
    const first = await letIn(person);
    if (!first.ok) return first;
    lock();
    const { credentialId, prf } = person.passkey;
    const secret = { kind: 'passkey', slotId: await passkeySlotId(credentialId), prf: prf.slice() };
    holdSecret(person.accountId, secret as VaultSecret);
    return openWithSecret();
  }),

  'making a new root key': opened(turn),

  'shutting a passkey out': opened(async (person) => {
    const first = await letIn(person);
    return first.ok ? turn(person) : first;
  }),

  'checking the recovery key': opened(async ({ recoveryKey }) => {
    const opens = await opensWithRecoveryKey(recoveryKey);
    if (!opens.ok) return opens;
    if (!opens.value) return failed({ type: 'does not open' });
    return call('noteRecoveryKeyChecked', {});
  }),

  'resetting after the day': ({ nextPassword, accountId }) => resetWith(nextPassword, accountId),

  'signing in with a text message': async ({ accountId, exportKey }) => {
    holdSecret(accountId, { kind: 'password', exportKey: exportKey.slice() });
    const sent = await call('sendTextCode', {});
    if (!sent.ok) return sent;
    const second = await call('submitTextCode', { code: '000000' });
    return second.ok ? openWithSecret() : second;
  },

  'asking for a new second step': () => call('beginNewSecondFactor', {}),

  recovering: async ({ email, recoveryKey, nextPassword }) => {
    const proved = await proveRecoveryKey(email, recoveryKey);
    if (!proved.ok) return proved;
    const secret = { kind: 'recovery-key', key: recoveryKey } as const;
    holdSecret(proved.value.accountId, secret);
    const second = await call('submitTotp', { code: '000000' });
    if (!second.ok) return second;
    const first = await openWithSecret();
    if (!first.ok) return first;
    const made = await recoverWith(secret, nextPassword);
    return made.ok ? made.value.commit() : made;
  },

  sharing: opened(() => sayYes('an-interaction')),

  'sharing, sealed': opened(() => sayYes('a-sealed-interaction')),

  'proving a step': ({ draft }) => submitStep('check-information', { ssn: draft.ssn ?? '' }, draft),

  'sealing the credential': opened(({ draft }) => issueAndSeal(draft)),

  'reading the registry': async () => ok(await registry()),
} as const satisfies Record<string, Journey>;

export type JourneyName = keyof typeof journeys;
