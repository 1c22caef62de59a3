import * as v from 'valibot';
import { longestContent, type RecordPurpose } from '@signet/vault';
import type { Result } from '@signet/contracts/result';
import type { CallProblem } from '../app/call.ts';
import { changeRecord, readRecord, writeRecord } from './vault-session.ts';

/** A record that holds JSON; undefined when there is none, or when it is of a shape this version does not know. */
export async function readJsonRecord<Schema extends v.GenericSchema>(
  purpose: RecordPurpose,
  schema: Schema,
): Promise<v.InferOutput<Schema> | undefined> {
  return parse(schema, await readRecord(purpose));
}

function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  bytes: Uint8Array | undefined,
): v.InferOutput<Schema> | undefined {
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

/** VAULT-9: changes a record as it stands at the moment of writing; `undefined` says that it is not the one that was to be changed. */
export function changeJsonRecord<Schema extends v.GenericSchema>(
  purpose: RecordPurpose,
  schema: Schema,
  make: (current: v.InferOutput<Schema> | undefined) => v.InferOutput<Schema> | undefined,
): Promise<Result<true, CallProblem>> {
  return changeRecord(purpose, (bytes) => {
    const next = make(parse(schema, bytes));
    return next === undefined ? undefined : bytesOf(next);
  });
}

/** Whether a record of this purpose can hold it (VAULT-2). */
export function fits(purpose: RecordPurpose, content: unknown): boolean {
  return bytesOf(content).length <= longestContent(purpose);
}

function bytesOf(content: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(content));
}

export function writeJsonRecord(
  purpose: RecordPurpose,
  content: unknown,
): Promise<Result<true, CallProblem>> {
  return writeRecord(purpose, bytesOf(content));
}
