import { createHash, randomBytes } from 'node:crypto';
import { exportJWK, SignJWT, type CryptoKey, type JWTHeaderParameters } from 'jose';
import type { TestAgency } from './agencies.ts';
import type { House } from './house.ts';

export type Fields = Readonly<Record<string, string | readonly string[] | undefined>>;
type Claims = Readonly<Record<string, unknown>>;

export type Proof = {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
};

/** An agency that writes every byte of its requests itself, so that it can also write wrong ones. */
export function createRawAgency(house: Pick<House, 'issuer'>, agency: TestAgency) {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const redirectUri = agency.redirectUris[0] ?? '';
  const endpoint = (name: 'token' | 'userinfo' | 'par' | 'certs') =>
    `${house.issuer}/api/openid_connect/${name}`;
  const seconds = () => Math.floor(Date.now() / 1_000);

  const raw = {
    agency,
    verifier,
    redirectUri,
    endpoint,
    request: (changes: Fields = {}): Fields => ({
      client_id: agency.clientId,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid profile',
      state: 'a-state-of-22-characters',
      nonce: 'a-nonce-of-22-characters',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...changes,
    }),
    authorizationUrl: (changes: Fields = {}) =>
      `${house.issuer}/openid_connect/authorize?${encode(raw.request(changes))}`,

    assertion: (claims: Claims = {}, header: Claims = {}, key: CryptoKey = agency.privateKey) =>
      new SignJWT({
        iss: agency.clientId,
        sub: agency.clientId,
        aud: house.issuer,
        jti: randomBytes(16).toString('hex'),
        iat: seconds(),
        exp: seconds() + 60,
        ...claims,
      })
        .setProtectedHeader({
          alg: agency.jwks?.keys[0]?.['alg'] as string,
          kid: agency.kid,
          ...header,
        } as JWTHeaderParameters)
        .sign(key),
    /** None, of an agency without keys. */
    authentication: async (): Promise<Fields> =>
      agency.jwks === undefined
        ? {}
        : {
            client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
            client_assertion: await raw.assertion(),
          },

    post: (url: string, fields: Fields, headers: Readonly<Record<string, string>> = {}) =>
      fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: encode(fields),
      }),
    /** The token request as it should be, but for the changes. */
    redeem: async (
      code: string,
      changes: Fields = {},
      headers?: Readonly<Record<string, string>>,
    ) =>
      raw.post(
        endpoint('token'),
        {
          grant_type: 'authorization_code',
          code,
          redirect_uri: redirectUri,
          code_verifier: verifier,
          ...(await raw.authentication()),
          ...changes,
        },
        headers,
      ),
    push: async (changes: Fields = {}, headers?: Readonly<Record<string, string>>) =>
      raw.post(
        endpoint('par'),
        { ...raw.request(), ...(await raw.authentication()), ...changes },
        headers,
      ),
    /** A request that was pushed, by its name. */
    async pushed(
      changes: Fields = {},
      headers?: Readonly<Record<string, string>>,
    ): Promise<string> {
      const response = await raw.push(changes, headers);
      const { request_uri: name } = (await response.json()) as { readonly request_uri?: string };
      if (name === undefined) throw new Error(`a request was not taken: ${response.status}`);
      return `${house.issuer}/openid_connect/authorize?${encode({ client_id: agency.clientId, request_uri: name })}`;
    },
    /** RFC 9101: the request, signed. */
    requestObject: (
      changes: Claims = {},
      header: Claims = {},
      key: CryptoKey = agency.privateKey,
    ) =>
      new SignJWT({
        ...raw.request(),
        iss: agency.clientId,
        aud: house.issuer,
        nbf: seconds() - 1,
        exp: seconds() + 60,
        ...changes,
      })
        .setProtectedHeader({
          alg: agency.jwks?.keys[0]?.['alg'] as string,
          kid: agency.kid,
          typ: 'oauth-authz-req+jwt',
          ...header,
        } as JWTHeaderParameters)
        .sign(key),
    /** RFC 9449. */
    dpop: async (
      pair: Proof,
      claims: Claims = {},
      header: Claims = {},
      token?: string,
    ): Promise<string> =>
      new SignJWT({
        jti: randomBytes(16).toString('hex'),
        htm: 'POST',
        htu: endpoint('token'),
        iat: seconds(),
        ...(token === undefined
          ? {}
          : { ath: createHash('sha256').update(token).digest('base64url') }),
        ...claims,
      })
        .setProtectedHeader({
          alg: 'ES256',
          typ: 'dpop+jwt',
          jwk: await exportJWK(pair.publicKey),
          ...header,
        } as JWTHeaderParameters)
        .sign(pair.privateKey),
    userinfo: (headers: Readonly<Record<string, string>>) =>
      fetch(endpoint('userinfo'), { headers }),
  };
  return raw;
}

export type RawAgency = ReturnType<typeof createRawAgency>;

function encode(fields: Fields): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) form.append(name, one);
  }
  return form.toString();
}
