import http from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Operation } from '@signet/contracts/operation';
import { operationTable, type OperationName } from '@signet/contracts/operation-table';
import { problemStatus, type Problem } from '@signet/contracts/problem';
import { openHouse, type House } from '../testing/house.ts';
import { createCitizen, type TestCitizen } from '../testing/citizen.ts';

let house: House;
let citizen: TestCitizen;
beforeAll(async () => {
  house = await openHouse();
  citizen = createCitizen(house, 'wire@example.test');
  await citizen.signUp('a long enough password');
});
afterAll(() => house.close());

const names = Object.keys(operationTable) as OperationName[];
const changing = names.filter((name) => operationTable[name].method === 'POST');
const pathOf = (name: OperationName) =>
  operationTable[name].path.replaceAll(/:\w+/g, 'AbCdEf012345678901234');
const secret = 'Ravensworth-900456712';
/** Who may not call is told so before anything is read. */
const noCaller = ['signed_out', 'link_expired'];

const asJson = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };

/** The browser's cookie, so that nothing is refused for want of a session alone. */
const send = (path: string, init: RequestInit = {}) => citizen.browser.send(path, init);
const ours = () => ({
  'content-type': 'application/json',
  origin: house.issuer,
  'sec-fetch-site': 'same-origin',
});

async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await response.json()) as Problem;
  expect(problem.status).toBe(response.status);
  expect(problemStatus[problem.code]).toBe(response.status);
  expect(response.status).toBeLessThan(500);
  return problem;
}

