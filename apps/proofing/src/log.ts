import { proofingSteps, stepResults } from '@signet/contracts/facts';
import { manifests } from './sources/manifests.ts';
import { unavailableReasons } from './sources/outcome.ts';
import { refusalStatus } from './wire/refused.ts';

type Fields = {
  readonly step?: string;
  readonly result?: string;
  readonly source?: string;
  readonly ms?: number;
  readonly port?: number;
};

const steps = new Set<unknown>(proofingSteps);
const results = new Set<unknown>([
  ...Object.values(stepResults).flat(),
  ...Object.keys(refusalStatus),
  ...unavailableReasons,
  'answered',
]);
const sources = new Set<unknown>(Object.values(manifests).map(({ source }) => source));

const mayBePrinted: Readonly<Record<keyof Fields, (value: unknown) => boolean>> = {
  step: (value) => steps.has(value),
  source: (value) => sources.has(value),
  result: (value) => results.has(value),
  ms: Number.isInteger,
  port: Number.isInteger,
};

/**
 * All that proofing ever prints (ZONE-3): fixed names and numbers, no value, no foreign message. A field of another name and a word
 * that is on no list are left out, whatever object they came in.
 */
export function log(
  event:
    | 'started'
    | 'stopped'
    | 'step'
    | 'refused'
    | 'source'
    | 'unexpected-error'
    | 'photograph-reader-lost',
  fields: Fields = {},
): void {
  const names = Object.keys(mayBePrinted) as (keyof Fields)[];
  const words = names
    .filter((name) => mayBePrinted[name](fields[name]))
    .map((name) => `${name}=${fields[name]}`);
  console.log([event, ...words].join(' '));
}
