import { and, eq } from 'drizzle-orm';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { decodeAttestationObject } from '@simplewebauthn/server/helpers';
import type { AccountId } from '@signet/contracts/ids';
import type { secondFactorOperations } from '@signet/contracts/second-factors';
import type { signInOperations } from '@signet/contracts/sign-in';
import { emailOf } from '../accounts.ts';
import type { Bff } from '../bff.ts';
import { authenticators } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { isStillThere } from '../http/session.ts';
import { newId } from '../keys/new-id.ts';
import { added, makeRoom, mayAdd, ownSession } from './add-second-factor.ts';
import { keepChallenge, takeChallenge } from './challenge.ts';
import { recordWrongPasskey } from './code-limits.ts';
import { completeSignIn } from './complete-sign-in.ts';

export function passkeysOf({ db }: Pick<Bff, 'db'>, accountId: AccountId) {
  return db
    .select()
    .from(authenticators)
    .where(and(eq(authenticators.accountId, accountId), eq(authenticators.kind, 'passkey')))
    .all();
}

type Passkey = ReturnType<typeof passkeysOf>[number];

const described = (passkey: { credentialId: string | null; transports: string }) => ({
  id: passkey.credentialId ?? '',
  transports: JSON.parse(passkey.transports) as AuthenticatorTransport[],
});

/** The signature counter that the passkey showed with a good answer to the challenge; undefined for any other answer. */
export async function verifyPasskey(
  { config }: Pick<Bff, 'config'>,
  passkey: Passkey | undefined,
  expectedChallenge: string | undefined,
  response: Readonly<Record<string, unknown>>,
): Promise<number | undefined> {
  if (expectedChallenge === undefined || passkey?.publicKey == null) return undefined;
  const verified = await verifyAuthenticationResponse({
    response: response as unknown as AuthenticationResponseJSON,
    expectedChallenge,
    expectedOrigin: config.issuer,
    expectedRPID: new URL(config.issuer).hostname,
    requireUserVerification: true,
    credential: {
      ...described(passkey),
      publicKey: Uint8Array.from(Buffer.from(passkey.publicKey, 'base64url')),
      counter: passkey.counter,
    },
  }).catch(() => undefined);
  return verified?.verified === true ? verified.authenticationInfo.newCounter : undefined;
}

/** Whether it is still there to be used: it may have been taken off while its answer was looked at. */
export function usePasskey(
  { now }: Pick<Bff, 'now'>,
  tx: Pick<Bff['db'], 'update'>,
  passkey: Passkey | undefined,
  counter: number,
): boolean {
  if (passkey === undefined) return false;
  const used = tx
    .update(authenticators)
    .set({ counter, lastUsedAt: now() })
    .where(eq(authenticators.id, passkey.id))
    .run();
  return used.changes > 0;
}

/** What a browser asks the passkeys of an account for, or any passkey of this site when none is named. */
export function askForPasskey(
  { config }: Pick<Bff, 'config'>,
  passkeys: readonly Passkey[],
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: new URL(config.issuer).hostname,
    userVerification: 'required',
    allowCredentials: passkeys.map(described),
  });
}

/** AUTH-7: user verification is required at every ceremony. The PRF extension is asked for, so that a passkey can open the vault later. */
export const beginPasskey: Verb<typeof secondFactorOperations.beginPasskey> = async (
  bff,
  _input,
  call,
) => {
  const session = ownSession(call);
  if (session === undefined) return refuse('signed_out');
  const forbidden = mayAdd(bff, bff.db, session, 'passkey', call);
  if (forbidden !== undefined) return refuse(forbidden.type);
  const email = emailOf(bff, session.accountId);
  const options = await generateRegistrationOptions({
    rpName: 'Signet',
    rpID: new URL(bff.config.issuer).hostname,
    userID: Uint8Array.from(Buffer.from(session.accountId)),
    userName: email,
    userDisplayName: email,
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    // Those that were lost come off.
    excludeCredentials:
      session.stage === 'enrolling' ? [] : passkeysOf(bff, session.accountId).map(described),
  });
  keepChallenge(bff, session, 'add-passkey', options.challenge);
  return {
    ok: true,
    value: { options: { ...options, extensions: { ...options.extensions, prf: {} } } },
  };
};

