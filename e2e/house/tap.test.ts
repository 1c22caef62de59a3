import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tapHttp } from './tap.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'signet-tap-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A tap before a server that does `answer`; `walk` is given the tap's port. */
async function tapped(answer: http.RequestListener, walk: (port: number) => Promise<void>) {
  const server = http.createServer(answer);
  const target = await listening(server);
  const port = await freePort();
  const tap = await tapHttp({ port, target, folder });
  try {
    await walk(port);
  } finally {
    await tap.close();
    server.closeAllConnections();
    server.close();
  }
}

const written = (what: 'request' | 'response') => {
  const file = path.join(folder, `000001.${what}`);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

describe('the tap writes down an exchange that is broken off (ZONE-5)', () => {
  test('a request whose sender leaves in the middle of it', async () => {
    await tapped(
      () => {},
      async (port) => {
        const sender = net.connect(port, '127.0.0.1');
        sender.write('POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\nfirst half');
        await new Promise((resolve) => setTimeout(resolve, 200));
        sender.destroy();
        await expect.poll(() => written('request')).toMatch(/^POST \/api\/x\n[^]*first half$/);
      },
    );
    expect(written('response')).toBe('');
  });

  test('a request that is never answered, before anybody leaves', async () => {
    await tapped(
      () => {},
      async (port) => {
        const sender = http.request({ port, host: '127.0.0.1', method: 'POST', path: '/api/x' });
        sender.on('error', () => {});
        sender.end('the whole of it');
        await expect.poll(() => written('request')).toContain('the whole of it');
        sender.destroy();
      },
    );
  });

  test.each([
    ['the server dies', true],
    ['the house closes', false],
  ])('a response as far as it came: %s', async (_what, dies) => {
    await tapped(
      (_request, response) => {
        response.writeHead(200, { 'content-length': '5000' });
        response.write('first half');
        if (dies) setTimeout(() => response.destroy(), 200);
      },
      async (port) => {
        await new Promise<void>((resolve) => {
          http
            .get({ port, host: '127.0.0.1', path: '/api/x' }, (reply) => {
              reply.on('error', () => {});
              reply.on('data', () => resolve());
            })
            .on('error', () => {});
        });
        if (dies) await expect.poll(() => written('response')).toContain('first half');
      },
    );
    expect(written('request')).toContain('GET /api/x');
    expect(written('response')).toMatch(/^GET \/api\/x\n200\n[^]*first half$/);
  });
});

async function listening(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
