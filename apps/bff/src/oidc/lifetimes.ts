const minute = 60;
const hour = 60 * minute;

/** How long what the engine keeps lives, in seconds. */
export const lifetimes = {
  AccessToken: 15 * minute,
  AuthorizationCode: minute,
  IdToken: 15 * minute,
  Interaction: 24 * hour,
  Session: 12 * hour,
  Grant: 12 * hour,
} as const;
