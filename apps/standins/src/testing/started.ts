import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { createApp } from '../app.ts';
import { newCustomer, newSharedSecret, type SharedSecret } from '../credentials.ts';
import { createOutbox } from '../outbox.ts';
import type { Person } from '../people.ts';
import { createPopulation } from '../population/create-population.ts';
import { signedMessage } from './signed-message.ts';
import { openPrinting } from './printing.ts';

export const person: Person = {
  id: 'sample',
  shows: 'everything passes',
  givenName: 'Quenby',
  familyName: "O'Sample",
  birthDate: '1980-02-03',
  documentNumber: 'D1234567',
  expiryDate: '2031-02-03',
  jurisdiction: 'OH',
  address: { street: '12 Elm St.', city: 'Anywhere', region: 'OH', postalCode: '43999' },
  ssn: '900-12-3456',
  phone: '+12025550119',
};

/** The stand-ins on a free port, with a caller that signs as a customer would. */
export async function started() {
  const { customer, sources } = newCustomer();
  const credentials = { ...customer, messages: newSharedSecret('messages') };
  const outbox = createOutbox();
  const printing = await openPrinting();
  const app = createApp({
    credentials: { ...sources, messages: credentials.messages },
    personas: [person],
    population: createPopulation(),
    outbox,
    cards: '/nowhere',
    agencyUrl: 'http://agency.test',
    printing: printing.parts,
  });
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    outbox,
    printing,
    credentials,
    post: (path: string, body: string, headers: Record<string, string>) =>
      fetch(`${origin}${path}`, {
        method: 'POST',
        body,
        headers,
        signal: AbortSignal.timeout(2_000),
      }),
    signed: (shared: SharedSecret, path: string, body: string, changes: Partial<Signing> = {}) =>
      signed(origin, shared, path, body, changes),
    signedAt: (where: string, shared: SharedSecret, path: string, body: string) =>
      signed(where, shared, path, body, {}),
    /** A question to the DMV, signed as its customer would; `changes` spoil it. */
    askDmv: (
      fields: Readonly<Record<string, string>>,
      changes: Partial<Parameters<typeof signedMessage>[0]> = {},
      spoil: (text: string) => string = (text) => text,
    ) =>
      fetch(`${origin}/dmv/v1/verify`, {
        method: 'POST',
        body: spoil(
          signedMessage({ ...customer.dmv, to: `${origin}/dmv/v1/verify`, fields, ...changes }),
        ),
        headers: { 'content-type': 'application/soap+xml', 'signet-retention': 'none' },
        signal: AbortSignal.timeout(2_000),
      }),
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      printing.remove();
    },
  };
}

type Signing = {
  timestamp: number;
  nonce: string;
  signedBody: string;
  retention: string | undefined;
};

function signed(
  origin: string,
  shared: SharedSecret,
  path: string,
  body: string,
  changes: Partial<Signing>,
): Promise<Response> {
  const { timestamp = Date.now(), nonce = randomUUID(), signedBody = body } = changes;
  const retention = 'retention' in changes ? changes.retention : 'none';
  const digest = createHash('sha256').update(signedBody).digest('base64url');
  const text = [timestamp, nonce, 'POST', new URL(origin).host, path, digest].join('\n');
  const signature = createHmac('sha256', Buffer.from(shared.secret, 'base64url'))
    .update(text)
    .digest('base64url');
  return fetch(`${origin}${path}`, {
    method: 'POST',
    body,
    signal: AbortSignal.timeout(2_000),
    headers: {
      authorization: `HMAC-SHA256 keyId=${shared.keyId},timestamp=${timestamp},nonce=${nonce},bodyDigest=${digest},signature=${signature}`,
      ...(retention === undefined ? {} : { 'signet-retention': retention }),
    },
  });
}
