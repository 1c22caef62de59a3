import sharp from 'sharp';
import { inspectPhotograph, type PhotographFault } from '@signet/evidence/photograph';

export type Photograph = {
  readonly pixels: { readonly width: number; readonly height: number; readonly data: Uint8Array };
  /** The picture alone, written anew: no place, no time, no thumbnail, nothing behind its end. What sources get (PROOF-14). */
  readonly jpeg: Buffer;
};

/** Our browser sends at most 2,160 pixels a side; whoever sends more is bounded here. */
const limits = { bytes: 10_000_000, pixels: 100_000_000 };
const longestSide = 4_000;

/**
 * Decodes one photograph: JPEG or PNG by its structure, whole, one image, within limits of bytes and pixels that are checked before
 * anything is decoded (PROOF-14); turned upright as its EXIF says.
 */
export async function readPhotograph(
  bytes: Uint8Array,
): Promise<
  | { readonly ok: true; readonly value: Photograph }
  | { readonly ok: false; readonly error: { readonly type: PhotographFault } }
> {
  const inspected = inspectPhotograph(bytes, limits);
  if (!inspected.ok) return inspected;
  try {
    const upright = await sharp(bytes, {
      limitInputPixels: limits.pixels,
      pages: 1,
      failOn: 'error',
    })
      .rotate()
      .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height } = upright.info;
    const jpeg = await sharp(upright.data, { raw: { width, height, channels: 4 } })
      .removeAlpha()
      .jpeg({ quality: 92 })
      .toBuffer();
    return { ok: true, value: { pixels: { width, height, data: upright.data }, jpeg } };
  } catch {
    return { ok: false, error: { type: 'not_a_photograph' } };
  }
}
