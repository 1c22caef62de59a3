import { proofingSteps, type ProofingStep } from '@signet/contracts/facts';
import { operationTable, type OperationName } from '@signet/contracts/operation-table';
import { requestRefusals, type RequestRefusal } from './request-refusals.ts';

/** What is done of its own accord, again and again, and the two ways to the print shop. */
const rounds = [
  'sweep',
  'mail',
  'letters',
  'statuses',
  'file',
  'logouts',
  'signals',
  'registry',
] as const;

export type Round = (typeof rounds)[number];
export type LogOperation = OperationName | ProofingStep | Round | 'page';

const operations = new Set<unknown>([
  ...Object.keys(operationTable),
  ...proofingSteps,
  ...rounds,
  'page',
]);

const refusals = new Set<unknown>(requestRefusals);

/** What may appear in the bff's output: a fixed event name and these fields, nothing else (ZONE-3, ZONE-5). */
type LogFields = {
  readonly operation?: LogOperation;
  readonly status?: number;
  readonly ms?: number;
  readonly port?: number;
  readonly days?: number;
  readonly reason?: RequestRefusal;
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
  | 'agency-keys-unanswered'
  | 'agency-refused'
  | 'backchannel-logout-failed'
  | 'backchannel-logout-later'
  | 'registry-ends'
  | 'oidc-server-error'
  | 'write-ahead-log-not-emptied';

const mayBePrinted: Readonly<Record<keyof LogFields, (value: unknown) => boolean>> = {
  operation: (value) => operations.has(value),
  status: Number.isInteger,
  ms: Number.isInteger,
  port: Number.isInteger,
  days: Number.isInteger,
  reason: (value) => refusals.has(value),
};

/** The types do not close the list by themselves: an object with more in it fits them too. So the names are picked here. */
export function log(event: LogEvent, fields: LogFields = {}): void {
  const names = Object.keys(mayBePrinted) as (keyof LogFields)[];
  const words = names
    .filter((name) => mayBePrinted[name](fields[name]))
    .map((name) => `${name}=${fields[name]}`);
  console.log([event, ...words].join(' '));
}
