import { createServer, type Server } from 'node:http';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createClient, createVisit } from '../testing/visit.ts';

let house: House;
let harbor: TestAgency;
let server: Server;
const told: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      told.push(new URLSearchParams(body).get('logout_token') ?? '');
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  harbor = await testAgency('harbor', {
    claims: ['email'],
    entry: { backchannelLogoutUri: `http://127.0.0.1:${port}/signed-out` },
  });
  const lantern = await testAgency('lantern', { claims: ['email'] });
  house = await openHouse([harbor, lantern]);
});
afterAll(async () => {
  server.close();
  await house.close();
});

async function signIn(name: string) {
  const client = await createClient(house, harbor);
  const visit = await createVisit(house, house.signUp(`${name}@example.test`));
  const tokens = await client.redeem(await visit.share(client.authorizationUrl('openid email')));
  return { visit, idToken: decodeJwt(tokens.id_token ?? '') };
}

test.each([
  [
    'here',
    async ({ browser }: Awaited<ReturnType<typeof createVisit>>) => {
      await browser.post('/api/session/end');
    },
  ],
  [
    'at an agency',
    async ({ browser }: Awaited<ReturnType<typeof createVisit>>) => {
      const page = await (await browser.send('/openid_connect/logout')).text();
      const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
      await browser.send('/openid_connect/logout/confirm', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: house.issuer },
        body: new URLSearchParams({ xsrf, logout: 'yes' }).toString(),
      });
    },
  ],
])(
  'who signs out %s is signed out at the agency that asked to be told (AGENCY-36)',
  async (where, signOut) => {
    const { visit, idToken } = await signIn(where.replaceAll(' ', '-'));
    const before = told.length;
    await signOut(visit);
    await vi.waitFor(() => expect(told.length).toBe(before + 1), { timeout: 5_000 });
    const keys = createRemoteJWKSet(new URL('/api/openid_connect/certs', house.issuer));
    const { payload, protectedHeader } = await jwtVerify(told.at(-1) ?? '', keys, {
      issuer: house.issuer,
      audience: harbor.clientId,
      algorithms: ['RS256'],
      typ: 'logout+jwt',
    });
    expect(protectedHeader.typ).toBe('logout+jwt');
    expect(payload).toMatchObject({
      sub: idToken.sub,
      sid: idToken['sid'],
      jti: expect.any(String),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    });
    expect(payload).not.toHaveProperty('nonce');
  },
);
