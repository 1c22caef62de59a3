import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { EvidenceAttributes } from '@signet/contracts/person';
import type { SourceSetting } from '../config.ts';
import { requireAllowed, type Manifest } from './manifest.ts';
import type { SourceOutcome } from './outcome.ts';
import { parseAnswer } from './parse-answer.ts';
import { send } from './send.ts';

const manifest: Manifest = {
  source: 'records',
  fields: ['transactionRef', 'givenName', 'familyName', 'birthDate', 'ssn', 'address'],
  signing: 'hmac-body-v1',
  retention: 'none',
};

const check = v.picklist(['match', 'no_match']);
const answerSchema = v.object({
  checks: v.object({
    name: check,
    birthDate: check,
    ssn: check,
    address: check,
    deceased: v.boolean(),
  }),
});
export type RecordsAnswer = v.InferOutput<typeof answerSchema>['checks'];

/** An authoritative source for the person: a records bureau. */
export function createRecords(setting: SourceSetting) {
  return async (
    { givenName, familyName, birthDate, address }: EvidenceAttributes,
    ssn: string,
  ): Promise<SourceOutcome<RecordsAnswer>> => {
    const fields = { transactionRef: randomUUID(), givenName, familyName, birthDate, ssn, address };
    requireAllowed(manifest, Object.keys(fields));
    const sent = await send(manifest, setting, '/verify', JSON.stringify(fields));
    if (!sent.ok) return sent;
    const answer = parseAnswer(answerSchema, sent.value);
    return answer.ok ? { ok: true, value: answer.value.checks } : answer;
  };
}
