import { decodeJwt, errors, type JWTPayload } from 'jose';
import * as v from 'valibot';
import type { AccountId } from '@signet/contracts/ids';
import { agreementHolds, type Agency } from '@signet/contracts/agency';
import { signaturesOfProfile } from '@signet/contracts/agency-keys';
import { verifyByAgency } from '../agencies/agency-keys.ts';
import { findAgency } from '../agencies/find-agency.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { allowance, useOne } from '../limits/count.ts';
import { suspendIdentity } from '../credential-status/change-status.ts';
import { notify } from '../mail/notify.ts';
import { shutOut } from '../session/shut-out.ts';
import { accountOfSubject } from './agency-subjects.ts';
import { signalPaths } from './signal-paths.ts';
import { signalTokenType } from './sign-signal.ts';
import { takenFromAgencies, type Suspicion } from './signal-types.ts';
import { isTaken, takeOnce } from './take-once.ts';

/** RFC 8935 §2.4: what the answer to a refused token names. */
export type SignalRefusal =
  | 'invalid_request'
  | 'invalid_key'
  | 'invalid_issuer'
  | 'invalid_audience'
  | 'access_denied';

export type Received =
  | { readonly ok: true }
  | { readonly ok: false; readonly err: SignalRefusal; readonly description: string };

const daySeconds = 24 * 60 * 60;
/** Login.gov sets no limit; what it asks its clients for may have waited in a queue of theirs. */
const longestAgeSeconds = {
  standard: daySeconds / 2,
  'login.gov': 7 * daySeconds,
  fapi2: daySeconds / 2,
} as const satisfies Readonly<Record<Agency['profile'], number>>;
/** How long a number is remembered of a token that does not say when it was made: Login.gov's clients need not. */
const undatedSeconds = 365 * daySeconds;
const clockToleranceSeconds = 60;

const ofSubject = v.object({ iss: v.string(), sub: v.string() });
/** The subject as RFC 9493 has it, or inside the event as RISC had it before and Login.gov's clients still send it. */
const claimsSchema = v.object({
  jti: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  iat: v.optional(v.number()),
  sub_id: v.optional(v.object({ format: v.literal('iss_sub'), ...ofSubject.entries })),
  events: v.record(
    v.string(),
    v.object({
      subject: v.optional(
        v.object({ subject_type: v.picklist(['iss-sub', 'iss_sub']), ...ofSubject.entries }),
      ),
    }),
  ),
});

/**
 * An agency suspects fraud and says so in a token that it signed (RFC 8417). It is believed about the people it knows from us,
 * once per token, and a few times a day per person; what follows protects the person and opens nothing (AGENCY-12).
 */
export async function receiveSignal(bff: Bff, token: string): Promise<Received> {
  const agency = issuerOf(bff, token);
  if (agency === undefined) return refused('invalid_issuer', 'the issuer is no client of ours');
  const verified = await verify(bff, agency, token);
  if (!verified.ok) return verified;
  if (!agreementHolds(agency, bff.now()))
    return refused('access_denied', 'the agreement with this client is not in force');
  const read = v.safeParse(claimsSchema, verified.claims);
  if (!read.success) return refused('invalid_request', 'the claims are not of a security event');
  const { jti, iat, sub_id: subjectId, events } = read.output;
  const [event, ...others] = Object.entries(events);
  if (event === undefined || others.length > 0)
    return refused('invalid_request', 'one event is expected');
  const [uri, { subject = subjectId }] = event;
  // Whoever sends it chose the name, and every object has some.
  if (!Object.hasOwn(takenFromAgencies, uri))
    return refused('invalid_request', 'the event is not known here');
  const suspicion = takenFromAgencies[uri as keyof typeof takenFromAgencies];
  if (subject?.iss !== bff.config.issuer)
    return refused('invalid_request', 'the subject is not one of ours');

  return bff.db.transaction((tx) => {
    const accountId = accountOfSubject(bff, tx, agency, subject.sub);
    if (accountId === undefined)
      return refused('invalid_request', 'the subject is not one that this client has from us');
    // A token that came before was acted upon; the agency only did not hear the answer.
    if (isTaken(tx, agency.clientId, jti)) return { ok: true as const };
    const counting = { db: tx, key: bff.keys.secret('limitSubjects'), now: bff.now() };
    const about = `${agency.clientId} ${accountId}`;
    if (allowance(counting, 'signal-about-account', about).left === 0)
      return refused('access_denied', 'too many events about this subject today');
    useOne(counting, 'signal-about-account', about);
    const remembered = iat === undefined ? undatedSeconds : 2 * longestAgeSeconds[agency.profile];
    takeOnce(tx, agency.clientId, jti, bff.now() + remembered * 1_000);
    act(bff, tx, agency, accountId, suspicion);
    if (suspicion !== 'identity-suspected') return { ok: true as const };
    // Beyond a few identities a day it is more likely that the agency's key is in wrong hands: people are signed out, and an operator looks.
    if (allowance(counting, 'signal-suspends', agency.clientId).left > 0) {
      useOne(counting, 'signal-suspends', agency.clientId);
      suspendIdentity(bff, tx, accountId, 'reported-by-agency');
    }
    return { ok: true as const };
  });
}

type Transaction = Parameters<Parameters<Bff['db']['transaction']>[0]>[0];

function act(
  bff: Bff,
  tx: Transaction,
  agency: Agency,
  accountId: AccountId,
  suspicion: Suspicion,
): void {
  shutOut(bff, tx, accountId);
  recordEvent(tx, bff.now(), 'signal.received', accountId, {
    clientId: agency.clientId,
    suspicion,
  });
  notify(bff, tx, accountId, 'agency-suspects', 'sign-in');
}

function issuerOf({ registry }: Pick<Bff, 'registry'>, token: string): Agency | undefined {
  try {
    return findAgency(registry, decodeJwt(token).iss);
  } catch {
    return undefined;
  }
}

async function verify(
  bff: Bff,
  agency: Agency,
  token: string,
): Promise<{ readonly ok: true; readonly claims: JWTPayload } | Extract<Received, { ok: false }>> {
  try {
    const claims = await verifyByAgency(bff, agency, token, {
      algorithms: [...signaturesOfProfile[agency.profile]],
      typ: signalTokenType,
      issuer: agency.clientId,
      audience: [bff.config.issuer, `${bff.config.issuer}${signalPaths.receive}`],
      currentDate: new Date(bff.now()),
      clockTolerance: clockToleranceSeconds,
      ...(mayBeUndated(agency, token) ? {} : { maxTokenAge: longestAgeSeconds[agency.profile] }),
    });
    return { ok: true, claims };
  } catch (cause) {
    if (cause instanceof errors.JWTClaimValidationFailed && cause.claim === 'aud')
      return refused('invalid_audience', 'the audience is another');
    if (cause instanceof errors.JWTClaimValidationFailed || cause instanceof errors.JWTExpired)
      return refused('invalid_request', 'the token is too old or malformed');
    return refused('invalid_key', 'no key of the client verifies the token');
  }
}

const mayBeUndated = ({ profile }: Agency, token: string) =>
  profile === 'login.gov' && decodeJwt(token).iat === undefined;

function refused(err: SignalRefusal, description: string): Extract<Received, { ok: false }> {
  return { ok: false, err, description };
}
