import { createHash } from 'node:crypto';
import { importJWK, jwtVerify } from 'jose';
import * as v from 'valibot';
import { isStatusListOf } from '@signet/contracts/credential-status';
import type { ProofingStep } from '@signet/contracts/facts';
import { noticePath, relayStatementSchema, relayStatementType } from '@signet/contracts/relay-wire';
import type { Registry } from '@signet/contracts/registry';
import { Refused } from './refused.ts';

export type Statement = v.InferOutput<typeof relayStatementSchema>;

const longestLifeSeconds = 120;

/** PROOF-4: only the bff's fresh word over this very request opens a step. */
export async function verifyStatement(
  registry: Registry,
  jws: string,
  step: ProofingStep,
  request: string,
  now: Date,
): Promise<Statement> {
  try {
    const key = await importJWK({ ...registry.bff.relayKey }, 'ES256');
    const { payload } = await jwtVerify(jws, key, {
      algorithms: ['ES256'],
      typ: relayStatementType,
      issuer: 'signet-bff',
      currentDate: now,
      maxTokenAge: longestLifeSeconds,
      clockTolerance: 5,
    });
    const statement = v.parse(relayStatementSchema, payload);
    const digest = createHash('sha256').update(request).digest('base64url');
    if (
      statement.step !== step ||
      statement.requestDigest !== digest ||
      statement.exp - statement.iat > longestLifeSeconds ||
      !staysHere(statement, registry)
    ) {
      throw new Refused('statement_not_accepted');
    }
    return statement;
  } catch {
    throw new Refused('statement_not_accepted');
  }
}

/**
 * What proofing sends to people and signs into credentials leads to this installation and nowhere else, whatever the bff states: else whoever
 * took the bff over would have it write to telephones, and lead agencies, on behalf of a site of theirs. A link is one from its first letter to its
 * last, with no room for words beside it.
 */
function staysHere(
  { noticeLink, statuses = [] }: Statement,
  { issuer }: Pick<Registry, 'issuer'>,
): boolean {
  const notice = `${issuer}${noticePath}`;
  return (
    (noticeLink === undefined ||
      (noticeLink.startsWith(notice) && isToken.test(noticeLink.slice(notice.length)))) &&
    statuses.every(({ status_list: { uri } }) => isStatusListOf(issuer, uri))
  );
}

const isToken = /^[\w-]{43}$/;
