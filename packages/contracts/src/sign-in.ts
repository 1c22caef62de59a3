import * as v from 'valibot';
import { accountId, attemptId } from './ids.ts';
import { stretchingSchema } from './key-stretching.ts';
import { opaqueMessageLimit } from './opaque.ts';
import { operations } from './operation.ts';
import { base64url, emailAddress, instant, nothing } from './text.ts';

/** Passkeys first, because they do not answer a phisher; text messages last, because the number they go to can be taken over. */
export const secondFactorKinds = ['passkey', 'totp', 'backup-codes', 'sms'] as const;
export type SecondFactorKind = (typeof secondFactorKinds)[number];

/** A WebAuthn message is checked by the WebAuthn library; here it only has to be a JSON object. */
export const webauthnJson = v.record(v.string(), v.unknown());

export const sixDigits = v.pipe(v.string(), v.regex(/^\d{6}$/));

/** What is told of a telephone number to know it again. */
export const phoneEnding = v.pipe(v.string(), v.regex(/^\d{2}$/));

/** Twelve characters of Crockford's base 32, 60 bits; the browser takes off blanks and dashes. */
export const backupCode = v.pipe(v.string(), v.regex(/^[0-9A-HJKMNP-TV-Z]{12}$/));

/** KE2 (RFC 9807 §6.3), and what the browser needs for KE3: one of OPAQUE's identities, and what the password was stretched with. */
const begunLogin = v.strictObject({
  attemptId,
  accountId,
  loginResponse: base64url(opaqueMessageLimit),
  stretching: stretchingSchema,
});

export const signInOperations = operations({
  /** OPAQUE KE1 → KE2. An unknown address is answered from a fake record; `accountId` is then as stable as a real one. */
  beginSignIn: {
    method: 'POST',
    path: '/api/sign-in/begin',
    session: 'none',
    input: v.strictObject({
      email: emailAddress,
      startLoginRequest: base64url(opaqueMessageLimit),
    }),
    reply: begunLogin,
    problems: ['authenticator_disabled'],
  },
  finishSignIn: {
    method: 'POST',
    path: '/api/sign-in/finish',
    session: 'none',
    begins: true,
    input: v.strictObject({ attemptId, finishLoginRequest: base64url(opaqueMessageLimit) }),
    reply: v.strictObject({ secondFactors: v.array(v.picklist(secondFactorKinds)) }),
    problems: ['wrong_credentials'],
  },
  submitTotp: {
    method: 'POST',
    path: '/api/sign-in/totp',
    session: 'first-factor',
    input: v.strictObject({ code: sixDigits }),
    reply: nothing,
    problems: ['wrong_code', 'codes_disabled'],
  },
  beginPasskeySignIn: {
    method: 'POST',
    path: '/api/sign-in/passkey/begin',
    session: 'first-factor',
    input: nothing,
    reply: v.strictObject({ options: webauthnJson }),
    problems: ['not_found'],
  },
  finishPasskeySignIn: {
    method: 'POST',
    path: '/api/sign-in/passkey/finish',
    session: 'first-factor',
    input: v.strictObject({ response: webauthnJson }),
    reply: nothing,
    problems: ['wrong_passkey'],
  },
  /** NIST SP 800-63B-4 §3.1.2: look-up secrets. Each of the ten serves once. */
  submitBackupCode: {
    method: 'POST',
    path: '/api/sign-in/backup-code',
    session: 'first-factor',
    input: v.strictObject({ code: backupCode }),
    reply: nothing,
    problems: ['wrong_code', 'codes_disabled'],
  },
  /** SP 800-63B-4 §3.1.3, out-of-band. A new code takes the place of the one before, and forgives no wrong one. */
  sendTextCode: {
    method: 'POST',
    path: '/api/sign-in/text/send',
    session: 'first-factor',
    input: nothing,
    reply: v.strictObject({ phoneEnding, expiresAt: instant }),
    problems: ['not_found', 'phone_unreachable'],
  },
  submitTextCode: {
    method: 'POST',
    path: '/api/sign-in/text',
    session: 'first-factor',
    input: v.strictObject({ code: sixDigits }),
    reply: nothing,
    problems: ['wrong_code', 'code_expired', 'codes_disabled'],
  },
  /** A passkey alone: its device asked who is there, which makes it two factors. No address is given. */
  beginPasskeyOnly: {
    method: 'POST',
    path: '/api/sign-in/passkey-only/begin',
    session: 'none',
    input: nothing,
    reply: v.strictObject({ attemptId, options: webauthnJson }),
    problems: [],
  },
  finishPasskeyOnly: {
    method: 'POST',
    path: '/api/sign-in/passkey-only/finish',
    session: 'none',
    begins: true,
    input: v.strictObject({ attemptId, response: webauthnJson }),
    reply: v.strictObject({ accountId }),
    problems: ['wrong_passkey'],
  },
  /** As `beginUnlock`, with a passkey that opens the vault. */
  beginPasskeyUnlock: {
    method: 'POST',
    path: '/api/unlock/passkey/begin',
    session: 'signed-in',
    input: nothing,
    reply: v.strictObject({ options: webauthnJson }),
    problems: ['not_found'],
  },
  finishPasskeyUnlock: {
    method: 'POST',
    path: '/api/unlock/passkey/finish',
    session: 'signed-in',
    input: v.strictObject({ response: webauthnJson }),
    reply: v.strictObject({ accountId }),
    problems: ['wrong_passkey'],
  },
  /** The page was reloaded and the keys are gone: the password opens the vault again, within the same session. */
  beginUnlock: {
    method: 'POST',
    path: '/api/unlock/begin',
    session: 'enrolling',
    input: v.strictObject({ startLoginRequest: base64url(opaqueMessageLimit) }),
    reply: begunLogin,
    problems: ['authenticator_disabled'],
  },
  finishUnlock: {
    method: 'POST',
    path: '/api/unlock/finish',
    session: 'enrolling',
    input: v.strictObject({ attemptId, finishLoginRequest: base64url(opaqueMessageLimit) }),
    reply: nothing,
    problems: ['wrong_credentials'],
  },
});
