import type { SourceSettings } from '../config.ts';
import { createCarrier } from './carrier.ts';
import { createDocumentChecker } from './document-checker.ts';
import { createIssuingSource } from './issuing-source.ts';
import { createRecords } from './records.ts';

/** Everyone whom proofing asks, by role. */
export type Sources = ReturnType<typeof createSources>;

export function createSources(settings: SourceSettings) {
  return {
    examine: createDocumentChecker(settings.documentChecker),
    askIssuer: createIssuingSource(settings.dmv),
    askRecords: createRecords(settings.records),
    carrier: createCarrier(settings.carrier),
  };
}
