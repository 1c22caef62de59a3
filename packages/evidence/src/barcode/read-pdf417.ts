import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';
import { findGrid, type Grid } from './grid.ts';
import { hiddenByLight } from './hidden.ts';
import { likelyPlaces, locateBarcode, type Located, type Point } from './locate.ts';
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
import { laidBetween, straighten, turned, type Flat } from './straighten.ts';

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

/** For so long the barcode of a photograph is looked for, where a person waits. */
export const readingPatienceMs = 8_000;

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
 * barcode itself and draw it anew symbol by symbol; then the same for less likely places. What cannot be read says what to mend. When
 * its patience is over no further picture is tried; the one that is being looked at is finished.
 */
export async function readPdf417(
  pixels: Pixels,
  { patienceMs = Number.POSITIVE_INFINITY }: { readonly patienceMs?: number } = {},
): Promise<
  | { readonly ok: true; readonly value: BarcodeRead }
  | { readonly ok: false; readonly error: BarcodeFailure }
> {
  const until = performance.now() + patienceMs;
  const quality = measureQuality(pixels);
  const image = toGrey(pixels);
  const located = locateBarcode(image);
  // The decoder now and then takes what it misread for right, and does so again from a picture with the same fault. Nothing is believed
  // that was not read twice, from pictures laid out by different corners.
  const read = new Map<string, Layout>();
  const laid: LaidFlat[] = [];
  let attempts = 0;
  layouts: for (const first of layoutsOf(image, located, placesWorthIt(quality), laid)) {
    for (let layout: Layout | undefined = first; layout !== undefined;) {
      let isNew = false;
      for (const picture of layout.pictures()) {
        if (performance.now() > until) break layouts;
        attempts += 1;
        const found = await decoded(picture);
        if (found === undefined) continue;
        const key = found.bytes.join();
        const before: Layout = read.get(key) ?? layout;
        if (before !== layout)
          return { ok: true, value: { text: found.text, bytes: found.bytes, attempts, quality } };
        isNew ||= !read.has(key);
        read.set(key, layout);
      }
      layout = isNew ? layout.beside?.() : undefined;
    }
  }
  return {
    ok: false,
    error: { type: 'not_found', reason: reasonFor(image, located, laid, quality), quality },
  };
}

async function decoded(picture: Grey) {
  const [found] = await readBarcodes(
    greyToPixels(picture) as Parameters<typeof readBarcodes>[0],
    options,
  );
  return found?.isValid === true && isText(found.bytes) ? found : undefined;
}

/**
 * Cards carry text, in UTF-8 or Latin-1, of which a wrong reading hardly ever has the looks: no control characters but those that part
 * lines and fields.
 */
function isText(bytes: Uint8Array): boolean {
  return bytes.length > 0 && !unprintable.test(inUtf8(bytes) ?? inLatin1(bytes));
}

// oxlint-disable-next-line no-control-regex -- They are what is looked for.
const unprintable = /[\u0000-\u0008\u000e-\u001b\u007f-\u009f]/;

function inUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The decoder of that name takes the codes from 0x80 to 0x9F for Windows' punctuation. */
function inLatin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** Standard deviations of the lens, in modules: an ordinary one, and a soft or shaken one. */
const softnesses = [0.45, 0.7];

/** White paper in bright light is as white as a mirrored lamp; what is white to this share has nothing on it. */
const mostGlare = 0.4;

/** A hopeless photograph must come to an end. */
const mostPlaces = 3;
const mostTightened = 2;

/** How many places are pored over: none of a picture that is to be taken again in any case, and one where it is a little too soft. */
function placesWorthIt(quality: Quality): number {
  if (quality.glare >= mostGlare) return 0;
  const reason = retakeReason(quality);
  if (reason === undefined) return mostPlaces;
  return reason === 'blurred' && !isSoft(quality, hardlyAnEdge) ? 1 : 0;
}

const hardlyAnEdge = 3.4;

/** Pictures that are laid out by the same corners, each made when it is asked for. */
type Layout = {
  pictures(): Iterable<Grey>;
  /** The same place once more, by corners a little further out: what was read here has to be read there too. */
  beside?(): Layout | undefined;
};

