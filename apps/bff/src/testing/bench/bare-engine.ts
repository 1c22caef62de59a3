import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider, type ClientMetadata, type JWKS } from 'oidc-provider';

export type Begin = {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly clientKeys: JWKS;
  /** The keys that ours signs with. */
  readonly keys: JWKS;
  readonly claims: Readonly<Record<string, string>>;
};
/** Codes as an authorization request with these parameters would have led to. */
export type MakeCodes = {
  readonly count: number;
  readonly nonce: string;
  readonly challenge: string;
};

const paths = { token: '/api/openid_connect/token', userinfo: '/api/openid_connect/userinfo' };

// A process of its own, as ours is one: `oidc-provider` as it comes, with everything in memory.
let codes: ((wanted: MakeCodes) => Promise<readonly string[]>) | undefined;
process.on('message', (asked: Begin | MakeCodes | 'cpu') => {
  void answer(asked).then((answered) => process.send?.(answered));
});

async function answer(asked: Begin | MakeCodes | 'cpu'): Promise<unknown> {
  if (asked === 'cpu') return process.cpuUsage();
  if ('count' in asked) return codes?.(asked);
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  process.once('disconnect', () => {
    server.closeAllConnections();
    server.close();
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const engine = createEngine(issuer, asked);
  const callback = engine.callback();
  server.on('request', (request, response) => void callback(request, response));
  codes = async ({ count, nonce, challenge }) => {
    const made: string[] = [];
    while (made.length < count) made.push(await makeCode(engine, asked, nonce, challenge));
    return made;
  };
  return issuer;
}

function createEngine(issuer: string, { clientId, redirectUri, clientKeys, keys, claims }: Begin) {
  const client: ClientMetadata = {
    client_id: clientId,
    redirect_uris: [redirectUri],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'private_key_jwt',
    id_token_signed_response_alg: 'RS256',
    jwks: clientKeys,
  };
  return new Provider(issuer, {
    clients: [client],
    jwks: keys,
    routes: paths,
    clientAuthMethods: ['private_key_jwt'],
    claims: { openid: ['sub'], profile: Object.keys(claims) },
    scopes: ['openid', 'profile'],
    features: { devInteractions: { enabled: false } },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...claims }) }),
  });
}

async function makeCode(
  engine: Provider,
  { clientId, redirectUri }: Begin,
  nonce: string,
  codeChallenge: string,
): Promise<string> {
  const who = { accountId: 'someone', clientId };
  const grant = new engine.Grant(who);
  grant.addOIDCScope('openid profile');
  const code = new engine.AuthorizationCode({
    ...who,
    grantId: await grant.save(),
    gty: 'authorization_code',
    redirectUri,
    scope: 'openid profile',
    nonce,
    codeChallenge,
    codeChallengeMethod: 'S256',
  } as never);
  return code.save();
}
