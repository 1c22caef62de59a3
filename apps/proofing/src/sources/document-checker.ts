import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { SourceSetting } from '../config.ts';
import { requireAllowed, type Manifest } from './manifest.ts';
import type { SourceOutcome } from './outcome.ts';
import { parseAnswer } from './parse-answer.ts';
import { send } from './send.ts';

const manifest: Manifest = {
  source: 'document-checker',
  fields: ['transactionRef', 'front', 'back', 'barcode'],
  signing: 'api-key',
  retention: 'none',
};

const answerSchema = v.object({
  result: v.picklist(['passed', 'failed', 'attention']),
  alerts: v.array(v.object({ name: v.string(), result: v.picklist(['failed', 'attention']) })),
});
export type DocumentAnswer = v.InferOutput<typeof answerSchema>;

/** Evidence authenticity: is this a photograph of a genuine document? */
export function createDocumentChecker(setting: SourceSetting) {
  return async (document: {
    front: Uint8Array;
    back: Uint8Array;
    barcode: string;
  }): Promise<SourceOutcome<DocumentAnswer>> => {
    const fields = {
      transactionRef: randomUUID(),
      front: Buffer.from(document.front).toString('base64'),
      back: Buffer.from(document.back).toString('base64'),
      barcode: document.barcode,
    };
    requireAllowed(manifest, Object.keys(fields));
    const sent = await send(manifest, setting, '/documents', JSON.stringify(fields));
    return sent.ok ? parseAnswer(answerSchema, sent.value) : sent;
  };
}
