import * as v from 'valibot';
import { longestContent, type RecordPurpose } from '@signet/vault';
import { failed, ok, type Result } from '@signet/contracts/result';
import type { CallProblem } from '../app/call.ts';
import { PageOutdatedError } from '../app/page-outdated.ts';
import { changeRecord, readRecord, writeRecord } from './vault-session.ts';

/**
 * A record that holds JSON; undefined when there is none. One of a shape that this page does not know is no "none": it throws, or a tab that
 * was opened before a new release would say that nothing is there, and put nothing in its place.
 */
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
  if (!parsed.success) throw new PageOutdatedError();
  return parsed.output;
}

/** What was read, or that this page is too old to. */
export async function unlessOutdated<Found>(
  reading: Promise<Found>,
): Promise<Result<Found, CallProblem>> {
  try {
    return ok(await reading);
  } catch (cause) {
    if (!(cause instanceof PageOutdatedError)) throw cause;
    return failed({ type: 'problem', code: cause.code });
  }
}

/** ZONE-3: what `JSON.parse` throws quotes what it could not read, so it is not let out. */
function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/**
 * VAULT-9: changes a record as it stands at the moment of writing; `undefined` says that it is not the one that was to be changed. One that
 * a newer page wrote stays as it is (VAULT-12).
 */
export async function changeJsonRecord<Schema extends v.GenericSchema>(
  purpose: RecordPurpose,
  schema: Schema,
  make: (current: v.InferOutput<Schema> | undefined) => v.InferOutput<Schema> | undefined,
): Promise<Result<true, CallProblem>> {
  const changed = await unlessOutdated(
    changeRecord(purpose, (bytes) => {
      const next = make(parse(schema, bytes));
      if (next === undefined) return undefined;
      // What this very page could not read again would look like a newer one's.
      if (!v.is(schema, next)) throw new Error('a record that would not be read again');
      return bytesOf(next);
    }),
  );
  return changed.ok ? changed.value : changed;
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
