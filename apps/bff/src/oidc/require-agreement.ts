import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Middleware } from 'koa';
import { agreementHolds, type Agency } from '@signet/contracts/agency';
import { createDailyNotes } from '../agencies/daily-notes.ts';
import { findAgency } from '../agencies/find-agency.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { agreementOverPage } from './pages/agreement-over-page.ts';
import { providerPaths } from './paths.ts';

/** What an agency reads of it, wherever it asks. */
export const agreementOver = 'the agreement with this agency is not in force';

type Parts = Pick<Bff, 'registry' | 'db' | 'now' | 'config'>;

/**
 * AGENCY-42: outside the dates of its agreement an agency gets nothing. The person reads why, and takes the error along on
 * the way back (RFC 6749 §4.1.2.1), to an address that is registered.
 */
export function requireAgreement({ registry, db, now, config }: Parts): Middleware {
  const isNew = createDailyNotes();
  return async (ctx, next) => {
    if (ctx.path !== providerPaths.authorization) return next();
    const { client_id: clientId, redirect_uri: redirectUri, state } = ctx.query;
    const agency = findAgency(registry, clientId);
    if (agency === undefined || agreementHolds(agency, now())) return next();
    if (isNew(agency.clientId, 'agreement over', now()))
      recordEvent(db, now(), 'agency.agreement-over', null, { clientId: agency.clientId });
    const registered = agency.redirectUris.find((uri) => uri === redirectUri);
    ctx.status = 403;
    agreementOverPage(
      ctx as KoaContextWithOIDC,
      agency,
      registered === undefined ? undefined : errorAt(registered, state, config.issuer),
    );
  };
}

/** The same at the endpoints where the agency itself calls. */
export function refuseOverAgreement(agency: Agency | undefined, now: number): void {
  if (agency !== undefined && !agreementHolds(agency, now))
    throw new errors.UnauthorizedClient(agreementOver);
}

function errorAt(redirectUri: string, state: unknown, issuer: string): string {
  const target = new URL(redirectUri);
  target.searchParams.set('error', 'unauthorized_client');
  target.searchParams.set('error_description', agreementOver);
  if (typeof state === 'string') target.searchParams.set('state', state);
  target.searchParams.set('iss', issuer);
  return target.href;
}
