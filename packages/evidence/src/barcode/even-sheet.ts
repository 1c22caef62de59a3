import type { Quad } from './locate.ts';
import type { Grey } from './pixels.ts';
import { bilinear, projectionOf } from './rectify.ts';

/** How far the sheet reaches beyond the corners, in widths and heights of what lies between them. */
const beyond = { u: 0.35, v: 0.25 };
/** Pixels of the sheet: some five a module, and 15 a row. */
const perUnit = { u: 1_500, v: 450 };
/** Half of the surroundings that a pixel is measured against: about a symbol, in which there are bars and spaces, and three rows. */
const reach = { x: 90, y: 45 };

/** The place of a barcode as a picture of its own, in which light is even. */
export type Sheet = { brightness(u: number, v: number): number };

/**
 * Cuts out what lies between four corners, with its surroundings, and takes shadows and lamps away: each pixel as so many
 * deviations from the mean about it, which no slope of light changes. What follows samples it millions of times.
 */
export function evenSheet(image: Grey, corners: Quad): Sheet {
  const width = Math.round(perUnit.u * (1 + 2 * beyond.u));
  const height = Math.round(perUnit.v * (1 + 2 * beyond.v));
  const cut = evened({ width, height, data: cutOut(image, corners, width, height) });
  return {
    brightness: (u, v) =>
      bilinear(cut, (u + beyond.u) * perUnit.u - 0.5, (v + beyond.v) * perUnit.v - 0.5),
  };
}

function cutOut(image: Grey, corners: Quad, width: number, height: number): Uint8Array {
  const { a, b, c, d, e, f, g, h } = projectionOf(corners);
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const v = (y + 0.5) / perUnit.v - beyond.v;
    for (let x = 0; x < width; x += 1) {
      const u = (x + 0.5) / perUnit.u - beyond.u;
      const w = g * u + h * v + 1;
      data[y * width + x] = bilinear(
        image,
        (a * u + b * v + c) / w - 0.5,
        (d * u + e * v + f) / w - 0.5,
      );
    }
  }
  return data;
}

/** By running sums over the surroundings of each pixel, and over their squares. */
function evened({ width, height, data }: Grey): Grey {
  const [sums, squares] = runningSums(data, width, height);
  const over = (of: Uint32Array, left: number, right: number, top: number, bottom: number) =>
    ((of[bottom * (width + 1) + right] ?? 0) -
      (of[bottom * (width + 1) + left] ?? 0) -
      (of[top * (width + 1) + right] ?? 0) +
      (of[top * (width + 1) + left] ?? 0)) >>>
    0;
  const even = new Uint8ClampedArray(data.length);
  for (let y = 0; y < height; y += 1) {
    const [top, bottom] = [Math.max(0, y - reach.y), Math.min(height, y + reach.y)];
    for (let x = 0; x < width; x += 1) {
      const [left, right] = [Math.max(0, x - reach.x), Math.min(width, x + reach.x)];
      const count = (right - left) * (bottom - top);
      const mean = over(sums, left, right, top, bottom) / count;
      const variance = over(squares, left, right, top, bottom) / count - mean * mean;
      const deviation = Math.sqrt(Math.max(0, variance)) + leastDeviation;
      const at = y * width + x;
      even[at] = 128 + (60 * ((data[at] ?? 0) - mean)) / deviation;
    }
  }
  return { width, height, data: new Uint8Array(even.buffer) };
}

/** So that the grain of an empty place does not become bars. */
const leastDeviation = 6;

/** Modulo 2³², which their differences over the surroundings of a pixel do not notice: they are smaller. */
function runningSums(data: Uint8Array, width: number, height: number) {
  const [sums, squares] = [0, 1].map(() => new Uint32Array((width + 1) * (height + 1))) as [
    Uint32Array,
    Uint32Array,
  ];
  for (let y = 0; y < height; y += 1) {
    let [sum, square] = [0, 0];
    for (let x = 0; x < width; x += 1) {
      const value = data[y * width + x] ?? 0;
      sum += value;
      square += value * value;
      const at = (y + 1) * (width + 1) + x + 1;
      sums[at] = (sums[at - width - 1] ?? 0) + sum;
      squares[at] = (squares[at - width - 1] ?? 0) + square;
    }
  }
  return [sums, squares] as const;
}
