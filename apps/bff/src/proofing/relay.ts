import { createHash } from 'node:crypto';
import { compactVerify, importJWK, SignJWT } from 'jose';
import * as v from 'valibot';
import {
  factsTokenType,
  signedFactsSchema,
  stepResults,
  type ProofingStep,
  type SignedFacts,
} from '@signet/contracts/facts';
import {
  relayReplySchema,
  relayStatementType,
  stepsAboutOnePerson,
  type relayStatementSchema,
} from '@signet/contracts/relay-wire';
import type { StatusReference } from '@signet/contracts/credential-status';
import { log } from '../audit/log.ts';
import type { Bff } from '../bff.ts';
import type { KeyedByProofing, SealedByProofing, SignedByProofing } from '../db/made-elsewhere.ts';
import type { StoredApplication } from './application.ts';

/** So long proofing is waited for: what all sources of a step may take, and some more. */
export const patienceMs = 70_000;
/** Photographs wait for a seat and are read before the first source is asked (PROOF-36). */
const patienceWithPhotographsMs = patienceMs + 55_000;

/** Facts whose signature was checked, so that their digests are proofing's. */
export type BelievedFacts = SignedFacts & {
  readonly ssnIndex?: KeyedByProofing;
  readonly confirmation?: { readonly codeHash: KeyedByProofing };
  readonly letter?: { readonly codeHash: KeyedByProofing };
};

export type Relayed = {
  readonly reply: SealedByProofing;
  readonly facts: BelievedFacts;
  readonly signed: SignedByProofing;
  /** A letter with a code, or with the notice of proofing: what only the print shop opens. */
  readonly letter: string | undefined;
};

type RelayStatement = v.InferOutput<typeof relayStatementSchema>;

/** What only the bff knows and proofing needs to issue. */
export type IssueTerms = Pick<RelayStatement, 'review' | 'disowned'> & {
  readonly noticeLink?: string;
  /** Places for the copies (AGENCY-20). */
  readonly statuses?: readonly StatusReference[];
};

/** What only the bff knows and proofing needs: to issue, to sign copies again, to make a letter, or to compare its code. */
export type Vouched = IssueTerms &
  Pick<RelayStatement, 'newLetter' | 'letter' | 'verifiedAt' | 'shown'>;

/**
 * PROOF-1: hands proofing what the bff cannot read, with a signed statement over its digest (PROOF-4), and takes back a sealed
 * reply and facts. Facts are believed only when proofing signed them for this very request (PROOF-3); anything else, or no
 * answer, is undefined and changes nothing. A ticket that is not one of this step is the browser's mistake, and no outage.
 */
