import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import * as v from 'valibot';
import { callSource, type Line } from './call-source.ts';
import type { ClientKey } from './credentials.ts';
import type { SourceOutcome } from './outcome.ts';
import { parseAnswer } from './parse-answer.ts';
import type { StepBudget } from './step-budget.ts';

const answerSchema = v.object({
  access_token: v.pipe(v.string(), v.minLength(1), v.maxLength(4_096)),
  token_type: v.picklist(['Bearer', 'bearer']),
  expires_in: v.pipe(v.number(), v.minValue(1)),
});

/** A token is asked for anew when it has less than this to live. */
const reserveMs = 30_000;

/**
 * OAuth 2.0 client credentials with `private_key_jwt` (RFC 6749 §4.4, RFC 7523 §2.2). The token is proofing's own, says nothing of a
 * person, and is kept in memory while it lives.
 */
export function createAccessToken(line: Line, { clientId, privateKey }: ClientKey) {
  let kept: { readonly token: string; readonly until: number } | undefined;

  async function ask(budget: StepBudget): Promise<SourceOutcome<string>> {
    if (kept !== undefined && performance.now() < kept.until)
      return { ok: true, value: kept.token };
    const assertion = await new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(`${line.url}/oauth/token`)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('2m')
      .sign(privateKey);
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    });
    const begun = performance.now();
    const answer = await callSource(
      line,
      {
        operation: '/oauth/token',
        fields: [],
        body: body.toString(),
        contentType: 'application/x-www-form-urlencoded',
        head: () => ({}),
        part: 'token',
        read: (raw) => parseAnswer(answerSchema, raw),
      },
      budget,
    );
    if (!answer.ok) return answer;
    const { access_token: token, expires_in: seconds } = answer.value;
    kept = { token, until: begun + seconds * 1_000 - reserveMs };
    return { ok: true, value: token };
  }

  return {
    ask,
    /** The source does not know the token any more. */
    forget: () => {
      kept = undefined;
    },
  };
}
