import { edgeWidthOf } from './edge-width.ts';
import { shrink, toGrey, type Grey, type Pixels } from './pixels.ts';

/** What can be measured of a photograph before anyone is asked about it. */
export type Quality = {
  readonly width: number;
  readonly height: number;
  /** Variance of the Laplacian at 640 pixels: high where edges are sharp. */
  readonly focus: number;
  /** Pixels that an edge takes from dark to light at 640 pixels: about 1 where it is sharp (`edge-width.ts`). */
  readonly edgeWidth: number;
  /** How bright the brightest two-hundredth is, 0 to 255: a card on a dark table is not in the dark. */
  readonly brightness: number;
  /** Share of the middle of the picture that is clipped white, 0 to 1. */
  readonly glare: number;
};

export type QualityReason = 'too_small' | 'dark' | 'glare' | 'blurred';

/** One row per reason, in the order in which they are told: a dark or small picture also looks blurred, so those come first. */
// prettier-ignore
const gates: readonly { reason: QualityReason; fails: (quality: Quality) => boolean }[] = [
  { reason: 'too_small', fails: ({ width, height }) => Math.max(width, height) < 600 },
  { reason: 'dark',      fails: ({ brightness }) => brightness < 60 },
  { reason: 'blurred',   fails: (quality) => isSoft(quality, hopelessEdge) },
];

/** From here on a barcode is hardly ever read. Larger print still is, so that a front is taken again only from `hopelessEdge` on. */
export const softEdge = 2;
/** What takes more than this is hardly ever read, however long it is tried. */
const hopelessEdge = 2.6;

/**
 * Out of focus or shaken, for the hint before the shutter as for the reason after it. A patterned table has strong edges behind a
 * soft card, so their strength alone says little; where there are hardly any, there is nothing whose width could be measured.
 */
export function isSoft(
  { focus, edgeWidth }: Pick<Quality, 'focus' | 'edgeWidth'>,
  edge: number,
): boolean {
  return focus < 60 || edgeWidth >= edge;
}

export function measureQuality(pixels: Pixels): Quality {
  const grey = toGrey(pixels);
  const { image } = shrink(grey, 640);
  return {
    width: pixels.width,
    height: pixels.height,
    focus: focusOf(image),
    edgeWidth: edgeWidthOf(image),
    brightness: paperOf(image),
    glare: glareOf(image),
  };
}

/** The first thing to mend, or undefined when the picture will do. */
export function retakeReason(quality: Quality): QualityReason | undefined {
  return gates.find(({ fails }) => fails(quality))?.reason;
}

/** Variance of the discrete Laplacian (Pertuz et al. 2013, operator LAP4). */
function focusOf({ width, height, data }: Grey): number {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const value =
        (data[at - 1] ?? 0) +
        (data[at + 1] ?? 0) +
        (data[at - width] ?? 0) +
        (data[at + width] ?? 0) -
        4 * (data[at] ?? 0);
      sum += value;
      squares += value * value;
      count += 1;
    }
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}

/** Clipped pixels with clipped neighbours, within the middle two thirds: white paper is bright, a mirrored lamp is flat. */
export function glareOf({ width, height, data }: Grey): number {
  let flat = 0;
  let count = 0;
  for (let y = Math.floor(height / 6); y < (height * 5) / 6; y += 2) {
    for (let x = Math.floor(width / 6); x < (width * 5) / 6; x += 2) {
      const at = y * width + x;
      count += 1;
      if (
        (data[at] ?? 0) >= 252 &&
        (data[at + 2] ?? 0) >= 252 &&
        (data[at + 2 * width] ?? 0) >= 252
      )
        flat += 1;
    }
  }
  return count === 0 ? 0 : flat / count;
}

/** What would help before the shutter is pressed, most useful first: in the dark, or far away, nothing is sharp either. */
export type Hint = 'darker_than_needed' | 'glare' | 'too_far' | 'blurred' | 'good';

export function hintFor(pixels: Pixels): Hint {
  const { image } = shrink(toGrey(pixels), 640);
  if (paperOf(image) < 90) return 'darker_than_needed';
  if (glareOf(image) > 0.02) return 'glare';
  if (fillOf(image) < 0.5) return 'too_far';
  const sharpness = { focus: focusOf(image), edgeWidth: edgeWidthOf(image) };
  return isSoft(sharpness, softEdge) ? 'blurred' : 'good';
}

function paperOf({ data }: Grey): number {
  const counts = new Uint32Array(256);
  for (const value of data) counts[value] = (counts[value] ?? 0) + 1;
  let left = data.length / 200;
  for (let value = 255; value > 0; value -= 1) {
    left -= counts[value] ?? 0;
    if (left <= 0) return value;
  }
  return 0;
}

/** The share of the picture's width or height, whichever is more, that has print on it. */
function fillOf({ width, height, data }: Grey): number {
  const cell = 16;
  const [columns, rows] = [Math.floor(width / cell), Math.floor(height / cell)];
  const energy = new Float32Array(columns * rows);
  for (let y = 0; y < rows * cell - 1; y += 1) {
    for (let x = 0; x < columns * cell - 1; x += 1) {
      const at = y * width + x;
      const here = data[at] ?? 0;
      const to = Math.floor(y / cell) * columns + Math.floor(x / cell);
      energy[to] =
        (energy[to] ?? 0) +
        Math.abs((data[at + 1] ?? 0) - here) +
        Math.abs((data[at + width] ?? 0) - here);
    }
  }
  const strong = Math.max(
    8 * cell * cell,
    0.3 * (energy.toSorted()[Math.floor(energy.length * 0.97)] ?? 0),
  );
  const spread = (of: (at: number) => number, length: number) => {
    const places = [...energy.keys()].filter((at) => (energy[at] ?? 0) > strong).map(of);
    const sorted = places.toSorted((one, other) => one - other);
    const [low = 0, high = 0] = [0.03, 0.97].map(
      (share) => sorted[Math.floor(sorted.length * share)] ?? 0,
    );
    return sorted.length < 4 ? 0 : (high - low + 1) / length;
  };
  return Math.max(
    spread((at) => at % columns, columns),
    spread((at) => Math.floor(at / columns), rows),
  );
}
