import { createHash, hkdfSync } from 'node:crypto';
import * as v from 'valibot';
import { openText, sealText, type SealedText } from '../keys/seal-text.ts';

/**
 * A backup is lines of JSON: a head, one line for each account and one for what is nobody's, each sealed, and an end that is sealed
 * over all lines before it, so that none can be left out, exchanged, or taken from another backup.
 */
export const format = 'signet backup 2';
export const headSchema = v.strictObject({
  format: v.literal(format),
  id: v.string(),
  at: v.number(),
  /** Every change of the tables that the database had seen: the last one alone does not say which came before it. */
  changes: v.array(v.string()),
});
export type Head = v.InferOutput<typeof headSchema>;

export const lineSchema = v.strictObject({ of: v.string(), sealed: v.string() });

/** Rows by table. */
const rowSchema = v.record(v.string(), v.union([v.string(), v.number(), v.null()]));
export const rowsSchema = v.record(v.string(), v.array(rowSchema));
export type Row = v.InferOutput<typeof rowSchema>;
export type Rows = v.InferOutput<typeof rowsSchema>;

/** Who the line is of that is nobody's, and the last one. */
export const nobody = 'nobody';
export const end = 'end';

/** Seals and opens one line; `accountKey` is absent for what is no account's. */
export function sealLine(key: LineKey, plain: unknown): string {
  const sealed = sealText(secretOf(key), placeOf(key), JSON.stringify(plain));
  return JSON.stringify({ of: key.of, sealed });
}

/** Throws when the line was altered, is another's or of another backup. */
export function openLine(key: LineKey, sealed: string): unknown {
  return JSON.parse(openText(secretOf(key), placeOf(key), sealed as SealedText));
}

type LineKey = {
  readonly backup: string;
  readonly backupKey: Buffer;
  readonly of: string;
  readonly accountKey?: Buffer;
};

const placeOf = ({ backup, of }: LineKey) => `signet backup/${backup}/${of}`;

/** HKDF-SHA-256 over both keys: without either, nothing. */
function secretOf(key: LineKey): Buffer {
  const both = Buffer.concat([key.backupKey, ...(key.accountKey ? [key.accountKey] : [])]);
  return Buffer.from(hkdfSync('sha256', both, '', placeOf(key), 32));
}

/** Takes lines as they are written or read, and says what the end must say of them. */
export function digestOfLines() {
  const hash = createHash('sha256');
  let lines = 0;
  return {
    add(line: string) {
      hash.update(`${line}\n`);
      lines += 1;
    },
    sum: () => ({ lines, sha256: hash.digest('base64url') }),
  };
}
