import * as v from 'valibot';
import { claimNames, type ClaimName } from '@signet/contracts/claims';
import { emailId, type EmailId } from '@signet/contracts/ids';
import type { Agency } from '@signet/contracts/registry';
import type { Result } from '@signet/contracts/result';
import type { CallProblem } from '../app/call.ts';
import type { Worded } from '../app/in-our-language.ts';
import { changeJsonRecord, fits, readJsonRecord } from '../vault/json-record.ts';

const claim = v.picklist(claimNames);

/** What a person agreed on with an agency. Names of claims, never values: those stand in the credential, and nowhere twice. */
const agreementSchema = v.strictObject({
  clientId: v.string(),
  /** What was on the screen, and what of it they said yes to. */
  offered: v.array(claim),
  agreed: v.array(claim),
  emailId: v.nullable(emailId),
  /** All confirmed addresses at that time, where all of them were agreed to. */
  allEmailIds: v.optional(v.array(emailId), []),
  agreedAt: v.pipe(v.string(), v.isoTimestamp()),
  /** The `verified_at` of the credential that was on the screen. */
  verifiedAt: v.nullable(v.number()),
  /** Which time of proving it came from: two may be of one day. */
  batch: v.optional(v.nullable(v.string()), null),
  /** The agency's purposes, retention and way of delivery, as they stood there. */
  terms: v.string(),
  stoppedAt: v.nullable(v.pipe(v.string(), v.isoTimestamp())),
});
const recordSchema = v.strictObject({
  agreements: v.array(agreementSchema),
  shared: v.array(v.strictObject({ clientId: v.string(), claims: v.array(claim), at: v.string() })),
  /** Agencies with whom more was shared than is kept. */
  cutShort: v.optional(v.array(v.string()), []),
  /** How many agreements with agencies were forgotten, with what was shared, because there were more than are kept. */
  forgotten: v.optional(v.number(), 0),
});

export type Agreement = v.InferOutput<typeof agreementSchema>;
export type SharingRecord = v.InferOutput<typeof recordSchema>;

const mostAgreements = 60;
/** How often with each agency, as many as the record can hold. */
const mostShared = [100, 75, 50, 35, 25, 15, 10, 5, 1] as const;
const nothing: SharingRecord = { agreements: [], shared: [], cutShort: [], forgotten: 0 };

export async function readSharing(): Promise<SharingRecord> {
  return (await readJsonRecord('sharing-history', recordSchema)) ?? nothing;
}

/**
 * What was agreed and that it was shared. With each agency by itself the oldest is forgotten first, and of too many agencies the one that
 * nothing was agreed with for longest; that it was is noted.
 */
export async function rememberSharing(
  agreement: Agreement,
  at: string,
): Promise<Result<true, CallProblem>> {
  const { clientId, agreed } = agreement;
  return changeSharing(({ agreements, shared, ...noted }) => {
    const others = agreements.filter((one) => one.clientId !== clientId);
    return withinRecord({
      ...noted,
      agreements: [...others, agreement],
      shared: [...shared, { clientId, claims: agreed, at }],
    });
  });
}

/** Who goes to one agency every day does not lose sight of what another has; VAULT-2 bounds it all. */
function withinRecord(record: SharingRecord): SharingRecord {
  const fitting =
    record.agreements.length > mostAgreements
      ? undefined
      : mostShared.map((each) => latest(record, each)).find((one) => fits('sharing-history', one));
  if (fitting !== undefined || record.agreements.length < 2) return fitting ?? nothing;
  const { agreements, forgotten } = record;
  return withinRecord({ ...record, agreements: agreements.slice(1), forgotten: forgotten + 1 });
}

function latest(record: SharingRecord, each: number): SharingRecord {
  const { agreements, shared, cutShort } = record;
  const counted = new Map<string, number>();
  const kept = shared
    .filter(({ clientId }) => agreements.some((one) => one.clientId === clientId))
    .toReversed()
    .filter(({ clientId }) => {
      const count = (counted.get(clientId) ?? 0) + 1;
      counted.set(clientId, count);
      return count <= each;
    })
    .toReversed();
  const more = [...counted].filter(([, count]) => count > each).map(([clientId]) => clientId);
  const all = new Set([...cutShort.filter((clientId) => counted.has(clientId)), ...more]);
  return { ...record, shared: kept, cutShort: [...all] };
}

