import type { IncomingMessage } from 'node:http';

/**
 * AGENCY-9: the engine builds addresses from the request. Whatever the caller says about host and scheme is replaced by
 * what the issuer is.
 */
export function pinHost(request: IncomingMessage, issuer: URL): void {
  const { headers } = request;
  headers.host = issuer.host;
  headers['x-forwarded-host'] = issuer.host;
  headers['x-forwarded-proto'] = issuer.protocol.slice(0, -1);
  delete headers[':authority'];
  delete headers.forwarded;
  delete headers['x-forwarded-for'];
}
