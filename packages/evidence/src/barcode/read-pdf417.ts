import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';
import { findGrid, type Grid } from './grid.ts';
import { likelyPlaces, locateBarcode, type Located } from './locate.ts';
import { ownCorners } from './own-corners.ts';
import { greyToPixels, shrink, toGrey, type Grey, type Pixels } from './pixels.ts';
import {
  glareOf,
  isSoft,
  measureQuality,
  retakeReason,
  softEdge,
  type Quality,
} from './quality.ts';
import { rectify, rotateOut } from './rectify.ts';
import { redraw } from './redraw.ts';
import { straighten, turned, type Flat } from './straighten.ts';

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
 * Reads the PDF417 barcode of a card from a photograph: locate, straighten, decode; where that is not enough, straighten by the
 * barcode itself and draw it anew symbol by symbol; then the same for less likely places. What cannot be read says what to mend.
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
  // The decoder now and then takes what it misread for right. Nothing is believed that was not read twice, from two pictures.
  const read = new Set<string>();
  let attempts = 0;
  for (const attempt of attemptsFor(image, located, isWorthIt(quality))) {
    attempts += 1;
    const [found] = await readBarcodes(
      greyToPixels(attempt) as Parameters<typeof readBarcodes>[0],
      options,
    );
    if (found?.isValid !== true || found.bytes.length === 0) continue;
    const key = found.bytes.join();
    if (read.has(key))
      return { ok: true, value: { text: found.text, bytes: found.bytes, attempts, quality } };
    read.add(key);
  }
  return {
    ok: false,
    error: { type: 'not_found', reason: reasonFor(image, located, quality), quality },
  };
}

/** Standard deviations of the lens, in modules: an ordinary one, and a soft or shaken one. */
const softnesses = [0.45, 0.7];

/** White paper in bright light is as white as a mirrored lamp; what is white to this share has nothing on it. */
const mostGlare = 0.4;

/** A picture that is to be taken again in any case is not pored over. */
function isWorthIt(quality: Quality): boolean {
  return retakeReason(quality) === undefined && quality.glare < mostGlare;
}

/** A hopeless photograph must come to an end. */
const mostPlaces = 3;

/** The pictures to try, cheap ones first; each is made only when those before it were not read. */
function* attemptsFor(
  image: Grey,
  located: Located | undefined,
  thoroughly: boolean,
): Generator<Grey> {
  if (located !== undefined) {
    yield rotateOut(image, located, 1_600);
    yield rectify(image, located, 1_500);
    const places = thoroughly ? likelyPlaces(image).slice(0, mostPlaces) : [];
    for (const place of places) {
      const found = laidFlat(image, place);
      if (found === undefined) continue;
      const closer = laidByItsEnds(image, found);
      for (const { flat, grid } of closer === undefined ? [found] : [closer, found])
        for (const softness of softnesses) yield redraw(flat, grid, softness);
    }
  }
  yield shrink(image, 2_000).image;
}

type LaidFlat = { readonly flat: Flat; readonly grid: Grid };

/** The barcode by its own start and stop pattern; where the place held a part of it only, once more with more room. */
function laidFlat(image: Grey, { corners }: Located): LaidFlat | undefined {
  const flat = straighten(image, corners);
  const found = withGrid(flat);
  if (found !== undefined) return found;
  const [left, right] = [-0.4, 1.4];
  const wider = [
    flat.place(left, 0),
    flat.place(right, 0),
    flat.place(right, 1),
    flat.place(left, 1),
  ] as const;
  return withGrid(straighten(image, wider));
}

/** Once more, between corners that are no guess any longer: they are where its start and stop pattern begin and end. */
function laidByItsEnds(image: Grey, { flat, grid }: LaidFlat): LaidFlat | undefined {
  const corners = ownCorners(flat, grid);
  return corners === undefined ? undefined : withGrid(straighten(image, corners));
}

/** Either way up. */
function withGrid(flat: Flat): LaidFlat | undefined {
  for (const way of [flat, turned(flat)]) {
    const grid = findGrid(way);
    if (grid !== undefined) return { flat: way, grid };
  }
  return undefined;
}

function reasonFor(
  image: Grey,
  located: Located | undefined,
  quality: Quality,
): BarcodeFailure['reason'] {
  const general = retakeReason(quality);
  if (general !== undefined && general !== 'blurred') return general;
  // The rim of a mirrored lamp is soft, too.
  if (quality.glare > 0.03) return 'glare';
  // Of the whole picture: the place of a barcode without edges is misjudged, and its size with it.
  if (isSoft(quality, softEdge)) return 'blurred';
  if (located === undefined) return 'no_barcode';
  if (glareOf(rectify(image, located, 900)) > 0.025) return 'glare';
  const widest = Math.max(...likelyPlaces(image).map(({ width }) => width));
  if (widest < 0.3 * Math.max(image.width, image.height)) return 'too_small';
  return located.width < 420 ? 'too_small' : 'no_barcode';
}
