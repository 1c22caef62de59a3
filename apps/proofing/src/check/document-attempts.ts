import type { EvidenceAttributes } from '@signet/contracts/person';
import { countAttempts, type AttemptLimit } from '../count-attempts.ts';

/** How often one document may be checked, with whatever SSN and whoever asks. */
export const documentLimit = { most: 10, windowMs: 60 * 60_000 } as const;

/** PROOF-34: attempts per document across accounts; else one that is forged or found would be a way to guess its holder's SSN. */
export function countDocumentAttempts(limit: AttemptLimit = documentLimit) {
  return countAttempts(limit);
}

/** However a number is set apart and spelled on a card, it is the same document. */
export function documentNamed({
  evidence,
  jurisdiction = '',
  documentNumber,
}: Pick<EvidenceAttributes, 'evidence' | 'jurisdiction' | 'documentNumber'>): string {
  return `${evidence} ${jurisdiction} ${documentNumber.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`;
}
