import * as v from 'valibot';
import { decodeBase64url, encodeBase64url } from './crypto/base64url.ts';
import { utf8 } from './crypto/bytes.ts';
import { context } from './crypto/context.ts';
import { deriveMacKey } from './crypto/hkdf-sha256.ts';
import { macSign, macVerify } from './crypto/hmac-sha256.ts';
import { textDigest } from './crypto/text-digest.ts';
import {
  type ListedRecord,
  type ListedSlot,
  type Manifest,
  readManifest,
  type SealedManifest,
  sealedManifestSchema,
} from './sealed/manifest.ts';
import type { StoredRecord } from './sealed/record.ts';
import type { StoredSlot } from './sealed/slot.ts';
import { VaultError } from './vault-error.ts';

/** MACs a manifest under the root key (VAULT-7). */
export async function sealManifest(
  accountId: string,
  rootKey: CryptoKey,
  manifest: Manifest,
): Promise<SealedManifest> {
  const payload = utf8(JSON.stringify(manifest));
  const mac = await macSign(
    await manifestKey(accountId, rootKey),
    context('manifest', accountId, payload),
  );
  const text = `signet.manifest.v1.${encodeBase64url(payload)}.${encodeBase64url(mac)}`;
  return v.parse(sealedManifestSchema, text);
}

/** Reads a manifest that this root key made for this account. Throws `manifest_altered` for any other. */
export async function openManifest(
  accountId: string,
  rootKey: CryptoKey,
  sealed: SealedManifest,
): Promise<Manifest> {
  const [payload, mac] = sealed.split('.').slice(3).map(decodeBase64url);
  if (!payload || !mac) throw new VaultError('malformed');
  // FORMAT.md §6: the MAC is over the bytes as they came, so nothing is parsed before it is known to be ours.
  const genuine = await macVerify(
    await manifestKey(accountId, rootKey),
    mac,
    context('manifest', accountId, payload),
  );
  if (!genuine) throw new VaultError('manifest_altered');
  return readManifest(sealed);
}

/** A slot as the manifest lists it: by digest, so that a ciphertext cannot be exchanged for an earlier one. */
export async function listSlot({ kind, slotId, epoch, sealed }: StoredSlot): Promise<ListedSlot> {
  return { kind, slotId, epoch, digest: await textDigest(sealed) };
}

/** The same for a record. */
export async function listRecord({
  purpose,
  version,
  sealed,
}: StoredRecord): Promise<ListedRecord> {
  return { purpose, version, digest: await textDigest(sealed) };
}

/** A key for this MAC and nothing else (FORMAT.md R11). The account is in its derivation and again in what it covers. */
async function manifestKey(accountId: string, rootKey: CryptoKey): Promise<CryptoKey> {
  return deriveMacKey(rootKey, context('manifest-key', accountId));
}
