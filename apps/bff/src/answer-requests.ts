import { STATUS_CODES, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener, RequestError } from '@hono/node-server';
import { log } from './audit/log.ts';
import type { App } from './http/mount-operation.ts';
import { problemResponse } from './http/refusal.ts';
import { securityHeaders } from './http/security-headers.ts';
import { isProviderPath } from './oidc/paths.ts';
import type { OidcProvider } from './oidc/provider.ts';

/** Node would answer a request without a Host by itself, and without our headers: it is refused below. */
export const serverOptions = {
  requestTimeout: 120_000,
  headersTimeout: 10_000,
  requireHostHeader: false,
} as const satisfies ServerOptions;

/** What Node says of what it could not read; anything else is a bad request. */
const statusOf: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
};

/**
 * One server: the OIDC engine's paths go to the engine, everything else to the table of operations and the pages. What reaches neither,
 * because it is no request at all or names no host, is refused here, with the headers that every response has (WEB-1).
 */
export function answerRequests(
  server: Server,
  issuer: string,
  app: Pick<App, 'fetch'>,
  provider: Pick<OidcProvider, 'callback'>,
): void {
  const headers = { ...securityHeaders(issuer), 'cache-control': 'no-store' };
  const always = new Map(Object.entries(headers));
  const answer = getRequestListener(app.fetch, {
    errorHandler: (cause) => {
      const isTheirs = cause instanceof RequestError;
      if (!isTheirs) log('unexpected-error');
      return problemResponse({ type: isTheirs ? 'malformed_request' : 'internal_error' });
    },
  });
  const refuse = (response: ServerResponse, status: number) =>
    void response.writeHead(status, { ...headers, connection: 'close' }).end();
  /** The last response that was begun on a connection: a refusal must not end up in the middle of it. */
  const begun = new WeakMap<Duplex, ServerResponse>();

  server.on('request', (request, response) => {
    begun.set(request.socket, response);
    if (request.headers.host === undefined) refuse(response, 400);
    else if (isProviderPath(request.url ?? '/')) provider.callback(request, response);
    else {
      // On Node's response: one of Fetch with so many would be built, sorted and taken apart again.
      response.setHeaders(always);
      void answer(request, response);
    }
  });
  server.on('checkExpectation', (_request, response) => refuse(response, 417));
  server.on('clientError', (cause: NodeJS.ErrnoException, socket) => {
    const last = begun.get(socket);
    const isUnderWay = last?.headersSent === true && !last.writableFinished;
    if (!socket.writable || isUnderWay) {
      socket.destroy();
      return;
    }
    const status = statusOf[cause.code ?? ''] ?? 400;
    const lines = Object.entries({ ...headers, connection: 'close', 'content-length': '0' });
    socket.end(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        ...lines.map(([name, value]) => `${name}: ${value}`),
        '\r\n',
      ].join('\r\n'),
      () => socket.destroy(),
    );
  });
}