/** From now on the person is asked anew; what was shared stays on record. */
export async function rememberStop(clientId: string): Promise<Result<true, CallProblem>> {
  const at = new Date().toISOString();
  return changeSharing(({ agreements, ...rest }) => ({
    ...rest,
    agreements: agreements.map((one) =>
      one.clientId === clientId ? { ...one, stoppedAt: at } : one,
    ),
  }));
}

function changeSharing(
  make: (record: SharingRecord) => SharingRecord,
): Promise<Result<true, CallProblem>> {
  return changeJsonRecord('sharing-history', recordSchema, (record) => make(record ?? nothing));
}

/** Why an agency's question has to be asked, or that the answer of last time holds. */
export type Standing =
  | 'new'
  | 'stopped'
  | 'key-changed'
  | 'terms-changed'
  | 'more'
  | 'more-addresses'
  | 'proved-anew'
  | 'a-year'
  | 'same';

export type Circumstances = {
  readonly requested: readonly ClaimName[];
  readonly verifiedAt: number | null;
  readonly batch: string | null;
  readonly terms: string;
  readonly keyChanged: boolean;
  /** The confirmed addresses of the account. */
  readonly emailIds: readonly EmailId[];
  /** Milliseconds since the epoch. */
  readonly now: number;
};

const yearMs = 365 * 24 * 60 * 60_000;

/** AGENCY-40: the first of these that is so is what the person reads; a changed key and what is new they read of besides. */
// prettier-ignore
const reasons: readonly (readonly [Standing, (before: Agreement, now: Circumstances) => boolean])[] = [
  ['stopped',       ({ stoppedAt }) => stoppedAt !== null],
  ['terms-changed', ({ terms }, now) => terms !== now.terms],
  ['more',          (before, { requested }) => newlyAsked(before, requested).length > 0],
  ['more-addresses', ({ agreed, allEmailIds }, { requested, emailIds }) => [agreed, requested].every((one) => one.includes('all_emails')) && emailIds.some((id) => !allEmailIds.includes(id))],
  ['proved-anew',   ({ verifiedAt, batch }, now) => now.verifiedAt !== null && (verifiedAt !== now.verifiedAt || batch !== now.batch)],
  ['new',           ({ agreed, emailId: id }, { requested, emailIds }) => [agreed, requested].every((one) => one.includes('email')) && (id === null || !emailIds.includes(id))],
  ['a-year',        ({ agreedAt }, { now }) => now - Date.parse(agreedAt) > yearMs],
  // Last, because it is shown beside whatever else is so.
  ['key-changed',   (_, { keyChanged }) => keyChanged],
];

export function standingOf(before: Agreement | undefined, now: Circumstances): Standing {
  if (before === undefined) return 'new';
  return reasons.find(([, isSo]) => isSo(before, now))?.[0] ?? 'same';
}

/** What is asked now and was not on the screen last time; nothing is where nothing was asked before. */
export function newlyAsked(
  before: Pick<Agreement, 'offered'> | undefined,
  requested: readonly ClaimName[],
): readonly ClaimName[] {
  return before === undefined ? [] : requested.filter((one) => !before.offered.includes(one));
}

/** A digest of what the agency promises about these claims, in every language: a changed promise is asked about anew. */
export async function termsOf(agency: Agency, claims: readonly ClaimName[]): Promise<string> {
  const promised = agency.attributes
    .filter((one) => claims.includes(one.claim))
    .map(({ claim: name, purpose, retention, required }) => [
      name,
      ordered(purpose),
      ordered(retention),
      required,
    ]);
  const text = new TextEncoder().encode(JSON.stringify([agency.delivery, promised]));
  const digest = await crypto.subtle.digest('SHA-256', text);
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

function ordered(worded: Worded): readonly (readonly [string, string])[] {
  return Object.entries(worded).toSorted(([one], [other]) => (one < other ? -1 : 1));
}
