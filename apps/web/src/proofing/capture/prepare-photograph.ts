import { inspectPhotograph } from '@signet/evidence/photograph';
import type { CaptureFault } from './capture-task.ts';

/** Longest side of what is sent, in pixels: enough for the barcode, small enough for a slow line. */
const longestSide = 2_160;
const smallestSide = 500;
const limits = { bytes: 25_000_000, pixels: 64_000_000 };

/**
 * Checks a file before it is decoded, decodes it, turns it upright, and writes it anew as JPEG: smaller, and without the place,
 * time and thumbnail that cameras put into it, or whatever else was in the file (PROOF-14).
 */
export async function preparePhotograph(
  file: Blob,
): Promise<
  | { readonly ok: true; readonly value: { readonly jpeg: Blob; readonly canvas: OffscreenCanvas } }
  | { readonly ok: false; readonly error: { readonly type: CaptureFault } }
> {
  if (file.size > limits.bytes) return { ok: false, error: { type: 'too_large' } };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const inspected = inspectPhotograph(bytes, limits);
  if (!inspected.ok) return inspected;
  if (Math.max(inspected.value.width, inspected.value.height) < smallestSide)
    return { ok: false, error: { type: 'too_small' } };
  const image = await createImageBitmap(new Blob([bytes]), {
    imageOrientation: 'from-image',
  }).catch(() => undefined);
  if (image === undefined) return { ok: false, error: { type: 'not_a_photograph' } };
  try {
    const scale = Math.min(1, longestSide / Math.max(image.width, image.height));
    const canvas = new OffscreenCanvas(
      Math.max(1, Math.round(image.width * scale)),
      Math.max(1, Math.round(image.height * scale)),
    );
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
    return { ok: true, value: { jpeg, canvas } };
  } finally {
    image.close();
  }
}
