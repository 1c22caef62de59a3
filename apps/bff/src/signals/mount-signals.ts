import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import * as v from 'valibot';
import type { Agency } from '@signet/contracts/registry';
import { agencyLog } from '../agencies/agency-log.ts';
import type { Bff } from '../bff.ts';
import type { App } from '../http/mount-operation.ts';
import { readBody } from '../http/read-body.ts';
import { sourceOf } from '../http/source-of.ts';
import { useEach } from '../limits/use-each.ts';
import { authenticateAgency } from './authenticate-agency.ts';
import { jsonObject } from './json-object.ts';
import { pollRequest, pollSignals } from './poll-signals.ts';
import { queueSignal } from './queue-signal.ts';
import { receiveSignal, type SignalRefusal } from './receive-signal.ts';
import { signalPaths } from './signal-paths.ts';

type SignalContext = Context<{ Bindings: HttpBindings }>;

const bodyLimitBytes = 64 * 1_024;
const jsonType = /^application\/json(;|$)/i;
/** RFC 8935 §2.1; Login.gov's documentation lets its clients send the token as a plain JWT. */
const tokenType = /^application\/(secevent\+jwt|jwt)(;|$)/i;
const delivery = { push: 'urn:ietf:rfc:8935', poll: 'urn:ietf:rfc:8936' } as const;
/** What they were called before these RFCs, and still are at Login.gov (RISC Profile 1.0, Implementer's Draft 1 §3). */
const earlierDelivery = {
  push: 'https://schemas.openid.net/secevent/risc/delivery-method/push',
  poll: 'https://schemas.openid.net/secevent/risc/delivery-method/poll',
} as const;

/** The agencies' side of security events, and each one's own log: no browser comes here, and no session counts here. */
export function mountSignals(app: App, bff: Bff): void {
  const { issuer } = bff.config;
  const at = (path: string) => `${issuer}${path}`;

  const described = {
    issuer,
    jwks_uri: at('/api/openid_connect/certs'),
    delivery_methods_supported: [delivery.push, delivery.poll],
    verification_endpoint: at(signalPaths.verify),
  };
  const risc = {
    ...described,
    delivery_methods_supported: [
      earlierDelivery.push,
      earlierDelivery.poll,
      ...described.delivery_methods_supported,
    ],
    // Where agencies push what they suspect.
    delivery: [earlierDelivery.push, delivery.push].map((method) => ({
      delivery_method: method,
      url: at(signalPaths.receive),
    })),
  };
  app.get(signalPaths.discovery, (c) => c.json(risc));
  app.get(signalPaths.ssfDiscovery, (c) => c.json({ spec_version: '1_0', ...described }));

  app.post(signalPaths.receive, async (c) => {
    if (!isWithin(bff, c)) return c.body(null, 429);
    const body = await readBody(c.env.incoming, tokenType, bodyLimitBytes);
    if (!body.ok) return refused(c, 'invalid_request', 'a signed token is expected');
    const received = await receiveSignal(bff, body.value.trim());
    return received.ok ? c.body(null, 202) : refused(c, received.err, received.description);
  });

  app.post(signalPaths.poll, (c) =>
    asAgency(c, bff, at(signalPaths.poll), pollRequest, async (agency, request) =>
      c.json(await pollSignals(bff, agency, request)),
    ),
  );

  /** SSF 1.0 §8.1.4: the agency asks for an event that only says that the way to it works. */
  app.post(signalPaths.verify, (c) =>
    asAgency(c, bff, at(signalPaths.verify), verificationRequest, async (agency, { state }) => {
      const isQueued = bff.db.transaction((tx) => {
        const counting = { db: tx, key: bff.keys.secret('limitSubjects'), now: bff.now() };
        // What waits is kept for a week.
        if (!useEach(counting, [['signal-on-demand', agency.clientId]]).ok) return false;
        const test = state === undefined ? {} : { state };
        queueSignal(bff, tx, agency, { name: 'verification', ...test });
        return true;
      });
      return c.body(null, isQueued ? 204 : 429);
    }),
  );

  /** AGENCY-43: an agency reads its own, and who it is its key says. */
  app.post(signalPaths.log, (c) =>
    asAgency(c, bff, at(signalPaths.log), logRequest, async ({ clientId }, { since }) =>
      c.json({
        entries: agencyLog(bff, clientId, since === undefined ? 0 : Date.parse(since)),
      }),
    ),
  );
}

/** Everything, or what came after an instant. */
const logRequest = v.object({ since: v.optional(v.pipe(v.string(), v.isoTimestamp())) });

const verificationRequest = v.object({
  state: v.optional(v.pipe(v.string(), v.maxLength(200))),
});

async function asAgency<Schema extends v.GenericSchema>(
  c: SignalContext,
  bff: Bff,
  url: string,
  schema: Schema,
  answer: (agency: Agency, request: v.InferOutput<Schema>) => Promise<Response>,
): Promise<Response> {
  if (!isWithin(bff, c)) return c.body(null, 429);
  // AGENCY-42: that its agreement is over an agency reads in its log, and therefore after it.
  const always = c.req.path === signalPaths.log;
  const agency = await authenticateAgency(bff, c.req.header('authorization'), url, always);
  if (agency === undefined)
    return c.body(null, 401, { 'www-authenticate': 'Bearer error="invalid_token"' });
  const body = await readBody(c.env.incoming, jsonType, bodyLimitBytes);
  if (!body.ok) return refused(c, 'invalid_request', 'a JSON object is expected');
  // SSF 1.0 §8.1.4: there is no stream of events to this agency.
  if (agency.signals === undefined && c.req.path !== signalPaths.log) return c.body(null, 404);
  const request = v.safeParse(schema, jsonObject(body.value));
  if (!request.success) return refused(c, 'invalid_request', 'the request has another form');
  return answer(agency, request.output);
}

/** Signatures are costly to check; whoever sends many that are worth nothing waits. */
function isWithin(bff: Bff, c: SignalContext): boolean {
  const counting = { db: bff.db, key: bff.keys.secret('limitSubjects'), now: bff.now() };
  const source = sourceOf(
    c.env.incoming.socket.remoteAddress,
    c.req.header('x-forwarded-for'),
    bff.config.trustedProxies,
  );
  return useEach(counting, [['signal-source', source]]).ok;
}

function refused(c: Context, err: SignalRefusal, description: string): Response {
  return c.json({ err, description }, 400, { 'content-language': 'en' });
}
