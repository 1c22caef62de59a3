import { documentOf, type Document } from '@signet/contracts/policy/documents';
import type { StepVerb } from '../step.ts';
import { judgeDocument, type ReadDocument } from './judge-document.ts';
import { readAamvaCard } from './read-aamva-card.ts';

const readers: Readonly<Record<Document['reader'], ReadDocument>> = {
  'aamva-barcode': readAamvaCard,
};

/** Photographs → what a machine reads of this kind of document → attributes → authenticity. A new document starts the facts over. */
export const examineDocument: StepVerb<'examine-document'> = async (
  proofing,
  { evidence, front, back },
  { statement },
) => {
  const read = await readers[documentOf(evidence).reader](proofing, evidence, {
    front: Buffer.from(front, 'base64url'),
    ...(back === undefined ? {} : { back: Buffer.from(back, 'base64url') }),
  });
  // Too many came at once, or reading came to no end: nothing is known of this document, and no try was used.
  if (read === undefined)
    return { outcome: { result: 'unavailable', reason: 'still_checking' }, facts: [] };
  return 'outcome' in read ? read : judgeDocument(proofing, statement, read);
};
