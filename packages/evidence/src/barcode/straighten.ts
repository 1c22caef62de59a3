import { evenSheet } from './even-sheet.ts';
import type { Point, Quad } from './locate.ts';
import type { Grey } from './pixels.ts';
import { projectionOf } from './rectify.ts';

/** A barcode laid flat: its own square, 0 to 1 both ways, in the photograph. */
export type Flat = {
  brightness(u: number, v: number): number;
  place(u: number, v: number): Point;
};
type Brightness = Flat['brightness'];

type Correction = {
  /** By how much bars lean, and by how much more so at the right end. */
  readonly lean: number;
  readonly fan: number;
  /** By how much rows climb from left to right, how much more so at the bottom, and how far they bow. */
  readonly climb: number;
  readonly spread: number;
  readonly bow: number;
};

const none: Correction = { lean: 0, fan: 0, climb: 0, spread: 0, bow: 0 };
const wide = 480;
const high = 120;

/**
 * Corners that were found on a coarse picture are a few pixels off, which is more than a row is high. Here the barcode itself
 * says what is straight: its bars when the columns of the picture differ most from one another, its rows when the changes from
 * line to line fall on the fewest lines. Each number is sought over a range, then finely around the best.
 */
export function straighten(image: Grey, corners: Quad): Flat {
  const sheet = laidBetween(image, corners);
  const along = ({ lean, fan }: Correction, u: number, v: number) =>
    u + (lean + fan * (u - 0.5)) * (v - 0.5);
  const down = ({ climb, spread, bow }: Correction, u: number, v: number) =>
    v + (climb + spread * (v - 0.5)) * (u - 0.5) + bow * ((2 * u - 1) ** 2 - 0.5);
  const place = (correction: Correction, u: number, v: number): Point =>
    sheet.place(along(correction, u, v), down(correction, u, v));
  const at = (correction: Correction, u: number, v: number): number =>
    sheet.brightness(along(correction, u, v), down(correction, u, v));
  const bars = (correction: Correction) => contrastOfColumns((u, v) => at(correction, u, v));
  const rows = (correction: Correction) => contrastOfRows((u, v) => at(correction, u, v));
  let best = seekBoth(none, ['lean', 'fan'], 0.045, 0.0045, bars);
  best = seekBoth(best, ['lean', 'fan'], 0.004, 0.001, bars);
  best = likelierOf(best, turnedBy(best, corners), rows);
  best = seekBoth(best, ['climb', 'spread'], 0.24, 0.03, rows);
  best = seek(best, 'bow', 0.08, 0.01, rows);
  best = seekBoth(best, ['climb', 'spread'], 0.025, 0.005, rows);
  best = seek(best, 'bow', 0.01, 0.0025, rows);
  return { brightness: (u, v) => at(best, u, v), place: (u, v) => place(best, u, v) };
}

/** What lies between four corners that are known well enough, by nothing else. */
export function laidBetween(image: Grey, corners: Quad): Flat {
  const { a, b, c, d, e, f, g, h } = projectionOf(corners);
  const sheet = evenSheet(image, corners);
  return {
    brightness: (u, v) => sheet.brightness(u, v),
    place: (u, v) => {
      const w = g * u + h * v + 1;
      return [(a * u + b * v + c) / w, (d * u + e * v + f) / w];
    },
  };
}

/** Bars that lean because all of it is turned say how far rows then climb: by the same angle, in another measure. */
function turnedBy(correction: Correction, [topLeft, topRight, , bottomLeft]: Quad): Correction {
  const long = Math.hypot(topRight[0] - topLeft[0], topRight[1] - topLeft[1]);
  const high = Math.hypot(bottomLeft[0] - topLeft[0], bottomLeft[1] - topLeft[1]);
  return { ...correction, climb: -correction.lean * (long / high) ** 2 };
}

/** From which of two the better one is reached along the climb. */
function likelierOf(one: Correction, other: Correction, score: Score): Correction {
  const reached = (from: Correction) => score(seek(from, 'climb', 0.24, 0.03, score));
  return reached(other) > reached(one) ? other : one;
}

type Score = (correction: Correction) => number;

/** The same barcode read from its other end: which way up it lies cannot be seen from its edges. */
export function turned(flat: Flat): Flat {
  return {
    brightness: (u, v) => flat.brightness(1 - u, 1 - v),
    place: (u, v) => flat.place(1 - u, 1 - v),
  };
}

function seek(from: Correction, name: keyof Correction, range: number, step: number, score: Score) {
  let [best, most] = [from, score(from)];
  for (let away = -range; away <= range; away += step) {
    const tried = { ...from, [name]: from[name] + away };
    const scored = score(tried);
    if (scored > most) [best, most] = [tried, scored];
  }
  return best;
}

/** Two numbers that disguise each other are sought together. */
function seekBoth(
  from: Correction,
  [one, other]: readonly [keyof Correction, keyof Correction],
  range: number,
  step: number,
  score: Score,
): Correction {
  let [best, most] = [from, score(from)];
  for (let away = -range; away <= range; away += step) {
    for (let further = -range; further <= range; further += step) {
      const tried = { ...from, [one]: from[one] + away, [other]: from[other] + further };
      const scored = score(tried);
      if (scored > most) [best, most] = [tried, scored];
    }
  }
  return best;
}

/** How much the means of neighbouring columns differ, squared. */
function contrastOfColumns(flat: Brightness): number {
  const lines = 16;
  let contrast = 0;
  let before: number | undefined;
  for (let x = 0; x < wide; x += 1) {
    let mean = 0;
    for (let line = 0; line < lines; line += 1)
      mean += flat((x + 0.5) / wide, (line + 2.5) / (lines + 4));
    if (before !== undefined) contrast += (mean - before) ** 2;
    before = mean;
  }
  return contrast;
}

/** How much neighbouring lines differ, added up along them and squared: large where changes fall on the same lines. */
function contrastOfRows(flat: Brightness): number {
  const columns = 96;
  const before = new Float32Array(columns);
  let contrast = 0;
  for (let y = 0; y < high; y += 1) {
    let change = 0;
    for (let column = 0; column < columns; column += 1) {
      const value = flat((column + 4.5) / (columns + 8), (y + 0.5) / high);
      if (y > 0) change += Math.abs(value - (before[column] ?? 0));
      before[column] = value;
    }
    contrast += change ** 2;
  }
  return contrast;
}
