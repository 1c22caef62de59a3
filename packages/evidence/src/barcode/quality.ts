import { shrink, toGrey, type Grey, type Pixels } from './pixels.ts';

/** What can be measured of a photograph before anyone is asked about it. */
export type Quality = {
  readonly width: number;
  readonly height: number;
  /** Variance of the Laplacian at 640 pixels: high where edges are sharp. */
  readonly focus: number;
  /** Mean luminance, 0 to 255. */
  readonly brightness: number;
  /** Share of the middle of the picture that is clipped white, 0 to 1. */
  readonly glare: number;
};

export type QualityReason = 'too_small' | 'dark' | 'glare' | 'blurred';

/** One row per reason, in the order in which they are told: a dark or small picture also looks blurred, so those come first. */
// prettier-ignore
const gates: readonly { reason: QualityReason; fails: (quality: Quality) => boolean }[] = [
  { reason: 'too_small', fails: ({ width, height }) => Math.max(width, height) < 600 },
  { reason: 'dark',      fails: ({ brightness }) => brightness < 38 },
  { reason: 'blurred',   fails: ({ focus }) => focus < 60 },
];

export function measureQuality(pixels: Pixels): Quality {
  const grey = toGrey(pixels);
  const { image } = shrink(grey, 640);
  return {
    width: pixels.width,
    height: pixels.height,
    focus: focusOf(image),
    brightness: brightnessOf(image),
    glare: glareOf(image),
  };
}

/** The first thing to mend, or undefined when the picture will do. */
export function retakeReason(quality: Quality): QualityReason | undefined {
  return gates.find(({ fails }) => fails(quality))?.reason;
}

/** Variance of the discrete Laplacian (Pertuz et al. 2013, operator LAP4). */
export function focusOf({ width, height, data }: Grey): number {
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

function brightnessOf({ data }: Grey): number {
  return data.reduce((sum, value) => sum + value, 0) / (data.length || 1);
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