/** The pictures to try, cheap ones first. */
function* layoutsOf(
  image: Grey,
  located: Located | undefined,
  mostPored: number,
  laid: LaidFlat[],
): Generator<Layout> {
  if (located !== undefined) {
    yield { pictures: () => [rotateOut(image, located, 1_600)] };
    yield { pictures: () => [rectify(image, located, 1_500)] };
    const places = mostPored === 0 ? [] : likelyPlaces(image).slice(0, mostPored);
    for (const place of places) yield* redrawn(image, laidFlat(image, place), laid);
    // Dear, and of no use to what is soft.
    for (const place of mostPored === mostPlaces ? places.slice(0, mostTightened) : [])
      for (const band of bands) yield* redrawn(image, tightened(image, place, band), laid);
  }
  yield { pictures: () => [shrink(image, 2_000).image] };
}

/** What lies between its own corners is added to `laid`. */
function* redrawn(image: Grey, found: LaidFlat | undefined, laid: LaidFlat[]): Generator<Layout> {
  if (found === undefined) return;
  const closer = laidByItsEnds(image, found);
  if (closer !== undefined) laid.push(closer);
  for (const one of closer === undefined ? [found] : [closer, found])
    yield {
      ...drawnAnew(one),
      beside() {
        const other = laidWider(image, one.flat, 0.03);
        return other === undefined ? undefined : drawnAnew(other);
      },
    };
}

function drawnAnew({ flat, grid }: LaidFlat): Layout {
  return {
    *pictures() {
      for (const softness of softnesses) yield redraw(flat, grid, softness);
    },
  };
}

type LaidFlat = { readonly flat: Flat; readonly grid: Grid };

/** The barcode by its own start and stop pattern; where the place held a part of it only, once more with more room. */
function laidFlat(image: Grey, { corners }: Located): LaidFlat | undefined {
  const flat = straighten(image, corners);
  const found = withGrid(flat);
  if (found !== undefined) return found;
  return laidWider(image, flat, 0.4);
}

/** With more room at both ends, in widths of it. */
function laidWider(image: Grey, flat: Flat, room: number): LaidFlat | undefined {
  const [left, right] = [-room, 1 + room];
  const wider = [
    flat.place(left, 0),
    flat.place(right, 0),
    flat.place(right, 1),
    flat.place(left, 1),
  ] as const;
  return withGrid(straighten(image, wider));
}

/**
 * Of a place that took in print or table above and below the barcode: a part of its height, in which there is little else, and whose
 * bars lean less from top to bottom. The ends found there are then followed beyond it.
 */
function tightened(image: Grey, { corners }: Located, [top, bottom]: Band): LaidFlat | undefined {
  const [topLeft, topRight, bottomRight, bottomLeft] = corners;
  const left = along(topLeft, bottomLeft);
  const right = along(topRight, bottomRight);
  const part = withGrid(straighten(image, [left(top), right(top), right(bottom), left(bottom)]));
  if (part === undefined) return undefined;
  const { flat, grid } = part;
  const whole = laidBetween(image, [
    flat.place(0, aboveBand),
    flat.place(1, aboveBand),
    flat.place(1, belowBand),
    flat.place(0, belowBand),
  ]);
  return laidByItsEnds(image, { flat: whole, grid }) ?? part;
}

type Band = readonly [top: number, bottom: number];
const bands: readonly Band[] = [
  [0.3, 0.7],
  [0.5, 0.9],
  [0.1, 0.5],
];
/** Where the whole of the place lies about such a band, in heights of it. */
const [aboveBand, belowBand] = [-0.9, 1.9];

const along =
  ([ax, ay]: Point, [bx, by]: Point) =>
  (share: number): Point => [ax + (bx - ax) * share, ay + (by - ay) * share];

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
  laid: readonly LaidFlat[],
  quality: Quality,
): BarcodeFailure['reason'] {
  const general = retakeReason(quality);
  if (general !== undefined && general !== 'blurred') return general;
  // The rim of a mirrored lamp is soft, too.
  if (quality.glare > 0.03) return 'glare';
  // Of the whole picture: the place of a barcode without edges is misjudged, and its size with it.
  if (isSoft(quality, softEdge)) return 'blurred';
  if (located === undefined) return 'no_barcode';
  if (laid.some(({ flat, grid }) => hiddenByLight(image, flat, grid) > 0.02)) return 'glare';
  if (glareOf(rectify(image, located, 900)) > 0.025) return 'glare';
  const widest = Math.max(...likelyPlaces(image).map(({ width }) => width));
  if (widest < 0.3 * Math.max(image.width, image.height)) return 'too_small';
  return located.width < 420 ? 'too_small' : 'no_barcode';
}
