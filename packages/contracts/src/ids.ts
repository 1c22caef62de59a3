import * as v from 'valibot';

/** Opaque identifiers made by the bff: a prefix that shows the kind, then 26 characters of Crockford base 32 (130 bits). */
function prefixed<const Prefix extends string>(prefix: Prefix) {
  return v.pipe(
    v.string(),
    v.regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`)),
    v.transform((text) => text as `${Prefix}_${string}`),
  );
}

export const accountId = prefixed('sub');
export const applicationId = prefixed('app');
export const slotId = prefixed('slt');
export const authenticatorId = prefixed('atn');
export const attemptId = prefixed('att');
export const emailId = prefixed('eml');
export const handOffId = prefixed('hnd');
export const letterId = prefixed('ltr');

export type AccountId = v.InferOutput<typeof accountId>;
export type ApplicationId = v.InferOutput<typeof applicationId>;
export type SlotId = v.InferOutput<typeof slotId>;
export type AuthenticatorId = v.InferOutput<typeof authenticatorId>;
export type HandOffId = v.InferOutput<typeof handOffId>;
export type EmailId = v.InferOutput<typeof emailId>;
export type LetterId = v.InferOutput<typeof letterId>;
export type AttemptId = v.InferOutput<typeof attemptId>;

/** An oidc-provider interaction, as it stands in the path of every page that an agency's request opens. */
export const interactionUid = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{10,64}$/));
