import type { KoaContextWithOIDC } from 'oidc-provider';
import { codeLivesMs } from '@signet/contracts/consent';

const minute = 60;
const hour = 60 * minute;
const longestInteraction = 26 * hour;

/** How long what the engine keeps lives, in seconds. */
export const lifetimes = {
  AccessToken: 15 * minute,
  AuthorizationCode: codeLivesMs / 1_000,
  IdToken: 15 * minute,
  /**
   * A day, since whoever signed in may have to prove who they are first. Where nobody did it is what the browser has its cookie for; the
   * request is kept as long as `anonymousMs` says: an hour, and from there a day for the link of a new account and an hour to sign up in.
   */
  Interaction: ({ oidc }: KoaContextWithOIDC) =>
    oidc.session?.accountId === undefined ? longestInteraction : 24 * hour,
  Session: 12 * hour,
  Grant: 12 * hour,
} as const;

/** AGENCY-51: how long a request is kept for which nobody signed in; from when somebody began to sign up for it, longer. */
export const anonymousMs = { asked: hour * 1_000, signingUp: 25 * hour * 1_000 } as const;

export const longestInteractionMs = longestInteraction * 1_000;
