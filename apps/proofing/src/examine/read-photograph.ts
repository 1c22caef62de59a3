import sharp from 'sharp';

export type Pixels = { readonly width: number; readonly height: number; readonly data: Uint8Array };

const largestBytes = 10_000_000;
const largestPixels = 100_000_000;
/** Enough for the barcode, and a bound on memory whatever the camera made. */
const longestSide = 4_000;

/**
 * Decodes one photograph: JPEG or PNG by its first bytes, at most 10 MB and 100 megapixels, one image only; turned upright as its
 * EXIF says. Undefined when it is anything else. Nothing is decoded before these limits are checked.
 */
export async function readPhotograph(bytes: Uint8Array): Promise<Pixels | undefined> {
  if (bytes.length > largestBytes || !(isJpeg(bytes) || isPng(bytes))) return undefined;
  try {
    const { data, info } = await sharp(bytes, {
      limitInputPixels: largestPixels,
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
    return { width: info.width, height: info.height, data };
  } catch {
    return undefined;
  }
}

function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

function isPng(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 8)).equals(
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  );
}
