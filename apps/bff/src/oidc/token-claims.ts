import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import type { OpenedRelease } from '../consent/open-release.ts';
import { dropRelease } from '../consent/releases.ts';
import type { SealedDelivery } from '../consent/sealed-delivery.ts';
import type { Redemption, SignIn } from './redemption.ts';

/**
 * What an access token stands for: what was released with it, and how the person had signed in. The engine keeps it with the token
 * (`extraTokenClaims`), in the one row that is sealed under the token and dies with it.
 */
export type TokenContent = {
  readonly release?: OpenedRelease;
  readonly sealed?: SealedDelivery;
  readonly signIn?: SignIn;
};

export function tokenContent({ opened, signIn }: Redemption): TokenContent {
  return {
    ...(opened?.release === undefined ? {} : { release: opened.release }),
    ...(opened?.sealed === undefined ? {} : { sealed: opened.sealed }),
    ...(signIn === undefined ? {} : { signIn }),
  };
}

/** Drops the release that a token's claims came from, in the transaction that writes the token. */
export function endRelease({ db, now }: Pick<Bff, 'db' | 'now'>, { opened }: Redemption): void {
  if (opened === undefined) return;
  const { grantId, terms } = opened;
  dropRelease(db, grantId);
  recordEvent(db, now(), 'release.delivered', terms.accountId, {
    clientId: terms.clientId,
    claims: terms.claims.join(' '),
  });
}
