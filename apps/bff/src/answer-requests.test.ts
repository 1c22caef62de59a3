import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerRequests, serverOptions } from './answer-requests.ts';
import { providerPaths } from './oidc/paths.ts';
import { signalPaths } from './signals/signal-paths.ts';
import { testAgency } from './testing/agencies.ts';
import { openHouse, type House } from './testing/house.ts';

let house: House;
beforeAll(async () => {
  // Requests of Login.gov's clients are read before the engine reads them.
  const entry = { profile: 'login.gov' } as const;
  house = await openHouse([await testAgency('older', { claims: ['email'], entry })]);
});
afterAll(() => house.close());

/** What comes back for the bytes, until the server hangs up; what is to follow is sent once an answer has begun. */
function exchange(port: number, bytes: string, following?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, 'localhost', () => socket.write(bytes));
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    if (following !== undefined) socket.once('data', () => socket.write(following));
    socket.on('error', reject).on('close', () => resolve(answer));
  });
}

const ask = (line: string, ...headers: string[]) =>
  `${[line, ...headers, 'connection: close'].join('\r\n')}\r\n\r\n`;

function expectProtected(answer: string, status: number): void {
  const [head = ''] = answer.split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(head).toMatch(/^content-security-policy: default-src 'none'; /im);
  expect(head).toContain("require-trusted-types-for 'script'");
  expect(head).toMatch(/^cache-control: no-store$/im);
  for (const name of ['x-content-type-options', 'referrer-policy', 'cross-origin-opener-policy'])
    expect(head.match(new RegExp(`^${name}: `, 'gim'))).toHaveLength(1);
}

const host = 'host: localhost';

describe('what is no request of ours is refused with the headers of every response (WEB-1)', () => {
  // prettier-ignore
  test.each<[string, number, string]>([
    ['a backslash in the path',             400, ask('GET /a\\b HTTP/1.1', host)],
    ['a host that is none',                 400, ask('GET /health HTTP/1.1', 'host: a b')],
    ['a host with a path',                  400, ask('GET /health HTTP/1.1', 'host: localhost/x')],
    ['no host',                             400, ask('GET /health HTTP/1.1')],
    ['no host for the OIDC engine',         400, ask('GET /api/openid_connect/certs HTTP/1.1')],
    ['no host in HTTP/1.0',                 400, ask('GET /health HTTP/1.0')],
    ['an address that is none',             400, ask('GET http://[ HTTP/1.1', host)],
    ['no HTTP at all',                      400, 'Quillon Vantreight\r\n\r\n'],
    ['a header that is none',               400, ask('GET / HTTP/1.1', host, 'no colon')],
    ['a body of two lengths',               400, ask('POST /api/sign-up HTTP/1.1', host, 'content-length: 1', 'transfer-encoding: chunked')],
    ['headers without end',                 431, ask('GET / HTTP/1.1', host, `x: ${'x'.repeat(20_000)}`)],
    ['an expectation that nobody meets',    417, ask('GET / HTTP/1.1', host, 'expect: wonders')],
    ['a method that no fetch may have',     404, ask('TRACE /api/session HTTP/1.1', host)],
    ['a method that the engine lacks',      404, ask('PROPFIND /openid_connect/authorize HTTP/1.1', host)],
    ['a form that comes as JSON',           400, ask('POST /openid_connect/authorize HTTP/1.1', host, 'content-type: application/json', 'content-length: 0')],
  ])('%s', async (_what, status, bytes) => {
    const before = house.output().length;
    expectProtected(await exchange(Number(new URL(house.issuer).port), bytes), status);
    // Nobody is called for what anybody can send.
    expect(house.output().slice(before)).not.toContain('error');
  });

  describe('by a server with less patience', () => {
    let server: Server;
    let port: number;
    beforeAll(async () => {
      server = createServer({
        ...serverOptions,
        headersTimeout: 50,
        requestTimeout: 100,
        connectionsCheckingInterval: 25,
      });
      const app = {
        fetch: () => Promise.reject(new Error('Quillon Vantreight')),
      };
      const provider = {
        callback: (_request: unknown, response: { write(text: string): void }) =>
          response.write('half'),
      };
      answerRequests(server, house.issuer, app, provider);
      await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
      port = (server.address() as AddressInfo).port;
    });
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });

    test('a request that does not come to its end', async () => {
      expectProtected(await exchange(port, 'GET / HTTP/1.1\r\nhost: local'), 408);
    });

    test('an error that nobody expected, without a word of it', async () => {
      const answer = await exchange(port, ask('GET / HTTP/1.1', host));
      expectProtected(answer, 500);
      expect(answer).not.toContain('Quillon');
      expect(house.output()).not.toContain('Quillon');
    });

    test('nothing is written into the middle of another response', async () => {
      const first = `GET /openid_connect/x HTTP/1.1\r\n${host}\r\n\r\n`;
      const answer = await exchange(port, first, 'no request\r\n\r\n');
      expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    });
  });
});

test.each([
  ['/api/sign-in/begin', 'application/json'],
  [signalPaths.receive, 'application/secevent+jwt'],
  [providerPaths.authorization, 'application/x-www-form-urlencoded'],
  [providerPaths.token, 'application/x-www-form-urlencoded'],
  [providerPaths.pushed_authorization_request, 'application/x-www-form-urlencoded'],
])('whoever hangs up in the middle of a body for %s alarms nobody (WEB-3)', async (path, type) => {
  const before = house.output().length;
  const { port } = new URL(house.issuer);
  const headers = [`origin: ${house.issuer}`, `content-type: ${type}`, 'content-length: 100'];
  const request = [`POST ${path} HTTP/1.1`, host, ...headers, '', '{"a":'].join('\r\n');
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(port), 'localhost', () =>
      socket.write(request, () => setTimeout(() => socket.destroy(), 50)),
    );
    socket.on('error', reject).on('close', () => resolve());
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(house.output().slice(before)).not.toMatch(/error|status=5/);
});
