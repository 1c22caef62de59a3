import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';

/** What is wrong with what it says. */
export type Falsehood =
  | 'nothing'
  | 'signature'
  | 'algorithm'
  | 'issuer'
  | 'audience'
  | 'two audiences'
  | 'expiry'
  | 'nonce'
  | 'no nonce'
  | 'person'
  | 'answer from elsewhere';

const subject = 'somebody';

/**
 * A provider that answers every request for a token at once, and lies about one thing: whether a client looks is seen from what
 * it shows.
 */
export async function startFalseProvider(clientId: string) {
  const [genuine, other] = await Promise.all([rsaPair(), rsaPair()]);
  const published = { ...(await exportJWK(genuine.publicKey)), kid: 'one', alg: 'RS256' };
  let falsehood: Falsehood = 'nothing';
  let nonce = '';

  const answers: Readonly<Record<string, () => Promise<object> | object>> = {
    '/.well-known/openid-configuration': () => ({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/keys`,
    }),
    '/keys': () => ({ keys: [published] }),
    '/token': async () => ({
      access_token: 'opaque',
      token_type: 'Bearer',
      id_token: await idToken(),
    }),
    '/userinfo': () => ({
      sub: falsehood === 'person' ? 'somebody else' : subject,
      given_name: 'Marisol',
    }),
  };
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ''];
    request.resume();
    void Promise.resolve(answer?.()).then((value) =>
      response
        .writeHead(value === undefined ? 404 : 200, { 'content-type': 'application/json' })
        .end(JSON.stringify(value)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function idToken(): Promise<string> {
    const seconds = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: falsehood === 'issuer' ? 'http://127.0.0.1:1' : issuer,
      sub: subject,
      aud:
        falsehood === 'audience'
          ? 'urn:test:other'
          : falsehood === 'two audiences'
            ? [clientId, 'urn:test:other']
            : clientId,
      iat: seconds - 600,
      exp: falsehood === 'expiry' ? seconds - 300 : seconds + 300,
      ...(falsehood === 'no nonce' ? {} : { nonce: falsehood === 'nonce' ? 'another' : nonce }),
    };
    if (falsehood === 'algorithm')
      return [{ alg: 'none' }, claims]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .concat('')
        .join('.');
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(falsehood === 'signature' ? other.privateKey : genuine.privateKey);
  }

  return {
    issuer,
    /** Where the browser is sent back for what the client asked. */
    answerTo(authorizationUrl: string, lie: Falsehood): string {
      falsehood = lie;
      const asked = new URL(authorizationUrl).searchParams;
      nonce = asked.get('nonce') ?? '';
      const back = new URL(asked.get('redirect_uri') ?? '');
      back.searchParams.set('code', 'a-code~a-key');
      back.searchParams.set('state', asked.get('state') ?? '');
      back.searchParams.set('iss', lie === 'answer from elsewhere' ? 'http://127.0.0.1:1' : issuer);
      return back.href;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function rsaPair(): Promise<{ readonly publicKey: CryptoKey; readonly privateKey: CryptoKey }> {
  return generateKeyPair('RS256', { extractable: true });
}
