import { proveSlot, proveVault, proveWriter } from '../../ceremonies/proof.ts';
import { importKeyMaterial } from '../../crypto/hkdf-sha256.ts';
import { sealManifest } from '../../manifest.ts';
import { createRootKey } from '../../root-key.ts';
import type { SealedManifest } from '../../sealed/manifest.ts';
import type { StoredSlot } from '../../sealed/slot.ts';
import { sealSlot } from '../../slot.ts';
import { toHex } from '../wycheproof.ts';

export interface ProofVectors {
  readonly accountId: string;
  /** In hexadecimal. */
  readonly rootKey: string;
  readonly slot: { readonly pending: StoredSlot; readonly proof: string; readonly proofDigest: string };
  readonly vault: { readonly manifest: SealedManifest; readonly proof: string; readonly proofDigest: string };
  readonly writer: { readonly proof: string; readonly proofDigest: string };
}

const accountId = 'sub_example';

export async function proofVectors(): Promise<ProofVectors> {
  const carried = await createRootKey();
  const bytes = new Uint8Array(await crypto.subtle.exportKey('raw', carried));
  const material = await importKeyMaterial(bytes);
  const secret = { kind: 'passkey', slotId: 'slt_two', prf: new Uint8Array(32).fill(1) } as const;
  const pending = await sealSlot({ accountId, kind: 'passkey', slotId: 'slt_two', epoch: 1 }, secret, carried);
  const manifest = await sealManifest(accountId, material, {
    version: 2,
    rootKeyEpoch: 2,
    slots: [{ kind: 'passkey', slotId: 'slt_two', epoch: 1, digest: 'A'.repeat(43) }],
    records: [],
  });
  return {
    accountId,
    rootKey: toHex(bytes),
    slot: { pending, ...(await proveSlot(accountId, material, pending)) },
    vault: { manifest, ...(await proveVault(accountId, material, manifest)) },
    writer: await proveWriter(accountId, material),
  };
}
