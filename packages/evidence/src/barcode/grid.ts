import { startPattern, stopPattern, symbolModules, symbols } from './patterns.ts';
import type { Flat } from './straighten.ts';

/** Where the modules stand. `position` is of an edge or a point between two, counted from the left. */
export type Grid = {
  readonly columns: number;
  readonly modules: number;
  position(module: number): number;
};

type Fit = {
  readonly columns: number;
  readonly left: number;
  readonly right: number;
  /** How much wider modules are at the left end than on average, as one end is nearer to the lens. */
  readonly swell: number;
};
/** One end of the barcode: where its outermost bar begins, and how wide a module is there. */
type End = { readonly at: number; readonly module: number; readonly agreement: number };

/** The profile reaches beyond the corners by this much on either side. */
const beyond = 0.3;
const profileLength = 4_096;
const perUnit = profileLength / (1 + 2 * beyond);
const leastAgreement = 0.6;
const endsTried = 6;
/** Of an end alone: glare or a finger may hide half of it. */
const leastOfEnd = 0.3;

/** The quiet zone before start and the bar after it; the space before stop and the quiet zone (ISO/IEC 15438 §5.4.1). */
const startShape = [0, 0, ...startPattern, 1];
const stopShape = [0, ...stopPattern, 0, 0];

/**
 * Finds start and stop pattern, and with them the columns: the mean of all lines keeps what all rows have in common, which is
 * exactly these two and that every symbol begins with a bar (ISO/IEC 15438 §5.3, §5.4).
 */
export function findGrid(flat: Flat): Grid | undefined {
  const profile = profileOf(flat);
  const starts = endsOf(profile, startShape, [-beyond, 0.35], 2);
  const stops = endsOf(profile, stopShape, [0.65, 1 + beyond], 1);
  let best: { fit: Fit; agreement: number } | undefined;
  for (const start of starts) {
    for (const stop of stops) {
      for (const fit of fitsBetween(start, stop)) {
        const refined = refine(profile, fit);
        if (best === undefined || refined.agreement > best.agreement) best = refined;
      }
    }
  }
  if (best === undefined || best.agreement < leastAgreement) return undefined;
  const { fit } = best;
  return {
    columns: fit.columns,
    modules: modulesOf(fit.columns),
    position: (module) => positionOf(fit, module),
  };
}

/**
 * Running sums of the darkness along the barcode, so that a mean over any stretch is one subtraction. Each line is measured against
 * its own surroundings, about a symbol to either side: a shadow that falls across the barcode is no bar, and a lamp no space.
 */
function profileOf(flat: Flat): Float64Array {
  const lines = 24;
  const mean = new Float64Array(profileLength);
  const line = new Float64Array(profileLength);
  for (let at = 0; at < lines; at += 1) {
    for (let x = 0; x < profileLength; x += 1)
      line[x] = flat.brightness((x + 0.5) / perUnit - beyond, (at + 3.5) / (lines + 6));
    addDarkness(line, mean);
  }
  const sums = new Float64Array(profileLength + 1);
  for (let x = 0; x < profileLength; x += 1)
    sums[x + 1] = (sums[x] ?? 0) + ((mean[x] ?? 0) * 40) / lines;
  return sums;
}

const surroundings = 180;
const mostDeviation = 2;

function addDarkness(line: Float64Array, to: Float64Array): void {
  const [sums, squares] = [new Float64Array(line.length + 1), new Float64Array(line.length + 1)];
  for (const [x, value] of line.entries()) {
    sums[x + 1] = (sums[x] ?? 0) + value;
    squares[x + 1] = (squares[x] ?? 0) + value * value;
  }
  for (let x = 0; x < line.length; x += 1) {
    const [from, end] = [Math.max(0, x - surroundings), Math.min(line.length, x + surroundings)];
    const mean = ((sums[end] ?? 0) - (sums[from] ?? 0)) / (end - from);
    const variance = ((squares[end] ?? 0) - (squares[from] ?? 0)) / (end - from) - mean * mean;
    const deviation = (mean - (line[x] ?? 0)) / (Math.sqrt(Math.max(0, variance)) + 6);
    to[x] = (to[x] ?? 0) + Math.max(-mostDeviation, Math.min(mostDeviation, deviation));
  }
}

function meanOf(sums: Float64Array, from: number, to: number): number {
  const first = Math.max(0, Math.min(profileLength - 1, Math.round((from + beyond) * perUnit)));
  const last = Math.max(first + 1, Math.min(profileLength, Math.round((to + beyond) * perUnit)));
  return ((sums[last] ?? 0) - (sums[first] ?? 0)) / (last - first);
}

