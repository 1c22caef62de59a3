import type { UnavailableReason } from '@signet/contracts/proofing-wire';
import type { SourceName } from '../../sources/manifests.ts';

/** How the step has to end: as if nothing had been, or for want of an answer and with this reason. */
type Expected = 'answered' | UnavailableReason;

/** What may go wrong between proofing and a source, and what a person is then told. `connection-refused`: nobody listens. */
// prettier-ignore
export const faultTable = {
  'latency':            'answered',
  'duplicate':          'answered',
  'connection-refused': 'out_of_order',
  'timeout':            'still_checking',
  'slow-drip':          'still_checking',
  'reset':              'out_of_order',
  'reset-mid-body':     'out_of_order',
  'lost-answer':        'out_of_order',
  '500':                'out_of_order',
  '503':                'out_of_order',
  'maintenance':        'maintenance',
  'throttled':          'out_of_order',
  'refused':            'out_of_order',
  'garbage':            'out_of_order',
  'wrong-type':         'out_of_order',
  'foreign-answer':     'out_of_order',
  'bad-signature':      'out_of_order',
} as const satisfies Record<string, Expected>;
type FaultName = keyof typeof faultTable;
export const faultNames = Object.keys(faultTable) as FaultName[];

/** Each source with the step that asks it, and its name among the stand-ins. */
// prettier-ignore
export const sourceTable = {
  documentChecker: { step: 'examine-document',  endpoint: 'document-checker', well: 'accepted' },
  dmv:             { step: 'check-information', endpoint: 'dmv',              well: 'matched' },
  records:         { step: 'check-information', endpoint: 'records',          well: 'matched' },
  socialSecurity:  { step: 'check-information', endpoint: 'social-security',  well: 'matched' },
  addressRecord:   { step: 'check-information', endpoint: 'address-record',   well: 'matched' },
  risk:            { step: 'check-information', endpoint: 'risk',             well: 'matched' },
  phoneOwnership:  { step: 'send-code',         endpoint: 'phone-ownership',  well: 'sent' },
  messageDelivery: { step: 'send-code',         endpoint: 'message-delivery', well: 'sent' },
} as const satisfies Record<SourceName, object>;
export const sourceNames = Object.keys(sourceTable) as SourceName[];

export type Cell = { readonly source: SourceName; readonly fault: FaultName };
/** A signature can be wrong only where answers are signed. */
const signsAnswers: readonly SourceName[] = ['socialSecurity'];
const faultsAt = (source: SourceName): readonly FaultName[] =>
  faultNames.filter((fault) => fault !== 'bad-signature' || signsAnswers.includes(source));

export const everyCell: readonly Cell[] = faultNames.flatMap((fault) =>
  sourceNames
    .filter((source) => faultsAt(source).includes(fault))
    .map((source) => ({ source, fault })),
);

/** One fault for each source, drawn by the seed: what a short run tries. */
export function sliceOf(seed: number): readonly Cell[] {
  return sourceNames.map((source, at) => {
    const possible = faultsAt(source);
    return { source, fault: possible[(seed + at * 7) % possible.length] as FaultName };
  });
}
