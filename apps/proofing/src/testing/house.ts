import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { asPublished } from '@signet/contracts/policy/as-published';
import { createApp } from '../app.ts';
import { countDocumentAttempts, documentLimit } from '../check/document-attempts.ts';
import { countSsnAttempts, ssnLimit } from '../check/ssn-attempts.ts';
import { countNumberAttempts, numberLimit } from '../examine/number-attempts.ts';
import {
  codeLimit,
  codesOfPhoneLimit,
  countCodeAttempts,
  countCodesOfPhone,
} from '../confirm/code-attempts.ts';
import { openReadingRoom } from '../examine/reading-room.ts';
import { readConfig } from '../config.ts';
import { readProofingKeys } from '../keys/proofing-keys.ts';
import type { Installation } from '../proofing.ts';
import { connectSources } from '../sources/sources.ts';
import { sealTicket, type Ticket } from '../wire/ticket.ts';
import { createCaller } from './caller.ts';
import { startSources } from './fake-sources.ts';
import { install } from './installation.ts';

export type House = Awaited<ReturnType<typeof openHouse>>;

/** Proofing on a free port with keys of its own, sources that it believes to be outside, and a caller that plays browser and bff. */
export async function openHouse(changes: Partial<Installation> = {}, timeoutMs?: number) {
  const sources = await startSources();
  const installation = await install({
    ...sources,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  const config = await readConfig(installation.environment);
  const keys = await readProofingKeys(config.keyFolder);
  const readingRoom = openReadingRoom();
  const clock = { at: Date.parse('2026-03-10T14:05:06.700Z') };
  const app = createApp({
    keys,
    registry: config.registry,
    openSources: connectSources(config.deployment),
    letters: config.deployment.letters,
    profile: asPublished,
    now: () => new Date(clock.at),
    answerEveryMs: 5,
    // A test takes a step as often as it likes, unless it is about how often.
    ssnAttempts: countSsnAttempts({ ...ssnLimit, most: Number.POSITIVE_INFINITY }),
    documentAttempts: countDocumentAttempts({ ...documentLimit, most: Number.POSITIVE_INFINITY }),
    numberAttempts: countNumberAttempts({ ...numberLimit, most: Number.POSITIVE_INFINITY }),
    codeAttempts: countCodeAttempts({ ...codeLimit, most: Number.POSITIVE_INFINITY }),
    codesOfPhone: countCodesOfPhone({ ...codesOfPhoneLimit, most: Number.POSITIVE_INFINITY }),
    readingRoom,
    ...changes,
  });
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    config,
    keys,
    clock,
    sources,
    printerKey: installation.printerKey,
    ...createCaller({
      origin,
      clock,
      registry: config.registry,
      relayKey: installation.relayKey,
      keys,
    }),
    /** A ticket as proofing seals it to itself, so that a test can begin in the middle. */
    ticket: (content: Ticket) => sealTicket(keys, content),
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      await sources.close();
      await readingRoom.close();
      installation.remove();
    },
  };
}
