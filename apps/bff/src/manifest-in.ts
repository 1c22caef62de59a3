import { readManifest, type Manifest, type SealedManifest } from '@signet/vault/sealed';

/** What a manifest lists. The form that an operation asks for says nothing of what is in it: undefined where that is no list. */
export function manifestIn(sealed: SealedManifest): Manifest | undefined {
  try {
    return readManifest(sealed);
  } catch {
    return undefined;
  }
}
