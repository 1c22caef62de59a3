import { readManifest, type Manifest, type SealedManifest } from '@signet/vault/sealed';
import type { StoredVault } from '@signet/vault';

type Change = (vault: StoredVault) => StoredVault;

/** Its manifest says something else; the bff cannot tell that no holder of the root key signed it. */
export function restated<Of extends { readonly manifest: SealedManifest }>(
  vault: Of,
  change: (manifest: Manifest) => object,
): Of {
  const [, , , , mac] = vault.manifest.split('.');
  const said = Buffer.from(JSON.stringify(change(readManifest(vault.manifest))));
  const manifest = `signet.manifest.v1.${said.toString('base64url')}.${mac}` as SealedManifest;
  return { ...vault, manifest };
}

/** A manifest of the right form that lists nothing: what it holds is no list. */
export function illegible<Of extends { readonly manifest: SealedManifest }>(sent: Of): Of {
  const [, , , , mac] = sent.manifest.split('.');
  return { ...sent, manifest: `signet.manifest.v1.AAAA.${mac}` as SealedManifest };
}

type Listed = { readonly kind: string; readonly slotId: string };
const withSlots = (vault: StoredVault, change: <T extends Listed>(slots: readonly T[]) => T[]) =>
  restated({ ...vault, slots: change(vault.slots) }, (manifest) => ({
    ...manifest,
    slots: change(manifest.slots),
  }));

const isPassword = ({ kind }: Listed) => kind === 'password';

/** What no new vault may be: each is wrong in one thing alone. */
export const unsoundVaults: readonly [string, Change][] = [
  ['of another account', (vault) => ({ ...vault, accountId: 'sub_00000000000000000000000000' })],
  ['at a later version', (vault) => restated(vault, (one) => ({ ...one, version: 2 }))],
  ['whose manifest is no list', illegible],
  [
    'without a slot that it lists',
    (vault) => ({ ...vault, slots: vault.slots.filter(isPassword) }),
  ],
  [
    'that no password opens',
    (vault) => withSlots(vault, (slots) => slots.filter((one) => !isPassword(one))),
  ],
];

/** What is sealed under the password stands where the server did not name a place for it, or as something else. */
const elsewhere =
  (change: (slot: Listed) => Partial<Listed>): Change =>
  (vault) =>
    withSlots(vault, (slots) =>
      slots.map((one) => (isPassword(one) ? { ...one, ...change(one) } : one)),
    );

export const vaultsOfAnotherSlot: readonly [string, Change][] = [
  [
    'with the slot of another sign-up',
    elsewhere(({ slotId }) => ({ slotId: `${slotId.slice(0, -6)}000000` })),
  ],
  ['with a slot for another secret', elsewhere(() => ({ kind: 'passkey' }))],
];
