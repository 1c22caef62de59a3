import * as v from 'valibot';
import { authenticatorId } from './ids.ts';
import { operations } from './operation.ts';
import { usPhoneNumber } from './us-phone-number.ts';
import { backupCode, phoneEnding, secondFactorKinds, sixDigits, webauthnJson } from './sign-in.ts';
import { base64url, instant, nothing } from './text.ts';

/** How many second factors of a kind one account may have. */
export const secondFactorLimits = { passkey: 10, totp: 5, 'backup-codes': 1, sms: 1 } as const;

export const backupCodesAtOnce = 10;

/** Choosing second factors: at sign-up the first one, later more, when the password was proved lately (AUTH-15). */
export const secondFactorOperations = operations({
  readSecondFactors: {
    method: 'GET',
    path: '/api/second-factors',
    session: 'signed-in',
    input: nothing,
    reply: v.strictObject({
      secondFactors: v.array(
        v.strictObject({
          id: authenticatorId,
          kind: v.picklist(secondFactorKinds),
          addedAt: instant,
          lastUsedAt: v.nullable(instant),
          /** Of a passkey. The id of its slot in the vault follows from it (`passkeySlotId`). */
          credentialId: v.nullable(base64url(1_400)),
          /** Of backup codes. */
          codesLeft: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
          /** Of text messages. */
          phoneEnding: v.nullable(phoneEnding),
        }),
      ),
    }),
    problems: [],
  },
  /** Refused while a passkey still has a slot in the vault, and for the last one. */
  removeSecondFactor: {
    method: 'POST',
    path: '/api/second-factors/remove',
    session: 'signed-in',
    input: v.strictObject({ id: authenticatorId }),
    reply: nothing,
    problems: ['unlock_required', 'not_found', 'last_second_factor', 'still_opens_vault'],
  },
  /** Ten new ones; those made before are void. They are shown once and kept as digests. */
  makeBackupCodes: {
    method: 'POST',
    path: '/api/second-factors/backup-codes',
    session: 'signed-in',
    input: nothing,
    reply: v.strictObject({ codes: v.array(backupCode) }),
    problems: ['unlock_required'],
  },
  beginTotp: {
    method: 'POST',
    path: '/api/second-factors/totp/begin',
    session: 'enrolling',
    input: nothing,
    /** `secret` in base 32 for typing, `uri` for the QR code (otpauth://). */
    reply: v.strictObject({ secret: v.string(), uri: v.string() }),
    problems: ['unlock_required', 'limit_reached'],
  },
  finishTotp: {
    method: 'POST',
    path: '/api/second-factors/totp/finish',
    session: 'enrolling',
    input: v.strictObject({ code: sixDigits }),
    reply: nothing,
    problems: ['unlock_required', 'limit_reached', 'wrong_code', 'code_expired'],
  },
  /**
   * SP 800-63B-4 §3.2.9: a restricted authenticator; the page says so before and names the others. A number takes the place of the one
   * before, once its code came back.
   */
  beginPhone: {
    method: 'POST',
    path: '/api/second-factors/phone/begin',
    session: 'enrolling',
    input: v.strictObject({ number: usPhoneNumber }),
    reply: v.strictObject({ expiresAt: instant }),
    problems: ['unlock_required', 'phone_unreachable'],
  },
  finishPhone: {
    method: 'POST',
    path: '/api/second-factors/phone/finish',
    session: 'enrolling',
    input: v.strictObject({ code: sixDigits }),
    reply: nothing,
    problems: ['unlock_required', 'wrong_code', 'code_expired'],
  },
  beginPasskey: {
    method: 'POST',
    path: '/api/second-factors/passkey/begin',
    session: 'enrolling',
    input: nothing,
    reply: v.strictObject({ options: webauthnJson }),
    problems: ['unlock_required', 'limit_reached'],
  },
  finishPasskey: {
    method: 'POST',
    path: '/api/second-factors/passkey/finish',
    session: 'enrolling',
    input: v.strictObject({ response: webauthnJson }),
    reply: nothing,
    problems: ['unlock_required', 'limit_reached', 'wrong_passkey', 'code_expired'],
  },
});
