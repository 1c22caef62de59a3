import type { Grid } from './grid.ts';
import type { Quad } from './locate.ts';
import { startPattern, stopPattern } from './patterns.ts';
import type { Flat } from './straighten.ts';

/** Lines that are looked at, over and under the barcode too: the place of it was a guess. */
const lines = 76;
const [highest, lowest] = [-0.25, 1.25];
/** Modules by which an end may lean away from where the grid has it, and how well it must agree with its pattern on a line. */
const mostLean = 5;
const leastAgreement = 0.6;
/** So many lines in a row without the pattern are a lamp's or a scratch's, not the barcode's end. */
const mostMissed = 4;

/** One end on one line: where it begins, along the barcode. */
type Sighting = { readonly v: number; readonly u: number };

/**
 * The corners as the barcode's own ends have them. Start and stop pattern stand on every row and nowhere else, so where they begin
 * and end, and how they lean, is the whole of its outline. Undefined where too little of either is to be seen.
 */
export function ownCorners(flat: Flat, grid: Grid): Quad | undefined {
  const left = edgeOf(flat, grid, [0, 0, ...startPattern, 1], -2, 0);
  const last = grid.modules - stopPattern.length;
  const right = edgeOf(flat, grid, [0, ...stopPattern, 0, 0], last - 1, grid.modules);
  if (left === undefined || right === undefined) return undefined;
  return [left.top, right.top, right.bottom, left.bottom].map(({ u, v }) =>
    flat.place(u, v),
  ) as unknown as Quad;
}

/** The line along one end, from its top to its bottom, at the edge that is counted as `module`. */
function edgeOf(
  flat: Flat,
  grid: Grid,
  shape: readonly number[],
  first: number,
  module: number,
): { readonly top: Sighting; readonly bottom: Sighting } | undefined {
  const seen: (Sighting | undefined)[] = [];
  for (let line = 0; line < lines; line += 1) {
    const v = highest + ((line + 0.5) / lines) * (lowest - highest);
    const lean = leanOn(flat, grid, v, shape, first);
    seen.push(lean === undefined ? undefined : { v, u: grid.position(module + lean) });
  }
  const run = longestRun(seen);
  if (run.length < lines / 6) return undefined;
  const { at, slope } = straightThrough(run);
  const [top = 0, bottom = 1] = [run[0]?.v, run.at(-1)?.v];
  const on = (v: number): Sighting => ({ v, u: at + slope * v });
  const half = (lowest - highest) / lines / 2;
  return { top: on(top - half), bottom: on(bottom + half) };
}

/** By how many modules the pattern stands beside its place on this line. */
function leanOn(
  flat: Flat,
  grid: Grid,
  v: number,
  shape: readonly number[],
  first: number,
): number | undefined {
  let best: number | undefined;
  let most = leastAgreement;
  for (let lean = -mostLean; lean <= mostLean; lean += 0.25) {
    const agreement = agreementOn(
      shape.map((_dark, at) => flat.brightness(grid.position(first + at + 0.5 + lean), v)),
      shape,
    );
    if (agreement > most) [best, most] = [lean, agreement];
  }
  return best;
}

/** Pearson's correlation of darkness with a pattern. */
function agreementOn(light: readonly number[], shape: readonly number[]): number {
  const count = shape.length;
  const [meanLight, meanShape] = [light, shape].map(
    (values) => values.reduce((sum, value) => sum + value, 0) / count,
  ) as [number, number];
  let [product, ofLight, ofShape] = [0, 0, 0];
  for (const [at, dark] of shape.entries()) {
    const [x, y] = [meanLight - (light[at] ?? 0), dark - meanShape];
    product += x * y;
    ofLight += x * x;
    ofShape += y * y;
  }
  return product / Math.sqrt(Math.max(count * 100, ofLight) * ofShape);
}

function longestRun(seen: readonly (Sighting | undefined)[]): Sighting[] {
  let [best, run, missed]: [Sighting[], Sighting[], number] = [[], [], 0];
  for (const one of seen) {
    if (one === undefined) missed += 1;
    else missed = 0;
    if (missed > mostMissed) run = [];
    else if (one !== undefined) run = [...run, one];
    if (run.length > best.length) best = run;
  }
  return best;
}

/** The median slope between lines a third apart (Theil 1950), and the median place: a few sightings may be of something else. */
function straightThrough(run: readonly Sighting[]): { at: number; slope: number } {
  const apart = Math.floor(run.length / 3);
  const slopes = run.slice(apart).map((one, at) => {
    const other = run[at] ?? one;
    return (one.u - other.u) / (one.v - other.v);
  });
  const slope = median(slopes);
  return { slope, at: median(run.map(({ u, v }) => u - slope * v)) };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
