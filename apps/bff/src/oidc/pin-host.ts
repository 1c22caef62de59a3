import type { IncomingMessage } from 'node:http';
import { sourceOf } from '../http/source-of.ts';

/**
 * AGENCY-9: the engine builds addresses from the request. Whatever the caller says about host and scheme is replaced by
 * what the issuer is, and about itself by what we know of it.
 */
export function pinHost(
  request: IncomingMessage,
  issuer: URL,
  trustedProxies: readonly string[],
): void {
  const { headers, socket } = request;
  const forwardedFor = headers['x-forwarded-for'];
  headers['x-forwarded-for'] = sourceOf(
    socket.remoteAddress,
    forwardedFor?.toString(),
    trustedProxies,
  );
  headers.host = issuer.host;
  headers['x-forwarded-host'] = issuer.host;
  headers['x-forwarded-proto'] = issuer.protocol.slice(0, -1);
  delete headers[':authority'];
  delete headers.forwarded;
}
