import { shrink, type Grey } from './pixels.ts';

/** Measured on a picture of this size: grain is averaged away, and a hand's shake is still a few pixels. */
const side = 640;
const reach = 8;
/** Of all steps from pixel to pixel in one direction, the share that is looked at: the strongest, which are print and not shade. */
const strongest = 0.004;

/**
 * How many pixels an edge takes from dark to light, in the direction in which it takes more: a hand that moves blurs one of the
 * two only. The width of an edge is its whole climb over its steepest step (after Marziliano et al. 2002); the median of the
 * strongest edges is the picture's. About 1 where a lens is sharp, also of a card that is far away; from 2 on no barcode was read.
 */
export function edgeWidthOf(picture: Grey): number {
  const { image } = shrink(picture, side);
  return Math.max(medianWidth(image, 1), medianWidth(image, image.width));
}

function medianWidth({ width, height, data }: Grey, step: number): number {
  const climb = (at: number) => (data[at + step] ?? 0) - (data[at] ?? 0);
  const inside: number[] = [];
  const counts = new Uint32Array(256);
  for (let y = reach; y < height - reach; y += 1) {
    for (let x = reach; x < width - reach; x += 1) {
      const at = y * width + x;
      const size = Math.abs(climb(at));
      counts[size] = (counts[size] ?? 0) + 1;
      if (size > 3) inside.push(at);
    }
  }
  const least = thresholdOf(counts, width * height * strongest);
  const widths: number[] = [];
  for (const at of inside) {
    const steepest = Math.abs(climb(at));
    const beside = Math.max(Math.abs(climb(at - step)), Math.abs(climb(at + step)));
    if (steepest < least || steepest < beside) continue;
    const sign = Math.sign(climb(at));
    let [low, high] = [at, at + step];
    for (let far = 0; far < reach && sign * climb(low - step) > 0; far += 1) low -= step;
    for (let far = 0; far < reach && sign * climb(high) > 0; far += 1) high += step;
    widths.push(Math.abs((data[high] ?? 0) - (data[low] ?? 0)) / steepest);
  }
  const sorted = Float64Array.from(widths).toSorted();
  return sorted[Math.floor(sorted.length / 2)] ?? 1;
}

function thresholdOf(counts: Uint32Array, most: number): number {
  let left = most;
  for (let size = 255; size > 3; size -= 1) {
    left -= counts[size] ?? 0;
    if (left <= 0) return size;
  }
  return 3;
}
