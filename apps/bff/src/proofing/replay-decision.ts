import { eq } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import * as v from 'valibot';
import {
  factsOfDocument,
  signedFactsSchema,
  type Fact,
  type SignedFacts,
} from '@signet/contracts/facts';
import type { ApplicationId } from '@signet/contracts/ids';
import { decide, type Decision } from '@signet/contracts/policy/decide';
import type { Bff } from '../bff.ts';
import { facts as factsTable } from '../db/schema.ts';
import { policyOf } from './policy.ts';

export type KeptStep = SignedFacts & { readonly at: number };

/** What proofing signed for an application, oldest first. It was verified when it was kept. */
export function keptSteps(
  { db }: { readonly db: Pick<Bff['db'], 'select'> },
  applicationId: ApplicationId,
): KeptStep[] {
  return db
    .select({ signed: factsTable.signed, at: factsTable.at })
    .from(factsTable)
    .where(eq(factsTable.applicationId, applicationId))
    .orderBy(factsTable.id)
    .all()
    .map(({ signed, at }) => ({ ...v.parse(signedFactsSchema, decodeJwt(signed)), at }));
}

/**
 * PROOF-9: the same facts decided again, without proofing: now, as of the moment when it was issued, or with the step that is about to be
 * kept; of one level alone where that is asked. A step that established nothing left no facts in the ticket; an accepted document began them anew, and matched information what
 * came after the document; so it is here.
 */
export function replayDecision(
  bff: Pick<Bff, 'registry'> & { readonly db: Pick<Bff['db'], 'select'> },
  applicationId: ApplicationId,
  at: Date,
  next: readonly SignedFacts[] = [],
  wanted?: string | null,
): Decision {
  const policy = policyOf(bff);
  const pathways = policy.pathways.filter(({ level }) => level === (wanted ?? level));
  return decide(establishedFacts(bff, applicationId, at, next), { ...policy, pathways }, at);
}

export function establishedFacts(
  bff: { readonly db: Pick<Bff['db'], 'select'> },
  applicationId: ApplicationId,
  at: Date,
  next: readonly SignedFacts[] = [],
): Fact[] {
  return [...keptSteps(bff, applicationId).filter((one) => one.at <= at.getTime()), ...next].reduce<
    Fact[]
  >((before, { step, result, facts }) => {
    if (!establishes.has(result)) return before;
    if (step === 'examine-document') return facts;
    if (step === 'check-information') return [...factsOfDocument(before), ...facts];
    // What was established of another piece of the same kind says nothing of this one.
    const pieces = step === 'send-code' ? facts.map(({ evidence }) => evidence) : [];
    return [
      ...before.filter(({ evidence }) => evidence === undefined || !pieces.includes(evidence)),
      ...facts,
    ];
  }, []);
}

/** The results after which the browser carries a new ticket. */
const establishes = new Set<string>([
  'accepted',
  'matched',
  'sent',
  'sealed',
  'confirmed',
  'issued',
]);
