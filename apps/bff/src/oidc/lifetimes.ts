import type { KoaContextWithOIDC } from 'oidc-provider';

const minute = 60;
const hour = 60 * minute;

/** How long what the engine keeps lives, in seconds. */
export const lifetimes = {
  AccessToken: 15 * minute,
  AuthorizationCode: minute,
  IdToken: 15 * minute,
  /** AGENCY-51: of whom nobody signed in an hour; a day for whoever did, since they may have to prove who they are first. */
  Interaction: ({ oidc }: KoaContextWithOIDC) =>
    oidc.session?.accountId === undefined ? hour : 24 * hour,
  Session: 12 * hour,
  Grant: 12 * hour,
} as const;
