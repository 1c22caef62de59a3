import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';

/**
 * Stands between two processes and writes down every byte of every exchange: `<n>.request` as sent and
 * `<n>.response` as received, each beginning with the line that names the operation.
 */
export async function tapHttp(options: {
  readonly port: number;
  readonly target: number;
  readonly folder: string;
}): Promise<{ close(): Promise<void> }> {
  mkdirSync(options.folder, { recursive: true });
  let count = 0;

  const server = http.createServer((request, response) => {
    const number = (count += 1);
    const asked: Buffer[] = [];
    const answered: Buffer[] = [];
    const onward = http.request(
      {
        host: '127.0.0.1',
        port: options.target,
        method: request.method,
        path: request.url,
        headers: request.rawHeaders,
        setHost: false,
        agent: false,
      },
      (reply) => {
        response.writeHead(
          reply.statusCode ?? 502,
          reply.statusMessage,
          withoutHopHeaders(reply.rawHeaders),
        );
        reply.on('data', (chunk: Buffer) => answered.push(chunk));
        reply.on('end', () => {
          const name = path.join(options.folder, String(number).padStart(6, '0'));
          const operation = `${request.method} ${request.url}`;
          write(`${name}.request`, [operation, ...pairs(request.rawHeaders)], asked);
          write(
            `${name}.response`,
            [operation, String(reply.statusCode), ...pairs(reply.rawHeaders)],
            answered,
          );
        });
        reply.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.on('data', (chunk: Buffer) => asked.push(chunk));
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve));
  return { close: () => closeServer(server) };
}

/** The same for a protocol that is not HTTP (SMTP): one file for all bytes in both directions. */
export async function tapTcp(options: {
  readonly port: number;
  readonly target: number;
  readonly folder: string;
}): Promise<{ close(): Promise<void> }> {
  mkdirSync(options.folder, { recursive: true });
  const record = createWriteStream(path.join(options.folder, 'all.stream'), { flags: 'a' });
  const server = net.createServer((near) => {
    const far = net.connect(options.target, '127.0.0.1');
    for (const socket of [near, far]) {
      socket.on('data', (chunk) => record.write(chunk));
      socket.on('error', () => [near, far].forEach((one) => one.destroy()));
    }
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve));
  return {
    close: async () => {
      await closeServer(server);
      record.end();
    },
  };
}

function write(file: string, head: readonly string[], body: readonly Buffer[]): void {
  writeFileSync(file, Buffer.concat([Buffer.from(`${head.join('\n')}\n\n`), ...body]));
}

function pairs(rawHeaders: readonly string[]): string[] {
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : [],
  );
}

function withoutHopHeaders(rawHeaders: string[]): string[] {
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && !/^(connection|keep-alive|transfer-encoding)$/i.test(name)
      ? [name, rawHeaders[index + 1] ?? '']
      : [],
  );
}

function closeServer(server: net.Server | http.Server): Promise<void> {
  if (server instanceof http.Server) server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
