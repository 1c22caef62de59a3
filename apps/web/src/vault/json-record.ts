import * as v from 'valibot';
import type { RecordPurpose } from '@signet/vault';
import type { Result } from '@signet/contracts/result';
import type { CallProblem } from '../app/call.ts';
import { readRecord, writeRecord } from './vault-session.ts';

/** A record that holds JSON; undefined when there is none, or when it is of a shape this version does not know. */
export async function readJsonRecord<Schema extends v.GenericSchema>(
  purpose: RecordPurpose,
  schema: Schema,
): Promise<v.InferOutput<Schema> | undefined> {
  const bytes = await readRecord(purpose);
  if (bytes === undefined) return undefined;
  const parsed = v.safeParse(schema, jsonIn(bytes));
  return parsed.success ? parsed.output : undefined;
}

/** ZONE-3: what `JSON.parse` throws quotes what it could not read, so it is not let out. */
function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

export function writeJsonRecord(
  purpose: RecordPurpose,
  content: unknown,
): Promise<Result<true, CallProblem>> {
  return writeRecord(purpose, new TextEncoder().encode(JSON.stringify(content)));
}