export async function relay(
  bff: Bff,
  application: StoredApplication,
  step: ProofingStep,
  request: string,
  vouched: Vouched = {},
): Promise<Relayed | 'wrong_step' | undefined> {
  const requestDigest = createHash('sha256').update(request).digest('base64url');
  const statement = await signStatement(bff, application, step, requestDigest, vouched);
  let answer: unknown;
  try {
    const response = await fetch(`${bff.config.proofingUrl}/steps/${step}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ statement, request }),
      signal: AbortSignal.timeout(
        step === 'examine-document' ? patienceWithPhotographsMs : patienceMs,
      ),
      redirect: 'error',
    });
    if (!response.ok) {
      log('proofing-answer-refused', { operation: step, status: response.status });
      return (await isOfAnotherStep(response)) ? 'wrong_step' : undefined;
    }
    answer = await response.json();
  } catch {
    log('proofing-unreachable', { operation: step });
    return undefined;
  }
  const parsed = v.safeParse(relayReplySchema, answer);
  const facts = parsed.success ? await verifyFacts(bff, parsed.output.facts) : undefined;
  const fits =
    facts?.applicationId === application.id &&
    facts.step === step &&
    facts.requestDigest === requestDigest &&
    (stepResults[step] as readonly string[]).includes(facts.result) &&
    // PROOF-23: what is parked says which ticket it was.
    (facts.result === 'in_review') === (facts.parkedTicket !== undefined) &&
    isTheLetter(facts, parsed.success ? parsed.output.letter : undefined, vouched);
  if (!parsed.success || facts === undefined || !fits) {
    log('proofing-answer-refused', { operation: step });
    return undefined;
  }
  return {
    reply: parsed.output.reply as SealedByProofing,
    facts,
    signed: parsed.output.facts as SignedByProofing,
    letter: parsed.output.letter,
  };
}

/** A ticket of an earlier step, of another application or person, or of before the keys were changed. */
async function isOfAnotherStep(response: Response): Promise<boolean> {
  const body: unknown = await response.json().catch(() => undefined);
  return v.is(v.object({ code: v.picklist(['wrong_step', 'ticket_not_accepted']) }), body);
}

/** LETTER-1: a letter comes along where one was made, of the name that it was given, and it is the one that proofing signed for. */
function isTheLetter(
  { step, letter, noticeLetter, result }: SignedFacts,
  sealed: string | undefined,
  { newLetter }: Vouched,
): boolean {
  if (step !== 'send-letter' && letter !== undefined) return false;
  if (step !== 'issue' && noticeLetter !== undefined) return false;
  const signed = letter ?? noticeLetter;
  // A notice goes by letter only where there is no telephone; a code always does.
  if (signed === undefined || sealed === undefined)
    return signed === undefined && sealed === undefined && result !== 'sealed';
  return (
    (result === 'sealed' || result === 'issued') &&
    signed.letterId === newLetter?.letterId &&
    signed.sealedDigest === createHash('sha256').update(sealed).digest('base64url')
  );
}

async function signStatement(
  bff: Bff,
  application: StoredApplication,
  step: ProofingStep,
  requestDigest: string,
  vouched: Vouched,
): Promise<string> {
  const { keys } = bff;
  const iat = Math.floor(bff.now() / 1000);
  const confirmation =
    step === 'redeem-code' && application.codeHash !== null && application.codeExpiresAt !== null
      ? {
          confirmation: {
            codeHash: application.codeHash,
            expiresAt: new Date(application.codeExpiresAt).toISOString(),
          },
        }
      : {};
  return new SignJWT({
    accountId: application.accountId,
    applicationId: application.id,
    step,
    requestDigest,
    ...aboutWhom(application, step),
    ...confirmation,
    ...vouched,
  })
    .setProtectedHeader({
      alg: 'ES256',
      typ: relayStatementType,
      ...(keys.relayKey.kid === undefined ? {} : { kid: keys.relayKey.kid }),
    })
    .setIssuer('signet-bff')
    .setIssuedAt(iat)
    .setExpirationTime(iat + 60)
    .sign(await importJWK(keys.relayKey, 'ES256'));
}

/** PROOF-21: the person whose index was compared, so that proofing takes no other's ticket. */
function aboutWhom(
  { ssnIndex }: StoredApplication,
  step: ProofingStep,
): Pick<RelayStatement, 'ssnIndex'> {
  const isAboutOne = stepsAboutOnePerson.some((one) => one === step);
  return isAboutOne && ssnIndex !== null ? { ssnIndex } : {};
}

async function verifyFacts({ registry }: Bff, signed: string): Promise<BelievedFacts | undefined> {
  try {
    const key = await importJWK({ ...registry.proofing.factsKey }, 'ES256');
    const { payload, protectedHeader } = await compactVerify(signed, key, {
      algorithms: ['ES256'],
    });
    if (protectedHeader.typ !== factsTokenType) return undefined;
    const facts = v.safeParse(signedFactsSchema, JSON.parse(new TextDecoder().decode(payload)));
    return facts.success ? (facts.output as BelievedFacts) : undefined;
  } catch {
    return undefined;
  }
}
