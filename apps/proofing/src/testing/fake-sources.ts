import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SourceSettings } from '../config.ts';
import { answers, fieldsOf, onFile, type Files } from './source-answers.ts';

export type SourceName = keyof SourceSettings;
export type Fault = (response: ServerResponse) => void;
type Asked = {
  readonly source: SourceName;
  readonly path: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly headers: IncomingMessage['headers'];
};

// prettier-ignore
const operations: Readonly<Record<string, { source: SourceName; fields: readonly string[] }>> = {
  '/documentChecker/documents': { source: 'documentChecker', fields: ['transactionRef', 'front', 'back', 'barcode'] },
  '/dmv/verify':               { source: 'dmv',             fields: ['MessageRef', 'DriverLicenseNumber', 'DriverLicenseIssuingJurisdiction', 'PersonGivenName', 'PersonSurName', 'PersonBirthDate', 'DriverLicenseExpirationDate', 'AddressLine1', 'AddressCity', 'AddressState', 'AddressZIP5'] },
  '/records/verify':           { source: 'records',         fields: ['transactionRef', 'givenName', 'familyName', 'birthDate', 'ssn', 'address'] },
  '/carrier/ownership':        { source: 'carrier',         fields: ['transactionRef', 'phone', 'givenName', 'familyName'] },
  '/carrier/messages':         { source: 'carrier',         fields: ['idempotencyKey', 'to', 'channel', 'text'] },
};

/**
 * Four outside sources on one port. They refuse what a real source would refuse (a wrong signature, a used nonce, a field too many
 * or too few, no word on retention) and write that down in `violations`, which a test expects to be empty.
 */
export async function startSources() {
  const secrets = Object.fromEntries(
    ['documentChecker', 'dmv', 'records', 'carrier'].map((name) => [
      name,
      randomBytes(32).toString('base64url'),
    ]),
  ) as Record<SourceName, string>;
  const asked: Asked[] = [];
  const violations: string[] = [];
  const faults = new Map<string, Fault>();
  const nonces = new Set<string>();
  let files: Files = onFile;

  const server = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    request.on('end', () => answer(request, Buffer.concat(chunks).toString('utf8'), response));
  });

  function answer(request: IncomingMessage, body: string, response: ServerResponse): void {
    const path = request.url ?? '';
    const operation = operations[path];
    if (operation === undefined) return refuse(response, `nothing at ${path}`);
    const { source } = operation;
    const fields = fieldsOf(source, body);
    const wrong = complaint(request, body, source) ?? fieldsComplaint(fields, operation.fields);
    if (wrong !== undefined) return refuse(response, `${source}: ${wrong}`);
    asked.push({ source, path, fields, headers: request.headers });
    const fault = faults.get(path) ?? faults.get(source);
    if (fault !== undefined) return fault(response);
    response.end(answers[path]?.(fields, files));
  }

  function refuse(response: ServerResponse, what: string): void {
    violations.push(what);
    response.writeHead(400).end();
  }

  function complaint({ headers, method, url }: IncomingMessage, body: string, source: SourceName) {
    if (method !== 'POST') return 'method';
    if (headers['signet-retention'] !== 'none') return 'retention';
    if (source === 'documentChecker')
      return headers['x-api-key'] === secrets[source] ? undefined : 'key';
    const [, keyId, timestamp = '', nonce = '', digest = '', mac = ''] =
      /^HMAC-SHA256 keyId=([^,]+),timestamp=(\d+),nonce=([^,]+),bodyDigest=([^,]+),signature=([\w-]+)$/.exec(
        headers.authorization ?? '',
      ) ?? [];
    if (keyId !== source) return 'key id';
    if (Math.abs(Date.now() - Number(timestamp)) > 60_000) return 'clock';
    if (nonces.has(nonce)) return 'nonce';
    nonces.add(nonce);
    if (createHash('sha256').update(body).digest('base64url') !== digest) return 'digest';
    const expected = createHmac('sha256', Buffer.from(secrets[source], 'base64url'))
      .update([timestamp, nonce, 'POST', headers.host, url, digest].join('\n'))
      .digest();
    const given = Buffer.from(mac, 'base64url');
    return given.length === expected.length && timingSafeEqual(given, expected)
      ? undefined
      : 'signature';
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    origin,
    secrets,
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

function fieldsComplaint(fields: object, wanted: readonly string[]): string | undefined {
  const given = Object.keys(fields).toSorted().join();
  return given === wanted.toSorted().join() ? undefined : `fields ${given}`;
}
