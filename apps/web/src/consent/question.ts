import { agreementHolds } from '@signet/contracts/agency';
import { asOf } from '@signet/contracts/ages';
import { answerable, askedForSure, isAddressTaken } from '@signet/contracts/answerable';
import { claims, credential, type ClaimName } from '@signet/contracts/claims';
import { confirmedAddresses } from '@signet/contracts/confirmed-addresses';
import type { EmailId } from '@signet/contracts/ids';
import type { ReplyOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';
import type { Agency } from '@signet/contracts/registry';
import { aheadBy, isFarOff } from '../app/bff-clock.ts';
import { call, type CallProblem } from '../app/call.ts';
import { agencyOf, registry } from '../app/registry.ts';
import { fingerprintsOf, keyChangeOf, type KeyChange } from '../vault/agency-keys.ts';
import { copyFor, credentialsIn, type HeldCredential } from '../vault/credentials.ts';
import { disclosuresOf } from '../vault/sd-jwt.ts';
import { readSharing, termsOf, type Agreement } from './agreements.ts';
import type { ClaimValues } from './claim-rows.tsx';
import { answersOf, type KeptAnswer } from './merge-agreement.ts';
import { standingOf, type Circumstances, type Standing } from './standing.ts';

type Address = { readonly id: EmailId; readonly email: string };

/** What the consent screen asks: whose request it is and for what, as the registry has it, beside the person's own values. */
export type Question = {
  readonly uid: string;
  readonly details: ReplyOf<typeof operationTable.readInteraction>;
  /** By how many milliseconds the bff's clock is ahead of this device's. */
  readonly clockAhead: number;
  /** What is asked for on a condition that does not hold, so that it stays here. */
  readonly unmet: readonly ClaimName[];
  /** What the agency requires and nobody verified, such as the telephone of somebody who proved their address by letter. */
  readonly lacking: readonly ClaimName[];
  readonly agency: Agency;
  readonly values: ClaimValues;
  /** The copies of the credential that say these values: none of another one is shared on this yes. */
  readonly copies: readonly HeldCredential[];
  /** The confirmed addresses, the main one first: those of which one may go where one is asked for. */
  readonly addresses: readonly Address[];
  /** All of them, for who asks for all. */
  readonly allAddresses: readonly Address[];
  readonly standing: Standing;
  /** What was agreed before, if anything was. */
  readonly before: Agreement | undefined;
  readonly keyChange: KeyChange | undefined;
  readonly fingerprints: readonly string[];
};

type Answerable = Pick<Question, 'details' | 'clockAhead' | 'values' | 'copies'>;

/** Where nobody is asked yet, or somebody else was, the question of whoever is here comes of `continue`. */
export async function questionOf(
  uid: string | undefined,
): Promise<Question | CallProblem | 'continue'> {
  // First whom to trust, then what they ask.
  await registry();
  const details = uid === undefined ? undefined : await call('readInteraction', {}, { uid });
  if (uid === undefined || details === undefined)
    return { type: 'problem', code: 'interaction_gone' };
  if (!details.ok) return details.error;
  if (details.value.prompt === 'login') return 'continue';
  const clockAhead = aheadBy(details.value.keyBinding.now);
  const agency = await agencyOf(details.value.clientId);
  if (agency === undefined) return { type: 'problem', code: 'agency_unknown' };
  // The registry's dates count here as well, whatever the bff says.
  if (!agreementHolds(agency, Date.now())) return { type: 'problem', code: 'agreement_over' };
  if (isFarOff(clockAhead)) return { type: 'problem', code: 'clock_wrong' };
  // What the registry does not list for this agency is not asked, whatever the bff says.
  const listed = details.value.requestedClaims.filter((claim) =>
    agency.attributes.some((one) => one.claim === claim),
  );
  const copies = await credentialsIn();
  // For the person's own eyes any copy will do: they say the same.
  const held = copyFor(copies, agency.clientId) ?? copies[0];
  const kept = held === undefined ? {} : await disclosuresOf(held.credential);
  // AGENCY-53: as they will be shared, from copies that say so.
  const values = asOf(kept, new Date(Date.now() + clockAhead));
  // A telephone, say, which somebody does not have who proved their address by letter: it is asked only of those who have it.
  const sure = askedForSure(details.value);
  const missing = listed.filter(
    (claim) => held !== undefined && isDisclosable(claim) && !(claim in values),
  );
  // Where it is asked for only on a condition, the agency is served without it (AGENCY-30).
  const lacking = missing.filter((claim) => isRequired(agency, claim) && sure.includes(claim));
  const within = listed.filter((claim) => !missing.includes(claim) || lacking.includes(claim));
  const asked = { details: details.value, clockAhead, values, copies };
  const deliverable = deliveredOf(asked, within);
  const isAddress = (claim: ClaimName) => claim === 'email' || claim === 'all_emails';
  const emails = deliverable.some(isAddress) ? await call('readEmails', {}) : undefined;
  if (emails?.ok === false) return emails.error;
  const confirmed = confirmedAddresses(emails?.value.emails ?? []);
  const addresses = confirmed.filter(({ email }) => isAddressTaken(details.value, email));
  const requested = deliverable.filter((claim) => claim !== 'email' || addresses.length > 0);
  return {
    ...asked,
    uid,
    details: { ...details.value, requestedClaims: [...requested] },
    unmet: within.filter((claim) => !requested.includes(claim)),
    lacking,
    agency,
    addresses,
    allAddresses: confirmed,
    ...(await rememberedOf(agency, {
      requested,
      ...provedFor(requested, values, copies),
      emailIds: addresses.map(({ id }) => id),
      allEmailIds: confirmed.map(({ id }) => id),
    })),
  };
}

/** AGENCY-30: of what was agreed to, what is delivered where the rest is withheld: a condition may need what is. */
export function deliveredOf(
  { details, clockAhead, values, copies }: Answerable,
  agreed: readonly ClaimName[],
): readonly ClaimName[] {
  const now = Math.floor((Date.now() + clockAhead) / 1_000);
  return copies.length === 0 ? agreed : answerable(agreed, details, values, now);
}

/** The values of the screen, with the address that goes along, and all of them. */
export function shownValues(
  { values, addresses, allAddresses }: Pick<Question, 'values' | 'addresses' | 'allAddresses'>,
  id: EmailId | null,
): ClaimValues {
  const chosen = addresses.find((one) => one.id === id) ?? addresses[0];
  return { ...values, email: chosen?.email, all_emails: allAddresses.map(({ email }) => email) };
}

/** Which address goes along: the chosen one, else the one that was shown. Never "the main one", which may be another tomorrow. */
export function addressFor(
  agreed: readonly ClaimName[],
  addresses: readonly Address[],
  chosen: string | null,
): EmailId | null {
  if (!agreed.includes('email')) return null;
  return (addresses.find(({ id }) => id === chosen) ?? addresses[0])?.id ?? null;
}

async function rememberedOf(
  agency: Agency,
  now: Omit<Circumstances, 'underOtherTerms' | 'keyChanged' | 'now'>,
) {
  const keyChange = await keyChangeOf(agency);
  const before = (await readSharing()).agreements.find(
    ({ clientId }) => clientId === agency.clientId,
  );
  const standing = standingOf(before, {
    ...now,
    underOtherTerms: before === undefined ? [] : await underOtherTerms(agency, before),
    keyChanged: keyChange !== undefined,
    now: Date.now(),
  });
  return { standing, before, keyChange, fingerprints: await fingerprintsOf(agency) };
}

async function underOtherTerms(agency: Agency, before: Agreement): Promise<readonly KeptAnswer[]> {
  const each = await Promise.all(
    answersOf(before).map(async (one) => ({ one, terms: await termsOf(agency, one.offered) })),
  );
  return each.filter(({ one, terms }) => one.terms !== terms).map(({ one }) => one);
}

/** When, and which time, somebody proved what is asked for. Null where nothing of the credential is: then it does not matter how old it is. */
export function provedFor(
  requested: readonly ClaimName[],
  { verified_at: verifiedAt }: ClaimValues,
  copies: readonly HeldCredential[],
): Pick<KeptAnswer, 'verifiedAt' | 'batch'> {
  if (!requested.some((claim) => claims[claim].proofed)) return { verifiedAt: null, batch: null };
  return {
    verifiedAt: typeof verifiedAt === 'number' ? verifiedAt : null,
    batch: copies[0]?.batch ?? null,
  };
}

function isDisclosable(claim: ClaimName): boolean {
  return (credential.disclosable as readonly string[]).includes(claim);
}

/** What the agency serves people without. */
export function optionalOf({ agency, details }: Pick<Question, 'agency' | 'details'>) {
  return details.requestedClaims.filter((claim) => !isRequired(agency, claim));
}

/** Whether the question leaves anything to the person but yes or no. */
export function leavesAChoice(
  question: Pick<Question, 'agency' | 'details' | 'addresses'>,
): boolean {
  const several = question.addresses.length > 1;
  const asksForOne = question.details.requestedClaims.includes('email');
  return optionalOf(question).length > 0 || (several && asksForOne);
}

function isRequired(agency: Agency, claim: ClaimName): boolean {
  return agency.attributes.some((one) => one.claim === claim && one.required);
}
