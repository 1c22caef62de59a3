import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jwtVerify } from 'jose';
import { SignedXml } from 'xml-crypto';
import { manifests, type SourceName } from '../sources/manifests.ts';
import {
  answers,
  contentTypes,
  fieldsOf,
  onFile,
  type Fields,
  type Files,
} from './source-answers.ts';
import { newCredentials } from './source-credentials.ts';

export type Fault = (response: ServerResponse, fields: Fields) => void;
type Asked = {
  readonly source: SourceName;
  readonly path: string;
  readonly fields: Fields;
  readonly headers: IncomingMessage['headers'];
};

// prettier-ignore
const operations: Readonly<Record<string, SourceName>> = {
  '/documentChecker/documents':  'documentChecker',
  '/dmv/verify':                 'dmv',
  '/records/verify':             'records',
  '/socialSecurity/oauth/token': 'socialSecurity',
  '/socialSecurity/verify':      'socialSecurity',
  '/addressRecord/addresses':    'addressRecord',
  '/phoneOwnership/ownership':   'phoneOwnership',
  '/messageDelivery/messages':   'messageDelivery',
  '/risk/assess':                'risk',
};

/**
 * Every outside source on one port. They refuse what a real source would refuse (a wrong signature, a used nonce, a field too many
 * or too few, no word on retention) and write that down in `violations`, which a test expects to be empty.
 */
export async function startSources() {
  const keys = newCredentials();
  const { credentials } = keys;
  const asked: Asked[] = [];
  const violations: string[] = [];
  const faults = new Map<string, Fault>();
  const nonces = new Set<string>();
  const tokens = new Set<string>();
  let files: Files = onFile;

  const server = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    request.on('end', () => void answer(request, Buffer.concat(chunks).toString('utf8'), response));
  });

  async function answer(request: IncomingMessage, body: string, response: ServerResponse) {
    const path = request.url ?? '';
    const source = operations[path];
    if (source === undefined) return refuse(response, `nothing at ${path}`);
    const wrong = await complaint(request, body, source);
    if (wrong !== undefined) return refuse(response, `${source}: ${wrong}`, 401);
    response.setHeader('content-type', contentTypes[path] ?? 'application/json');
    const fault = faults.get(path) ?? (path.endsWith('/token') ? undefined : faults.get(source));
    if (path.endsWith('/token')) {
      if (fault !== undefined) return fault(response, {});
      const token = `token-${tokens.size}`;
      tokens.add(token);
      response.end(JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 300 }));
      return;
    }
    const fields = fieldsOf(source, body);
    const extra = fieldsComplaint(
      fields,
      source === 'dmv' ? ['MessageID', ...manifests[source].fields] : manifests[source].fields,
    );
    if (extra !== undefined) return refuse(response, `${source}: ${extra}`);
    asked.push({ source, path, fields, headers: request.headers });
    if (fault !== undefined) return fault(response, fields);
    response.end(
      await answers[path]?.(fields, files, {
        key: keys.answersKey,
        issuer: `${origin}/socialSecurity`,
      }),
    );
  }

  function refuse(response: ServerResponse, what: string, status = 400): void {
    violations.push(what);
    response.writeHead(status).end();
  }

  async function complaint(request: IncomingMessage, body: string, source: SourceName) {
    const { headers, method, url = '' } = request;
    if (method !== 'POST') return 'method';
    if (headers['signet-retention'] !== 'none') return 'retention';
    const held = credentials[source];
    switch (manifests[source].signing) {
      case 'api-key':
        return headers['x-api-key'] === held['apiKey'] ? undefined : 'key';
      case 'hmac-body-v1':
        return hmacComplaint(request, body, String(held['keyId']), String(held['secret']));
      case 'wss-signature-v1':
        return envelopeIsSigned(body) ? undefined : 'signature';
      case 'private-key-jwt': {
        const isToken = url.endsWith('/token');
        if (!isToken && !tokens.has((headers.authorization ?? '').replace('Bearer ', '')))
          return 'token';
        const jwt = isToken ? (new URLSearchParams(body).get('client_assertion') ?? '') : body;
        const audience = isToken ? `${origin}${url}` : `${origin}/socialSecurity`;
        const claims = await jwtVerify(jwt, keys.clientKey, {
          audience,
          issuer: source,
          algorithms: ['ES256'],
        }).catch(() => undefined);
        if (claims === undefined) return 'signature';
        return used(claims.payload.jti ?? '') ? 'nonce' : undefined;
      }
    }
  }

  function used(nonce: string): boolean {
    if (nonces.has(nonce)) return true;
    nonces.add(nonce);
    return false;
  }

  function hmacComplaint(
    { headers, url }: IncomingMessage,
    body: string,
    id: string,
    secret: string,
  ) {
    const [, keyId, timestamp = '', nonce = '', digest = '', mac = ''] =
      /^HMAC-SHA256 keyId=([^,]+),timestamp=(\d+),nonce=([^,]+),bodyDigest=([^,]+),signature=([\w-]+)$/.exec(
        headers.authorization ?? '',
      ) ?? [];
    if (keyId !== id) return 'key id';
    if (Math.abs(Date.now() - Number(timestamp)) > 60_000) return 'clock';
    if (used(nonce)) return 'nonce';
    if (createHash('sha256').update(body).digest('base64url') !== digest) return 'digest';
    const expected = createHmac('sha256', Buffer.from(secret, 'base64url'))
      .update([timestamp, nonce, 'POST', headers.host, url, digest].join('\n'))
      .digest();
    const given = Buffer.from(mac, 'base64url');
    return given.length === expected.length && timingSafeEqual(given, expected)
      ? undefined
      : 'signature';
  }

  /** By another implementation than the one that signs. */
  function envelopeIsSigned(body: string): boolean {
    const [signature = ''] = /<ds:Signature [\s\S]*<\/ds:Signature>/.exec(body) ?? [];
    const verifier = new SignedXml({
      idMode: 'wssecurity',
      publicCert: keys.envelopeKey.export({ type: 'spki', format: 'pem' }),
    });
    verifier.loadSignature(signature);
    return verifier.checkSignature(body) && verifier.getSignedReferences().length === 4;
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    origin,
    credentials,
    answersKey: keys.answersKey,
    /** Every request that was in order, oldest first. */
    asked,
    violations,
    /** What the sources have on file from now on. */
    keep: (changes: Partial<Files>) => {
      files = { ...onFile, ...changes };
    },
    /** A source, or one path of it, answers by this until `calm`. */
    fail: (where: string, fault: Fault) => faults.set(where, fault),
    calm: () => {
      faults.clear();
      files = onFile;
      asked.length = 0;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Of an ID card for life alone. */
const mayLack = ['DocumentCategory'];

function fieldsComplaint(fields: object, wanted: readonly string[]): string | undefined {
  const needed = wanted.filter((name) => name in fields || !mayLack.includes(name));
  const given = Object.keys(fields).toSorted().join();
  return given === needed.toSorted().join() ? undefined : `fields ${given}`;
}
