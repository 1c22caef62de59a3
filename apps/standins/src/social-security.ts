import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT, type JWTPayload } from 'jose';
import type { Credentials } from './credentials.ts';
import type { FaultKind } from './faults.ts';
import { magicAnswer } from './outcomes.ts';
import { sameDigits, sameText, type Person } from './people.ts';
import { json, type Asked, type Reply, type SourceEndpoint } from './source-endpoint.ts';

const asked = ['givenName', 'familyName', 'birthDate', 'ssn', 'consent'] as const;
const protocol = ['iss', 'aud', 'jti', 'iat', 'exp', 'retention'];
const base = '/social-security/v1';
const tokenLivesMs = 300_000;

/** A number-verification authority: OAuth 2.0 client credentials with `private_key_jwt`; question and answer are signed JWTs. */
export function socialSecurity(
  customer: Credentials['socialSecurity'],
  people: readonly Person[],
  now: () => number,
  /** The access tokens of this customer, and until when: like its credentials, they are the customer's. */
  tokens: Map<string, number>,
): SourceEndpoint[] {
  const customerKey = createPublicKey({ key: customer.publicKey, format: 'jwk' });
  const answersKey = createPrivateKey({ key: customer.answersPrivateKey, format: 'jwk' });
  const seen = new Map<string, number>();
  const origin = (c: Asked) => `http://${c.req.header('host') ?? ''}`;
  /** Where the question that is being answered was asked; an answer names its issuer. */
  const issuers = new WeakMap<Uint8Array, { issuer: string; claims: JWTPayload }>();

  async function verified(jwt: string, audience: string, typ: string) {
    try {
      const { payload } = await jwtVerify(jwt, customerKey, {
        algorithms: ['ES256'],
        typ,
        audience,
        issuer: customer.clientId,
        requiredClaims: ['jti', 'exp', 'iat'],
        maxTokenAge: '5m',
        clockTolerance: 60,
        currentDate: new Date(now()),
      });
      return payload;
    } catch {
      return undefined;
    }
  }

  function isNew({ jti = '', exp = 0 }: JWTPayload): boolean {
    for (const [known, until] of seen) if (until < now()) seen.delete(known);
    if (seen.has(jti)) return false;
    seen.set(jti, exp * 1_000 + 60_000);
    return true;
  }

  const token: SourceEndpoint = {
    endpoint: 'social-security',
    path: `${base}/oauth/token`,
    limitBytes: 16_000,
    async refuse(c, body) {
      const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
      const isAssertion =
        form.get('grant_type') === 'client_credentials' &&
        form.get('client_assertion_type') ===
          'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
      if (!isAssertion) return 'invalid_request';
      const claims = await verified(
        form.get('client_assertion') ?? '',
        `${origin(c)}${base}/oauth/token`,
        'JWT',
      );
      if (claims?.sub !== customer.clientId) return 'invalid_client';
      return isNew(claims) ? undefined : 'nonce_replayed';
    },
    async answer() {
      const access = randomUUID();
      tokens.set(access, now() + tokenLivesMs);
      const reply = {
        access_token: access,
        token_type: 'Bearer',
        expires_in: tokenLivesMs / 1_000,
      };
      return { reply: json(200, reply), fields: [] };
    },
  };

  const verify: SourceEndpoint = {
    endpoint: 'social-security',
    path: `${base}/verify`,
    limitBytes: 16_000,
    async refuse(c, body) {
      const [, bearer = ''] = /^Bearer ([\w-]+)$/.exec(c.req.header('authorization') ?? '') ?? [];
      if ((tokens.get(bearer) ?? 0) <= now()) return 'invalid_token';
      const issuer = `${origin(c)}${base}`;
      const jwt = Buffer.from(body).toString('utf8');
      const claims = await verified(jwt, issuer, 'ssn-verification-request+jwt');
      if (claims === undefined) return 'signature_wrong';
      if (!isNew(claims)) return 'nonce_replayed';
      if (claims['retention'] !== 'none') return 'retention_flag_missing';
      issuers.set(body, { issuer, claims });
      return undefined;
    },
    async answer(body, wrongly) {
      const { issuer = '', claims = {} } = issuers.get(body) ?? {};
      const fields = Object.keys(claims).filter((name) => !protocol.includes(name));
      if (fields.some((name) => !(asked as readonly string[]).includes(name)))
        return { reply: json(400, { error: 'field_not_allowed' }), fields };
      if (asked.some((name) => typeof claims[name] !== 'string'))
        return { reply: json(400, { error: 'field_missing' }), fields };
      const said = claims as Record<(typeof asked)[number], string>;
      if (said.consent !== 'given')
        return { reply: json(400, { error: 'consent_missing' }), fields };
      const magic = magicAnswer('social-security', said.ssn);
      if (magic === 'silence') return { reply: 'silence', fields };
      if (magic === 'server_error') return { reply: json(503, { error: 'unavailable' }), fields };
      const answer = { issuer, jti: claims.jti ?? '', ...findings(said, magic === 'deceased') };
      return { reply: await signedAnswer(answer, wrongly), fields };
    },
  };
  return [token, verify];

  function findings(said: Record<(typeof asked)[number], string>, magicDeath: boolean) {
    const person = people.find(
      (one) =>
        sameDigits(one.recordsSsn ?? one.ssn, said.ssn) &&
        sameText(one.familyName, said.familyName) &&
        sameText(one.givenName, said.givenName) &&
        one.birthDate === said.birthDate,
    );
    return {
      verification: person === undefined ? 'no_match' : 'match',
      death: magicDeath || person?.died === true ? 'yes' : 'no',
    };
  }

  async function signedAnswer(
    {
      issuer,
      jti,
      ...claims
    }: { issuer: string; jti: string; verification: string; death: string },
    wrongly: FaultKind | undefined,
  ): Promise<Reply> {
    const key =
      wrongly === 'bad-signature'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
        : answersKey;
    const seconds = Math.floor(now() / 1_000);
    const body = await new SignJWT({
      ...claims,
      in_response_to: wrongly === 'foreign-answer' ? randomUUID() : jti,
    })
      .setProtectedHeader({ alg: 'ES256', typ: 'ssn-verification-answer+jwt' })
      .setIssuer(issuer)
      .setAudience(customer.clientId)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + 120)
      .sign(key);
    return { status: 200, body, contentType: 'application/jwt' };
  }
}
