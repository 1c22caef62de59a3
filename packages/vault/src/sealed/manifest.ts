import * as v from 'valibot';
import { decodeBase64url } from '../crypto/base64url.ts';
import { VaultError } from '../vault-error.ts';
import { recordPurposes } from './record.ts';
import { slotKinds } from './slot.ts';
import {
  base64urlCharacter,
  digestSchema,
  identifierSchema,
  ordinalSchema,
  thirtyTwoBytes,
} from './text.ts';

/** `signet.manifest.v1.<payload, JSON>.<MAC, 32 B>` (FORMAT.md §6). */
export const sealedManifestSchema = v.pipe(
  v.string(),
  v.maxLength(8_192),
  v.regex(new RegExp(`^signet\\.manifest\\.v1\\.${base64urlCharacter}+\\.${thirtyTwoBytes}$`)),
  v.brand('SealedManifest'),
);
export type SealedManifest = v.InferOutput<typeof sealedManifestSchema>;

/** FORMAT.md §6. Strict: a field that is not known is refused, also under a genuine MAC (VAULT-4). */
const listedSlotSchema = v.strictObject({
  kind: v.picklist(slotKinds),
  slotId: identifierSchema,
  epoch: ordinalSchema,
  /** SHA-256 of the sealed text. */
  digest: digestSchema,
});

/** A record by purpose: there is one for each (FORMAT.md §1). */
const listedRecordSchema = v.strictObject({
  purpose: v.picklist(recordPurposes),
  version: ordinalSchema,
  digest: digestSchema,
});

export const manifestSchema = v.strictObject({
  version: ordinalSchema,
  rootKeyEpoch: ordinalSchema,
  slots: v.pipe(v.array(listedSlotSchema), v.minLength(1), v.maxLength(12)),
  records: v.pipe(v.array(listedRecordSchema), v.maxLength(recordPurposes.length)),
});

/** What a vault is made of at one version. It names no person and holds no secret. */
export type Manifest = Readonly<v.InferOutput<typeof manifestSchema>>;
export type ListedSlot = v.InferOutput<typeof listedSlotSchema>;
export type ListedRecord = v.InferOutput<typeof listedRecordSchema>;

/**
 * Reads what a manifest lists. It does not verify: only a holder of the root key can. The bff uses it for
 * compare-and-set on the version. Throws `VaultError` `malformed`.
 */
export function readManifest(sealed: SealedManifest): Manifest {
  const payload = decodeBase64url(sealed.split('.')[3] ?? '');
  if (payload === undefined) throw new VaultError('malformed');
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    throw new VaultError('malformed');
  }
  const manifest = v.safeParse(manifestSchema, json);
  if (!manifest.success) throw new VaultError('malformed');
  return manifest.output;
}
