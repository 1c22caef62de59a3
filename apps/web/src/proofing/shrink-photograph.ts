/** Longest side of what is sent, in pixels: enough for the barcode, small enough for a slow line. */
const longestSide = 2_160;
const largestFile = 25_000_000;
const smallestSide = 500;

export type ShrinkFailure = { readonly type: 'not_a_photograph' | 'too_large' | 'too_small' };

/**
 * Decodes a chosen file, turns it upright, and writes it anew as JPEG: smaller, and without the place and time that cameras put
 * into it.
 */
export async function shrinkPhotograph(
  file: File,
): Promise<{ ok: true; value: Blob } | { ok: false; error: ShrinkFailure }> {
  if (file.size > largestFile) return { ok: false, error: { type: 'too_large' } };
  const image = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(
    () => undefined,
  );
  if (image === undefined) return { ok: false, error: { type: 'not_a_photograph' } };
  try {
    if (Math.max(image.width, image.height) < smallestSide)
      return { ok: false, error: { type: 'too_small' } };
    const scale = Math.min(1, longestSide / Math.max(image.width, image.height));
    const canvas = new OffscreenCanvas(
      Math.round(image.width * scale),
      Math.round(image.height * scale),
    );
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return { ok: true, value: await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 }) };
  } finally {
    image.close();
  }
}
