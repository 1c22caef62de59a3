import { randomBytes, type webcrypto } from 'node:crypto';
import type { IDToken, UserInfoResponse } from 'oauth4webapi';

/** What the agency must remember between sending a person to Signet and seeing them come back. */
export type Departure = {
  readonly nonce: string;
  readonly codeVerifier: string;
  /** What was asked, to be shown. */
  readonly request: Readonly<Record<string, string>>;
  /** Tokens will be bound to this key (RFC 9449). */
  readonly dpopKeys?: webcrypto.CryptoKeyPair;
};

export type SignedInPerson = {
  readonly idToken: IDToken;
  readonly userinfo: UserInfoResponse;
  readonly request: Readonly<Record<string, string>>;
  /** `bearer`, or `dpop` when the token works with one key only. */
  readonly tokenType: string;
  /** What only this agency could open, as it came and as it was opened. */
  readonly sealed?: { readonly jwe: string; readonly claims: Readonly<Record<string, unknown>> };
};

type AgencySession = {
  /** By `state`: a person may have several tabs under way. */
  readonly departures: Map<string, Departure>;
  readonly person?: SignedInPerson;
  /** Whoever signed out here, until they begin to sign in again. */
  readonly signedOut?: true;
  readonly endsAt: number;
};

export type Sessions = {
  find(id: string | undefined): AgencySession | undefined;
  /** A new identifier each time, so that one known from before a sign-in is worth nothing after it. */
  begin(session: Omit<AgencySession, 'endsAt'>): string;
  end(id: string | undefined): void;
};

const lifetimeMs = 60 * 60 * 1_000;
const mostSessions = 1_000;

/** Kept in memory only: a sample agency that restarts has forgotten everyone. */
export function createSessions(now: () => number = Date.now): Sessions {
  const sessions = new Map<string, AgencySession>();

  return {
    find(id) {
      const session = id === undefined ? undefined : sessions.get(id);
      return session && session.endsAt > now() ? session : undefined;
    },
    begin(session) {
      for (const [id, { endsAt }] of sessions) {
        if (endsAt <= now() || sessions.size >= mostSessions) sessions.delete(id);
      }
      const id = randomBytes(32).toString('base64url');
      sessions.set(id, { ...session, endsAt: now() + lifetimeMs });
      return id;
    },
    end(id) {
      if (id !== undefined) sessions.delete(id);
    },
  };
}
