import * as v from 'valibot';

/**
 * Every way in which the bff refuses a request, with its HTTP status. The text that a person sees is
 * chosen in the browser from `code`; no problem ever carries a value of a person.
 */
// prettier-ignore
export const problemStatus = {
  malformed_request:        400,
  unsupported_media_type:   415,
  request_too_large:        413,
  cross_site_request:       403,
  not_found:                404,
  method_not_allowed:       405,
  signed_out:               401,
  /** Somebody else is signed in here than the page that asks was made for. */
  another_account:          409,
  /** A link would end the session of whoever is signed in here: they are asked first. */
  signed_in_already:        409,
  second_factor_required:   403,
  unlock_required:          403,
  link_expired:             410,
  wrong_credentials:        401,
  wrong_code:               422,
  wrong_passkey:            422,
  code_expired:             410,
  phone_unreachable:        422,
  too_many_attempts:        429,
  last_second_factor:       409,
  still_opens_vault:        409,
  limit_reached:            409,
  password_change_due:      403,
  second_step_due:          403,
  authenticator_disabled:   429,
  codes_disabled:           429,
  vault_moved_on:           409,
  vault_missing:            404,
  wrong_step:               409,
  already_verified:         409,
  identity_in_use:          409,
  identity_frozen:          403,
  interaction_gone:         410,
  agency_unknown:           403,
  agreement_over:           403,
  release_not_accepted:     422,
  addresses_changed:        409,
  /** The browser's own: its clock and the bff's are too far apart. */
  clock_wrong:              409,
  identity_suspended:       403,
  temporarily_unavailable:  503,
  internal_error:           500,
} as const;

export type ProblemCode = keyof typeof problemStatus;

/** Problem details, RFC 9457. `retryAt` is an ISO 8601 instant; `attemptsLeft` counts the tries that remain. */
// prettier-ignore
export const problemSchema = v.strictObject({
  type:         v.string(),
  title:        v.string(),
  status:       v.pipe(v.number(), v.integer()),
  code:         v.picklist(Object.keys(problemStatus) as [ProblemCode, ...ProblemCode[]]),
  attemptsLeft: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  retryAt:      v.optional(v.pipe(v.string(), v.isoTimestamp())),
});

export type Problem = v.InferOutput<typeof problemSchema>;
