/** What may appear in the bff's output: a fixed event name and these fields, nothing else (ZONE-3, ZONE-5). */
type LogFields = {
  readonly operation?: string;
  readonly status?: number;
  readonly ms?: number;
  readonly code?: string;
  readonly port?: number;
};

export type LogEvent =
  | 'started'
  | 'stopped'
  | 'request'
  | 'unexpected-error'
  | 'mail-not-sent'
  | 'mail-unreadable'
  | 'text-not-sent'
  | 'proofing-unreachable'
  | 'proofing-answer-refused'
  | 'signal-not-sent'
  | 'signal-refused'
  | 'signal-given-up'
  | 'letters-not-handed-over'
  | 'letter-not-taken'
  | 'print-shop-silent'
  | 'print-shop-callback-refused'
  | 'backchannel-logout-failed'
  | 'backchannel-logout-later'
  | 'oidc-server-error';

export function log(event: LogEvent, fields: LogFields = {}): void {
  const words = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  console.log([event, ...words].join(' '));
}