export const finishPasskey: Verb<typeof secondFactorOperations.finishPasskey> = async (
  bff,
  { response },
  call,
) => {
  const session = ownSession(call);
  if (session === undefined) return refuse('signed_out');
  const forbidden = mayAdd(bff, bff.db, session, 'passkey', call);
  if (forbidden !== undefined) return refuse(forbidden.type);
  const expectedChallenge = takeChallenge(bff, session, 'add-passkey');
  if (expectedChallenge === undefined) return refuse('code_expired');
  const made = response as unknown as RegistrationResponseJSON;
  const verified = isAttestedAsAsked(made)
    ? await verifyRegistrationResponse({
        response: made,
        expectedChallenge,
        expectedOrigin: bff.config.issuer,
        expectedRPID: new URL(bff.config.issuer).hostname,
        requireUserVerification: true,
      }).catch(() => undefined)
    : undefined;
  if (verified?.verified !== true) return refuse('wrong_passkey');
  const { credential } = verified.registrationInfo;
  const { accountId } = session;
  const now = bff.now();
  return bff.db.transaction((tx) => {
    const known = tx
      .select({ id: authenticators.id })
      .from(authenticators)
      .where(eq(authenticators.credentialId, credential.id))
      .get();
    if (known !== undefined) return refuse('wrong_passkey');
    const noRoom = makeRoom(bff, tx, session, 'passkey', call);
    if (noRoom !== undefined) return noRoom;
    tx.insert(authenticators)
      .values({
        id: newId('atn'),
        accountId,
        kind: 'passkey',
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey).toString('base64url'),
        counter: credential.counter,
        transports: JSON.stringify(credential.transports ?? []),
        lastStep: 0,
        createdAt: now,
        lastUsedAt: now,
      })
      .run();
    added(bff, tx, session, 'passkey', call);
    return { ok: true as const, value: {} };
  });
};

/**
 * WebAuthn Level 3 §5.1.3: asked for "none", a browser leaves no statement, or the passkey's signature by its own key. Which device somebody
 * has is not asked, so no certificate that may tell is read, nor is whatever else whoever answers without a browser puts there.
 */
function isAttestedAsAsked({ response }: RegistrationResponseJSON): boolean {
  try {
    const bytes = Uint8Array.from(Buffer.from(response.attestationObject, 'base64url'));
    const attested = decodeAttestationObject(bytes);
    const format = attested.get('fmt');
    return (
      format === 'none' || (format === 'packed' && attested.get('attStmt').get('x5c') === undefined)
    );
  } catch {
    return false;
  }
}

export const beginPasskeySignIn: Verb<typeof signInOperations.beginPasskeySignIn> = async (
  bff,
  _input,
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const passkeys = passkeysOf(bff, session.accountId);
  if (passkeys.length === 0) return refuse('not_found');
  const options = await askForPasskey(bff, passkeys);
  keepChallenge(bff, session, 'use-passkey', options.challenge);
  return { ok: true, value: { options: { ...options } } };
};

export const finishPasskeySignIn: Verb<typeof signInOperations.finishPasskeySignIn> = async (
  bff,
  { response },
  call,
) => {
  const { session } = call;
  if (session?.accountId == null) return refuse('signed_out');
  const { accountId } = session;
  const expectedChallenge = takeChallenge(bff, session, 'use-passkey');
  const passkey = passkeysOf(bff, accountId).find((one) => one.credentialId === response['id']);
  const newCounter = await verifyPasskey(bff, passkey, expectedChallenge, response);

  return bff.db.transaction((tx) => {
    if (!isStillThere(tx, session)) return refuse('signed_out');
    if (
      passkey === undefined ||
      newCounter === undefined ||
      !usePasskey(bff, tx, passkey, newCounter)
    ) {
      recordWrongPasskey(bff, tx, accountId, call);
      return refuse('wrong_passkey');
    }
    completeSignIn(bff, tx, { ...session, passkeyId: passkey.id }, 'passkey', call);
    return { ok: true as const, value: {} };
  });
};