describe('every response carries the headers (WEB-1)', () => {
  test.each<[number, string, RequestInit]>([
    [200, '/', {}],
    [200, '/api/session', {}],
    [200, '/registry.jws', {}],
    [200, '/assets/app.js', {}],
    [200, '/assets/list.bin', {}],
    [200, '/health', {}],
    [200, '/.well-known/openid-configuration', {}],
    [400, '/openid_connect/authorize?client_id=nobody', {}],
    [400, '/openid_connect/authorize', asJson],
    [404, '/api/openid_connect/nothing', {}],
    [400, '/api/openid_connect/token', { method: 'POST' }],
    [401, '/api/openid_connect/userinfo', { method: 'POST' }],
    [200, '/api/openid_connect/certs', {}],
    [401, '/api/risc/poll', asJson],
    [401, '/api/agency/log', asJson],
    [400, '/api/risc/security_events', asJson],
    [401, '/callbacks/print-shop', asJson],
    [404, '/credential-status/nothing', {}],
    [404, '/api/nothing', {}],
    [404, '/assets/nothing.js', {}],
    [404, '/..%2f..%2fetc%2fpasswd', {}],
    [
      415,
      '/api/sign-up',
      { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' }, body: '{}' },
    ],
    [403, '/api/sign-up', { method: 'POST', body: '{}' }],
    [404, '/api/session', { method: 'DELETE' }],
  ])('%i for %s', async (status, path, init) => {
    const response = await send(path, init);
    expect(response.status).toBe(status);
    const header = (name: string) => response.headers.get(name);
    expect(header('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(header('content-security-policy')).toContain("require-trusted-types-for 'script'");
    expect(header('x-content-type-options')).toBe('nosniff');
    expect(header('referrer-policy')).toBe('no-referrer');
    for (const name of ['opener', 'embedder', 'resource'])
      expect(header(`cross-origin-${name}-policy`)).toMatch(
        /^(same-origin|require-corp|cross-origin)$/,
      );
    expect(header('x-powered-by')).toBeNull();
    await response.text();
  });

  test('the registry is kept by browsers and asked for each time: the same one comes once (WEB-5)', async () => {
    const first = await send('/registry.jws');
    expect(first.headers.get('cache-control')).toBe('no-cache');
    const etag = first.headers.get('etag') ?? '';
    const again = await send('/registry.jws', { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(again.headers.get('cache-control')).toBe('no-cache');
    expect(again.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    const older = await send('/registry.jws', { headers: { 'if-none-match': '"another"' } });
    expect(await older.text()).toBe(await first.text());
  });

  test('pages demand Trusted Types and allow no script but their own', async () => {
    const policy = (await send('/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).toContain("worker-src 'self';");
    expect(policy).not.toContain('unsafe-inline');
    expect(policy).toContain("frame-ancestors 'none'");
  });

  test('a person at an address that there is not gets the page that says so, and a program a problem', async () => {
    const headers = { 'sec-fetch-dest': 'document' };
    for (const path of ['/nowhere', '/no/where', '/assets/nothing.js', '/..%2f..%2fetc%2fpasswd']) {
      const response = await send(path, { headers });
      expect([path, response.status]).toEqual([path, 404]);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(await response.text()).toContain('<title>Signet</title>');
      await problemOf(await send(path));
    }
    await problemOf(await send('/api/nothing', { headers }));
  });

  test('answers are not kept by caches, hashed assets are', async () => {
    expect((await send('/api/session')).headers.get('cache-control')).toBe('no-store');
    expect((await send('/')).headers.get('cache-control')).toBe('no-store');
    for (const name of ['app.js', 'list.bin'])
      expect((await send(`/assets/${name}`)).headers.get('cache-control')).toContain('immutable');
  });
});

describe.each(changing)('%s', (name) => {
  // prettier-ignore
  test.each<[string, () => Record<string, string>, keyof typeof problemStatus]>([
    ['from another site',                    () => ({ ...ours(), 'sec-fetch-site': 'cross-site' }), 'cross_site_request'],
    ['from another host of our site',        () => ({ ...ours(), 'sec-fetch-site': 'same-site' }),  'cross_site_request'],
    ['typed into the address bar',           () => ({ ...ours(), 'sec-fetch-site': 'none' }),       'cross_site_request'],
    ['from another origin, without Fetch Metadata', () => ({ 'content-type': 'application/json', origin: 'http://evil.example.test' }), 'cross_site_request'],
    ['from an origin that denies itself',    () => ({ ...ours(), origin: 'null' }),                 'cross_site_request'],
    ['with neither Origin nor Fetch Metadata', () => ({ 'content-type': 'application/json' }),      'cross_site_request'],
  ])('%s is refused (WEB-2)', async (_from, headers, code) => {
    const response = await send(pathOf(name), { method: 'POST', headers: headers(), body: '{}' });
    expect((await problemOf(response)).code).toBe(code);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    '',
  ])('as %s is refused (WEB-2)', async (type) => {
    const headers = { ...ours(), 'content-type': type };
    const response = await send(pathOf(name), { method: 'POST', headers, body: '{}' });
    expect(['unsupported_media_type', ...noCaller]).toContain((await problemOf(response)).code);
  });

  test.each<[string, string]>([
    ['half a document', '{"email": "'],
    ['no JSON at all', secret],
    ['nothing', ''],
    ['an array', `["${secret}"]`],
    ['a number', '9004567120'],
    ['null', 'null'],
    ['a prototype', `{"__proto__": {"email": "${secret}"}, "constructor": "${secret}"}`],
    ['a field too many', `{"${secret}": true}`],
    [
      'wrong types',
      `{"email": {"a": "${secret}"}, "code": 123456, "token": ["${secret}"], "request": 7}`,
    ],
    ['great depth', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['a lone surrogate', '{"email": "\\ud800@example.test"}'],
    ['bytes that are no UTF-8', '\u00ff\u00fe'],
  ])('with %s is a problem document that echoes nothing (WEB-3, ZONE-3)', async (_what, body) => {
    const response = await send(pathOf(name), { method: 'POST', headers: ours(), body });
    const words = await response.clone().text();
    await problemOf(response);
    expect(words).not.toContain(secret);
  });

  test('with too large a body is refused, announced or not (WEB-3)', async () => {
    const { bodyLimitBytes: limit = 32_768 }: Operation = operationTable[name];
    // Photographs: their limit is proved where they are read.
    if (limit > 1_000_000) return expect(['submitStep', 'sendHandOffPhotograph']).toContain(name);
    const body = JSON.stringify({ email: 'x'.repeat(limit) });
    const announced = await send(pathOf(name), { method: 'POST', headers: ours(), body });
    expect(['request_too_large', ...noCaller]).toContain((await problemOf(announced)).code);
    expect(['413', '401', '410']).toContain(await streamed(pathOf(name), body));
  });
});

/** Sends a body in chunks, without a Content-Length. Answers with the status. */
function streamed(path: string, body: string): Promise<string> {
  const { port } = new URL(house.issuer);
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        port,
        host: 'localhost',
        path,
        method: 'POST',
        headers: { ...ours(), 'transfer-encoding': 'chunked' },
      },
      (response) => {
        resolve(String(response.statusCode));
        response.resume();
      },
    );
    request.on('error', reject);
    for (let at = 0; at < body.length; at += 8_192) request.write(body.slice(at, at + 8_192));
    request.end();
  });
}

describe('what is not in the table of operations does not exist (WEB-4)', () => {
  test.each(names)('%s is mounted', async (name) => {
    const { method } = operationTable[name];
    const response = await send(pathOf(name), {
      method,
      ...(method === 'POST' ? { headers: ours(), body: '[]' } : {}),
    });
    const { code } = (await response.json()) as Problem;
    if (response.status !== 200) expect(code).not.toBe('not_found');
  });

  test('the router holds the table, the health check, the registry, the status lists and the pages, and nothing else', () => {
    const routes = house.routes();
    const known = Object.values(operationTable).map(({ method, path }) => `${method} ${path}`);
    expect(routes.filter((route) => !known.includes(route)).toSorted()).toEqual([
      'ALL /*',
      'ALL /api/*',
      'ALL /interaction/:uid/api/*',
      'GET /*',
      'GET /.well-known/risc-configuration',
      'GET /.well-known/ssf-configuration',
      'GET /credential-status/:list',
      'GET /health',
      'GET /registry.jws',
      'POST /api/agency/log',
      'POST /api/risc/poll',
      'POST /api/risc/security_events',
      'POST /api/risc/verify',
      'POST /callbacks/print-shop',
    ]);
    expect(known.filter((route) => !routes.includes(route))).toEqual([]);
  });

  test.each(['PUT', 'PATCH', 'DELETE', 'GET'])(
    '%s is no way to change anything',
    async (method) => {
      for (const name of changing) {
        const response = await send(pathOf(name), { method, headers: ours() });
        if (
          names.some(
            (other) => operationTable[other].method === method && pathOf(other) === pathOf(name),
          )
        )
          continue;
        expect((await problemOf(response)).code).toBe('not_found');
      }
    },
  );
});

test('what the bff prints is event names and numbers, whatever it was sent (ZONE-3)', async () => {
  await send(`/api/${secret}?name=${secret}`, { headers: { 'user-agent': secret } });
  await send('/api/sign-up', { method: 'POST', headers: ours(), body: `{"email":"${secret}` });
  expect(house.output()).not.toContain(secret);
  expect(house.output()).not.toContain('wire@example.test');
  for (const line of house.output().split('\n'))
    expect(line).toMatch(/^[a-z-]+( [a-z]+=[\w.-]+)*$/);
});
