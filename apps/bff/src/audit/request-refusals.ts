/**
 * Why what an agency's server sent was not taken. It reads one sentence for all of them; these are for whoever runs the server, and
 * docs/agencies/errors.md says what each means.
 */
export const requestRefusals = [
  'client_unknown',
  'other_method',
  'secret',
  'assertion_algorithm',
  'assertion_issuer',
  'assertion_audience',
  'assertion_expired',
  'assertion_too_long',
  'assertion_ahead',
  'assertion_no_end',
  'assertion_no_jti',
  'assertion_used',
  'assertion_key',
  'assertion_signature',
  'keys_unanswered',
  'assertion_type',
  'code_unknown',
  'code_expired',
  'code_used',
  'code_of_another_agency',
  'code_ended',
  'redirect_uri',
  'pkce_missing',
  'pkce_differs',
  'dpop_missing',
  'release_key_missing',
  'release_gone',
] as const;

export type RequestRefusal = (typeof requestRefusals)[number];
