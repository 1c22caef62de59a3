import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';

/**
 * Stands between two processes and writes down every byte of every exchange: `<n>.request` as sent and
 * `<n>.response` as received, each beginning with the line that names the operation. What is broken off is written as
 * far as it came.
 */
export async function tapHttp(options: {
  readonly port: number;
  readonly target: number;
  readonly folder: string;
}): Promise<{ close(): Promise<void> }> {
  mkdirSync(options.folder, { recursive: true });
  let count = 0;
  /** Resolved when the exchange is over and written; who closes the tap waits for all. */
  const written = new Set<Promise<void>>();

  const server = http.createServer((request, response) => {
    const number = (count += 1);
    const name = path.join(options.folder, String(number).padStart(6, '0'));
    const operation = `${request.method} ${request.url}`;
    const asked: Buffer[] = [];
    const answered: Buffer[] = [];
    const writeRequest = once(() =>
      write(`${name}.request`, [operation, ...pairs(request.rawHeaders)], asked),
    );
    let writeResponse = () => {};
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
        writeResponse = once(() =>
          write(
            `${name}.response`,
            [operation, String(reply.statusCode), ...pairs(reply.rawHeaders)],
            answered,
          ),
        );
        reply.on('data', (chunk: Buffer) => answered.push(chunk));
        reply.on('end', () => writeResponse());
        reply.on('close', () => {
          writeResponse();
          if (!reply.complete) response.destroy();
        });
        reply.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    const over = new Promise<void>((resolve) => {
      response.on('close', () => {
        onward.destroy();
        writeRequest();
        writeResponse();
        resolve();
      });
    });
    written.add(over);
    void over.then(() => written.delete(over));
    request.on('data', (chunk: Buffer) => asked.push(chunk));
    request.on('end', writeRequest);
    request.on('close', writeRequest);
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve));
  return {
    close: async () => {
      await closeServer(server);
      await Promise.all(written);
    },
  };
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
      await new Promise<void>((resolve) => record.end(() => resolve()));
    },
  };
}

function write(file: string, head: readonly string[], body: readonly Buffer[]): void {
  writeFileSync(file, Buffer.concat([Buffer.from(`${head.join('\n')}\n\n`), ...body]));
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
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