/** The likeliest places of a pattern, with the width of a module there; only the best of those that overlap. */
function endsOf(
  profile: Float64Array,
  shape: readonly number[],
  [from, to]: readonly [number, number],
  before: number,
): End[] {
  const wanted = normed(shape);
  const found: End[] = [];
  const values = new Float64Array(shape.length);
  for (let module = 0.0016; module < 0.011; module *= 1.03) {
    for (let at = from; at < to - (shape.length - before) * module * 0.5; at += module / 3) {
      for (let index = 0; index < shape.length; index += 1) {
        const left = at + (index - before) * module;
        values[index] = meanOf(profile, left, left + module);
      }
      const agreement = agreementOf(values, wanted);
      if (agreement > leastOfEnd) found.push({ at, module, agreement });
    }
  }
  found.sort((one, other) => other.agreement - one.agreement);
  const distinct: End[] = [];
  for (const end of found) {
    if (distinct.length === endsTried) break;
    const seen = distinct.some(
      ({ at, module }) =>
        Math.abs(at - end.at) < 2 * module && Math.abs(module / end.module - 1) < 0.1,
    );
    if (!seen) distinct.push(end);
  }
  return distinct;
}

/** The numbers of columns that two ends allow. */
function fitsBetween(start: End, stop: End): Fit[] {
  const left = start.at;
  const right = stop.at + stopPattern.length * stop.module;
  const module = (start.module + stop.module) / 2;
  const likely = ((right - left) / module - 1) / symbolModules - 4;
  const swell = ((start.module - stop.module) / (start.module + stop.module)) * (right - left);
  if (right - left < 0.3 || Math.abs(start.module / stop.module - 1) > 0.6) return [];
  return [Math.floor(likely), Math.ceil(likely)]
    .filter((columns) => columns >= 1 && columns <= 30)
    .map((columns) => ({ columns, left, right, swell }));
}

/** Climbs from a fit to the best one near it. */
function refine(profile: Float64Array, begin: Fit): { fit: Fit; agreement: number } {
  const module = (begin.right - begin.left) / modulesOf(begin.columns);
  let best = { fit: begin, agreement: fitOf(profile, begin) };
  for (let step = module; step > module / 12; step /= 2) {
    for (let round = 0; round < 4; round += 1) {
      const { fit } = best;
      for (const [left, right, swell] of steps) {
        const tried = {
          ...fit,
          left: fit.left + left * step,
          right: fit.right + right * step,
          swell: fit.swell + swell * step * 4,
        };
        const agreement = fitOf(profile, tried);
        if (agreement > best.agreement) best = { fit: tried, agreement };
      }
      if (best.fit === fit) break;
    }
  }
  return best;
}
const around = [-1, 0, 1];
const steps = around.flatMap((left) =>
  around.flatMap((right) => around.map((swell) => [left, right, swell] as const)),
);

const modulesOf = (columns: number) => symbolModules * (columns + 4) + 1;

function positionOf({ columns, left, right, swell }: Fit, module: number): number {
  const share = module / modulesOf(columns);
  return left + (right - left) * share + swell * share * (1 - share);
}

function fitOf(profile: Float64Array, fit: Fit): number {
  const wanted = expectedOf(fit.columns);
  const values = new Float64Array(wanted.length);
  let edge = positionOf(fit, 0);
  for (let module = 0; module < wanted.length; module += 1) {
    const next = positionOf(fit, module + 1);
    values[module] = meanOf(profile, edge, next);
    edge = next;
  }
  return agreementOf(values, wanted);
}

/** Pearson's correlation with a shape of mean 0 and length 1. */
function agreementOf(values: Float64Array, wanted: readonly number[]): number {
  let [sum, squares, product] = [0, 0, 0];
  for (let at = 0; at < wanted.length; at += 1) {
    const value = values[at] ?? 0;
    sum += value;
    squares += value * value;
    product += value * (wanted[at] ?? 0);
  }
  return product / Math.sqrt(Math.max(1e-6, squares - (sum * sum) / wanted.length));
}

const meanSymbol = Array.from(
  { length: symbolModules },
  (_none, at) => symbols.reduce((sum, symbol) => sum + (symbol[at] ?? 0), 0) / symbols.length,
);
const expected = new Map<number, readonly number[]>();

function expectedOf(columns: number): readonly number[] {
  const known = expected.get(columns);
  if (known !== undefined) return known;
  const between = Array.from({ length: columns + 2 }, () => meanSymbol).flat();
  const made = normed([...startPattern, ...between, ...stopPattern]);
  expected.set(columns, made);
  return made;
}

function normed(shape: readonly number[]): readonly number[] {
  const mean = shape.reduce((sum, value) => sum + value, 0) / shape.length;
  const length = Math.hypot(...shape.map((value) => value - mean));
  return shape.map((value) => (value - mean) / length);
}
