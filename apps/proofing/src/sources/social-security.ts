import { randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import * as v from 'valibot';
import type { EvidenceAttributes } from '@signet/contracts/person';
import { createAccessToken } from './access-token.ts';
import { callSource, type Line, type RawAnswer } from './call-source.ts';
import type { ClientKey } from './credentials.ts';
import { unavailable, type SourceOutcome } from './outcome.ts';
import type { StepBudget } from './step-budget.ts';

const requestType = 'ssn-verification-request+jwt';
const answerType = 'ssn-verification-answer+jwt';

const answerSchema = v.object({
  verification: v.picklist(['match', 'no_match']),
  death: v.picklist(['yes', 'no']),
});
export type SocialSecurityAnswer = v.InferOutput<typeof answerSchema>;

/**
 * A second authoritative source, shaped after eCBSV: one yes or no for number, name and birth date together, and whether a record of
 * death exists. Question and answer are signed JWTs; the answer has to bear the question's identifier.
 */
export function createSocialSecurity(line: Line, credential: ClientKey) {
  const token = createAccessToken(line, credential);
  const { clientId, privateKey } = credential;

  return async (
    { givenName, familyName, birthDate }: EvidenceAttributes,
    ssn: string,
    budget: StepBudget,
  ): Promise<SourceOutcome<SocialSecurityAnswer>> => {
    const bearer = await token.ask(budget);
    if (!bearer.ok) return bearer;
    const transactionRef = randomUUID();
    // The person agrees to this very question before proofing begins.
    const fields = { transactionRef, givenName, familyName, birthDate, ssn, consent: 'given' };
    const { transactionRef: jti, ...claims } = fields;
    const question = await new SignJWT({ ...claims, retention: line.manifest.retention })
      .setProtectedHeader({ alg: 'ES256', typ: requestType })
      .setIssuer(clientId)
      .setAudience(line.url)
      .setJti(jti)
      .setIssuedAt()
      .setExpirationTime('2m')
      .sign(privateKey);
    const answer = await callSource<SocialSecurityAnswer>(
      line,
      {
        operation: '/verify',
        fields: Object.keys(fields),
        body: question,
        contentType: 'application/jwt',
        head: () => ({ authorization: `Bearer ${bearer.value}` }),
        read: (raw) => readAnswer(raw, jti),
      },
      budget,
    );
    // Whoever was refused asks for a new token the next time; that one may have been withdrawn.
    if (!answer.ok && answer.error.reason === 'refused') token.forget();
    return answer;
  };

  async function readAnswer(
    { status, text, type }: RawAnswer,
    jti: string,
  ): Promise<SourceOutcome<SocialSecurityAnswer>> {
    if (status !== 200) return unavailable(status >= 500 ? 'outage' : 'protocol_error');
    if (type !== 'application/jwt') return unavailable('protocol_error');
    try {
      const { payload } = await jwtVerify(text, credential.answersKey, {
        algorithms: ['ES256'],
        typ: answerType,
        issuer: line.url,
        audience: clientId,
        requiredClaims: ['exp', 'iat'],
        maxTokenAge: '5m',
        clockTolerance: 60,
      });
      const parsed = v.safeParse(answerSchema, payload);
      if (payload['in_response_to'] === jti && parsed.success)
        return { ok: true, value: parsed.output };
    } catch {
      // A signature of somebody else, or no token at all.
    }
    return unavailable('protocol_error');
  }
}
