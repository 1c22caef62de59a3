import { type Bytes, concatenate, utf8 } from './bytes.ts';

/** Every derivation and every tag of this format starts with these bytes. */
const domainTag = 'signet/v1';

/** HKDF (RFC 5869) and HMAC (RFC 2104) with SHA-256, AES-256-GCM (SP 800-38D). There is one suite and no fallback. */
const suite = 'HKDF-SHA256+A256GCM';

/**
 * Binds bytes to their place (VAULT-1): the domain tag, then each field behind its length as an unsigned 32-bit number, big-endian.
 * Text is UTF-8; a number is eight bytes, big-endian. Different lists of fields never give the same bytes, because
 * the first field is a label and each label has one fixed list of field types (FORMAT.md §2).
 */
export function context(
  label: ContextLabel,
  ...fields: readonly (string | number | Uint8Array)[]
): Bytes {
  const encoded = [label, suite, ...fields].map(encodeField);
  return concatenate(
    utf8(domainTag),
    ...encoded.flatMap((field) => [unsigned32(field.length), field]),
  );
}

export type ContextLabel =
  | 'kek'
  | 'commit'
  | 'slot'
  | 'record-key'
  | 'record'
  | 'manifest-key'
  | 'manifest'
  | 'proof-key'
  | 'pending-slot'
  | 'pending-vault'
  | 'writer'
  | 'recovery-login'
  | 'passkey-prf';

function encodeField(field: string | number | Uint8Array): Uint8Array {
  if (typeof field === 'string') return utf8(field);
  if (typeof field !== 'number') return field;
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(field));
  return bytes;
}

function unsigned32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
