import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LetterId } from '@signet/contracts/ids';
import type { PrintShopSetting } from '../proofing/post/print-shop-setting.ts';

/** How the shop behaves at its next request; by default it takes what it is given. */
export type Mood =
  | 'honest'
  | 'down'
  | 'slow'
  | 'resets'
  | 'error'
  | 'unavailable'
  | 'garbage'
  | 'huge'
  | 'speaks of another letter'
  | 'takes and then breaks off'
  | 'refuses';

type Asked = {
  readonly path: string;
  readonly fields: readonly string[];
  readonly headers: IncomingHttpHeaders;
};

export const callbackKey = Buffer.alloc(32, 9).toString('base64url');

/**
 * An outside print shop on a port of its own: it prints every letter once, as its contract says, and otherwise behaves as badly as the
 * test likes. `prints` counts sheets of paper.
 */
export async function openPrintShop() {
  const prints = new Map<LetterId, number>();
  const keys: (string | undefined)[] = [];
  const asked: Asked[] = [];
  let moods: Mood[] = [];
  let statuses: { letterId: LetterId; status: string }[] = [];

  const print = (letterId: LetterId) => {
    if (!prints.has(letterId)) prints.set(letterId, 1);
  };
  const server = createServer((request, response) => {
    const mood = moods.shift() ?? 'honest';
    if (mood === 'down') return void request.socket.destroy();
    void text(request).then((body) => {
      const content = JSON.parse(body) as { letterId: LetterId; letterIds?: LetterId[] };
      asked.push({
        path: request.url ?? '',
        fields: Object.keys(content),
        headers: request.headers,
      });
      keys.push(request.headers['idempotency-key'] as string | undefined);
      if (content.letterIds !== undefined) return say(response, 200, { letters: statuses });
      act(response, mood, content.letterId);
    });
  });

  function act(response: ServerResponse, mood: Mood, letterId: LetterId) {
    switch (mood) {
      case 'slow':
        print(letterId);
        return undefined;
      case 'resets':
        return response.socket?.resetAndDestroy();
      case 'error':
        return say(response, 500, {});
      case 'unavailable':
        return say(response, 503, { letterId, accepted: true });
      case 'garbage':
        return response.end('\u0000<<not the answer you expect>>{');
      case 'huge':
        return response.end('x'.repeat(1_000_000));
      case 'speaks of another letter':
        return say(response, 200, { letterId: `ltr_${'0'.repeat(26)}`, accepted: true });
      case 'takes and then breaks off':
        print(letterId);
        response.write('{"letterId"');
        return response.socket?.destroy();
      case 'refuses':
        return say(response, 422, { letterId, accepted: false });
      default:
        print(letterId);
        return say(response, 200, { letterId, accepted: true });
    }
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const setting: PrintShopSetting & { handOver: 'rest' } = {
    handOver: 'rest',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    timeoutMs: 150,
    statusEveryMinutes: 60,
    batchEveryMinutes: 24 * 60,
    batchMinute: 0,
    credential: { keyId: 'test', requests: callbackKey, callbacks: callbackKey },
  };
  return {
    setting,
    prints,
    idempotencyKeys: keys,
    asked,
    behaves: (...next: Mood[]) => void (moods = next),
    knows: (next: typeof statuses) => void (statuses = next),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function say(response: ServerResponse, status: number, content: object) {
  response.writeHead(status, { 'content-type': 'application/json' });
  return response.end(JSON.stringify(content));
}
