import * as v from 'valibot';
import { claimNames, type ClaimName } from '@signet/contracts/claims';
import { emailId } from '@signet/contracts/ids';
import type { Agency } from '@signet/contracts/registry';
import type { Result } from '@signet/contracts/result';
import type { CallProblem } from '../app/call.ts';
import type { Worded } from '../app/in-our-language.ts';
import { changeJsonRecord, fits, readJsonRecord } from '../vault/json-record.ts';
import { mergeAgreement } from './merge-agreement.ts';

const claim = v.picklist(claimNames);

/** Names of claims, never values: those stand in the credential, and nowhere twice. */
const answerEntries = {
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
};
/** What a person agreed on with an agency: the last answer and, of those before, what nothing was said to since. */
const agreementSchema = v.strictObject({
  clientId: v.string(),
  ...answerEntries,
  stoppedAt: v.nullable(v.pipe(v.string(), v.isoTimestamp())),
  /** The oldest first. */
  earlier: v.optional(v.array(v.strictObject({ ...answerEntries, keyChanged: v.boolean() })), []),
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

/** An answer that goes into the person's own record. */
export type Shared = {
  readonly agreement: Agreement;
  /** What was shared on it, and when: less than was agreed to where a condition needs what was withheld. */
  readonly claims: readonly ClaimName[];
  readonly at: string;
  /** Whether the agency has another key than the person saw before. */
  readonly keyChanged: boolean;
  /** Whether it repeats the answers of before, which then stay as old as they are. */
  readonly isRepeat: boolean;
};

/**
 * What was agreed and that it was shared. With each agency by itself the oldest is forgotten first, and of too many agencies the one that
 * nothing was agreed with for longest; that it was is noted.
 */
export async function rememberSharing({
  agreement,
  claims,
  at,
  keyChanged,
  isRepeat,
}: Shared): Promise<Result<true, CallProblem>> {
  const { clientId } = agreement;
  return changeSharing(({ agreements, shared, ...noted }) => {
    const others = agreements.filter((one) => one.clientId !== clientId);
    const before = agreements.find((one) => one.clientId === clientId);
    const stays = isRepeat && before?.stoppedAt === null;
    const merged = stays ? before : mergeAgreement(before, agreement, keyChanged);
    return withinRecord({
      ...noted,
      agreements: [...others, merged],
      shared: [...shared, { clientId, claims: [...claims], at }],
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

/** A digest of what the agency promises about these claims, in every language and whatever the order: a changed promise is asked about anew. */
export async function termsOf(agency: Agency, claims: readonly ClaimName[]): Promise<string> {
  const promised = agency.attributes
    .filter((one) => claims.includes(one.claim))
    .toSorted((one, other) => (one.claim < other.claim ? -1 : 1))
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
