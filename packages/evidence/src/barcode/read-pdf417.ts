import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';
import { locateBarcode, type Located } from './locate.ts';
import { greyToPixels, shrink, toGrey, type Grey, type Pixels } from './pixels.ts';
import { focusOf, glareOf, measureQuality, retakeReason, type Quality } from './quality.ts';
import { rectify, rotateOut } from './rectify.ts';

export type BarcodeRead = {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly attempts: number;
  readonly quality: Quality;
};
export type BarcodeFailure = {
  readonly type: 'not_found';
  /** What to mend for the next photograph. */
  readonly reason: 'too_small' | 'dark' | 'glare' | 'blurred' | 'no_barcode';
  readonly quality: Quality;
};

const options: ReaderOptions = {
  formats: ['PDF417'],
  tryHarder: true,
  tryRotate: true,
  tryInvert: false,
  // The default prints control characters as words; parsers need the characters.
  textMode: 'Plain',
  maxNumberOfSymbols: 1,
};

/** Gives the decoder its WebAssembly, so that it fetches nothing. Call once before the first reading. */
export async function prepareBarcodeReader({
  wasmBinary,
}: {
  readonly wasmBinary: Uint8Array<ArrayBuffer>;
}): Promise<void> {
  await prepareZXingModule({ overrides: { wasmBinary: wasmBinary.buffer }, fireImmediately: true });
}

/**
 * Reads the PDF417 barcode of a card from a photograph: locate, straighten, decode; then with less trust in the corners, at another
 * scale and a little turned; then the picture as it is. What cannot be read says what to mend.
 */
export async function readPdf417(
  pixels: Pixels,
): Promise<
  | { readonly ok: true; readonly value: BarcodeRead }
  | { readonly ok: false; readonly error: BarcodeFailure }
> {
  const quality = measureQuality(pixels);
  const image = toGrey(pixels);
  const located = locateBarcode(image);
  let attempts = 0;
  for (const attempt of attemptsFor(image, located)) {
    attempts += 1;
    const [found] = await readBarcodes(
      greyToPixels(attempt()) as Parameters<typeof readBarcodes>[0],
      options,
    );
    if (found?.isValid === true && found.bytes.length > 0) {
      return { ok: true, value: { text: found.text, bytes: found.bytes, attempts, quality } };
    }
  }
  return {
    ok: false,
    error: { type: 'not_found', reason: reasonFor(image, located, quality), quality },
  };
}

function attemptsFor(image: Grey, located: Located | undefined): (() => Grey)[] {
  const whole = () => shrink(image, 2_000).image;
  if (located === undefined) return [whole];
  const degrees = Math.PI / 180;
  return [
    () => rotateOut(image, located, 1_600),
    () => rectify(image, located, 1_500),
    () => rectify(image, located, 2_200),
    ...[1.5, -1.5, 3, -3].map((turn) => () => rotateOut(image, located, 1_600, turn * degrees)),
    whole,
  ];
}

/** Measured on the straightened barcode itself where there is one: below this variance nothing was ever read (`bench:photos`). */
const sharpEnough = 40;

function reasonFor(
  image: Grey,
  located: Located | undefined,
  quality: Quality,
): BarcodeFailure['reason'] {
  const general = retakeReason(quality);
  if (general !== undefined) return general;
  if (quality.glare > 0.06) return 'glare';
  if (located === undefined) return 'no_barcode';
  const crop = rectify(image, located, 900);
  if (glareOf(crop) > 0.1) return 'glare';
  if (located.width < 420) return 'too_small';
  return focusOf(crop) < sharpEnough ? 'blurred' : 'no_barcode';
}
