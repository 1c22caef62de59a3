import { createHash, randomBytes } from 'node:crypto';
import { client, ready } from '@serenity-kit/opaque';
import * as v from 'valibot';
import { stretchingOfNewPasswords } from '@signet/contracts/key-stretching';
import { opaqueIdentifiers } from '@signet/contracts/opaque';
import { createVault, recoveryLoginProof, writeProof } from '@signet/vault';
import type { Browser } from './browser.ts';
import type { Outbox } from './outbox.ts';
import { createPasskey, type Passkey } from './passkey.ts';

export type Account = { readonly accountId: string; readonly passkey: Passkey };

const challengeOf = (options: unknown) =>
  v.parse(v.object({ challenge: v.string() }), options).challenge;

/**
 * By the front door: the link in the mail, a password by OPAQUE, a vault, a passkey. Nobody needs the password again, because the
 * passkey alone signs in, and the vault stays empty: a simulated person forgets with the simulator.
 */
export async function signUp(browser: Browser, outbox: Outbox, email: string): Promise<Account> {
  await ready;
  const linkCame = await outbox.listen(email, /#token=([\w-]+)/);
  await browser.must('beginSignUp', { email });
  const token = await linkCame();
  const { accountId, passwordSlotId } = await browser.must('confirmEmail', { token });
  const password = randomBytes(24).toString('base64url');
  const begun = client.startRegistration({ password });
  const { registrationRequest } = begun;
  const answer = await browser.must('beginPassword', { registrationRequest });
  const done = client.finishRegistration({
    password,
    registrationResponse: answer.registrationResponse,
    clientRegistrationState: begun.clientRegistrationState,
    identifiers: opaqueIdentifiers(browser.issuer, accountId),
    keyStretching: { 'argon2id-custom': stretchingOfNewPasswords },
  });
  const { vault, stored, recoveryKey } = await createVault({
    accountId,
    passwordSecret: Uint8Array.from(Buffer.from(done.exportKey, 'base64url')),
    slotId: passwordSlotId,
  });
  const proof = await recoveryLoginProof(accountId, recoveryKey);
  await browser.must('finishPassword', {
    registration: {
      record: done.registrationRecord,
      begun: answer.begun,
      stretching: stretchingOfNewPasswords,
    },
    vault: stored as never,
    recoveryProofDigest: createHash('sha256').update(proof).digest('base64url'),
    writeProofDigest: (await writeProof(vault)).proofDigest,
  });

  const passkey = createPasskey(new URL(browser.issuer).hostname);
  const { options } = await browser.must('beginPasskey', {});
  const ceremony = { challenge: challengeOf(options), origin: browser.issuer };
  await browser.must('finishPasskey', { response: passkey.register(ceremony) });
  return { accountId, passkey };
}

/** A passkey whose device verified its user is both factors (AUTH-17). */
export async function signIn(browser: Browser, { passkey }: Account): Promise<void> {
  const { attemptId, options } = await browser.must('beginPasskeyOnly', {});
  const ceremony = { challenge: challengeOf(options), origin: browser.issuer };
  await browser.must('finishPasskeyOnly', { attemptId, response: passkey.use(ceremony) });
}

export async function isSignedIn(browser: Browser): Promise<boolean> {
  return (await browser.must('readSession', {})).stage === 'signed-in';
}
