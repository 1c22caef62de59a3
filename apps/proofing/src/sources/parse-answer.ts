import * as v from 'valibot';
import type { RawAnswer } from './call-source.ts';
import { unavailable, type SourceOutcome } from './outcome.ts';

/** Takes what the schema knows out of a JSON answer and drops the rest; anything else is a protocol error. */
export function parseAnswer<Schema extends v.GenericSchema>(
  schema: Schema,
  { status, text, type }: RawAnswer,
): SourceOutcome<v.InferOutput<Schema>> {
  if (status !== 200) return unavailable(status >= 500 ? 'outage' : 'protocol_error');
  if (type !== 'application/json') return unavailable('protocol_error');
  try {
    const parsed = v.safeParse(schema, JSON.parse(text));
    return parsed.success ? { ok: true, value: parsed.output } : unavailable('protocol_error');
  } catch {
    return unavailable('protocol_error');
  }
}
