import * as v from 'valibot';
import { accountId, attemptId } from './ids.ts';
import { opaqueMessageLimit } from './opaque.ts';
import { operations } from './operation.ts';
import { base64url, emailAddress, nothing } from './text.ts';

export const secondFactorKinds = ['passkey', 'totp'] as const;
export type SecondFactorKind = (typeof secondFactorKinds)[number];

/** A WebAuthn message is checked by the WebAuthn library; here it only has to be a JSON object. */
export const webauthnJson = v.record(v.string(), v.unknown());

const sixDigits = v.pipe(v.string(), v.regex(/^\d{6}$/));

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
    reply: v.strictObject({ attemptId, accountId, loginResponse: base64url(opaqueMessageLimit) }),
    problems: [],
  },
  finishSignIn: {
    method: 'POST',
    path: '/api/sign-in/finish',
    session: 'none',
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
    problems: ['wrong_code'],
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
  /** The page was reloaded and the keys are gone: the password opens the vault again, within the same session. */
  beginUnlock: {
    method: 'POST',
    path: '/api/unlock/begin',
    session: 'enrolling',
    input: v.strictObject({ startLoginRequest: base64url(opaqueMessageLimit) }),
    reply: v.strictObject({ attemptId, accountId, loginResponse: base64url(opaqueMessageLimit) }),
    problems: [],
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

/** Choosing a second factor: at sign-up the first one, later more. */
export const secondFactorOperations = operations({
  beginTotp: {
    method: 'POST',
    path: '/api/second-factors/totp/begin',
    session: 'enrolling',
    input: nothing,
    /** `secret` in base 32 for typing, `uri` for the QR code (otpauth://). */
    reply: v.strictObject({ secret: v.string(), uri: v.string() }),
    problems: ['unlock_required'],
  },
  finishTotp: {
    method: 'POST',
    path: '/api/second-factors/totp/finish',
    session: 'enrolling',
    input: v.strictObject({ code: sixDigits }),
    reply: nothing,
    problems: ['wrong_code', 'code_expired', 'unlock_required'],
  },
  beginPasskey: {
    method: 'POST',
    path: '/api/second-factors/passkey/begin',
    session: 'enrolling',
    input: nothing,
    reply: v.strictObject({ options: webauthnJson }),
    problems: ['unlock_required'],
  },
  finishPasskey: {
    method: 'POST',
    path: '/api/second-factors/passkey/finish',
    session: 'enrolling',
    input: v.strictObject({ response: webauthnJson }),
    reply: nothing,
    problems: ['wrong_passkey', 'code_expired', 'unlock_required'],
  },
});
