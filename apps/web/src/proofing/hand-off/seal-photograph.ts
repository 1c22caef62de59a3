import { CompactEncrypt, compactDecrypt } from 'jose';
import { handOffPhotographType, type SealedPhotograph } from '@signet/contracts/hand-off';
import type { PhotographSide } from '@signet/contracts/photograph';

class PhotographRefused extends Error {
  readonly code = 'photograph_refused';
}

type Place = { readonly id: string; readonly side: PhotographSide };

/** Sealed on the phone, for one place in one hand-off: its header is the associated data (RFC 7516 §5.1). */
export async function sealPhotograph(
  sealingKey: Uint8Array,
  { id, side }: Place,
  jpeg: Blob,
): Promise<SealedPhotograph> {
  const sealed = await new CompactEncrypt(new Uint8Array(await jpeg.arrayBuffer()))
    .setProtectedHeader({
      alg: 'dir',
      enc: 'A256GCM',
      typ: handOffPhotographType,
      handOff: id,
      side,
    })
    .encrypt(sealingKey);
  return sealed as SealedPhotograph;
}

/** Opened at the computer; a photograph from another place, or one that was altered, throws `PhotographRefused`. */
export async function openPhotograph(
  sealingKey: Uint8Array,
  { id, side }: Place,
  sealed: SealedPhotograph,
): Promise<Blob> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(sealed, sealingKey, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    const { typ, handOff, side: said } = protectedHeader;
    if (typ !== handOffPhotographType || handOff !== id || said !== side)
      throw new PhotographRefused();
    return new Blob([new Uint8Array(plaintext)], { type: 'image/jpeg' });
  } catch {
    throw new PhotographRefused('the photograph is not of this hand-off');
  }
}
