import type { Grid } from './grid.ts';
import { startPattern, stopPattern, symbolModules, symbols } from './patterns.ts';
import type { Grey } from './pixels.ts';
import type { Flat } from './straighten.ts';

const perModule = 2;
const samples = symbolModules * perModule;
const lines = 110;
/** Below this agreement a symbol is left white: an erasure costs the error correction half of what an error does. */
const leastAgreement = 0.55;

/**
 * Draws the barcode anew, as printed. Where a module is hardly wider than a pixel, or the lens was soft, edges are gone and bars
 * have become shades; but every symbol is one of some 3,500 patterns, and the shades tell which. Each is compared, by
 * correlation, with all of them as a lens of that softness (in modules) would show them: a matched filter. What comes out is a
 * clean barcode for the decoder, whose error correction has the last word.
 */
export function redraw(flat: Flat, grid: Grid, softness: number): Grey {
  const shades = templates(softness);
  const scale = 3;
  const quiet = 8 * scale;
  const width = grid.modules * scale + 2 * quiet;
  const height = lines * 2 + 2 * quiet;
  const data = new Uint8Array(width * height).fill(255);
  const signal = new Float32Array(samples);
  for (let line = 0; line < lines; line += 1) {
    const row: number[] = [...startPattern];
    for (let column = 1; column < grid.columns + 3; column += 1) {
      sample(flat, grid, column * symbolModules, (line + 0.5) / lines, signal);
      const symbol = closest(shades, signal);
      row.push(...(symbol === undefined ? blank : (symbols[symbol] ?? blank)));
    }
    row.push(...stopPattern);
    for (let copy = 0; copy < 2; copy += 1) {
      const from = (quiet + line * 2 + copy) * width + quiet;
      for (const [at, dark] of row.entries())
        if (dark === 1) data.fill(0, from + at * scale, from + (at + 1) * scale);
    }
  }
  return { width, height, data };
}

const blank = Array.from({ length: symbolModules }, () => 0);

/** The light along one symbol on one line, averaged over a third of a row's usual height. */
function sample(flat: Flat, grid: Grid, module: number, v: number, into: Float32Array): void {
  for (let at = 0; at < samples; at += 1) {
    const u = grid.position(module + (at + 0.5) / perModule);
    into[at] = [-0.004, 0, 0.004].reduce((sum, off) => sum + flat.brightness(u, v + off), 0);
  }
}

/** Pearson's correlation, so that light and ink do not matter. */
function closest(shades: Float32Array, signal: Float32Array): number | undefined {
  let mean = 0;
  for (const value of signal) mean += value / samples;
  let power = 0;
  for (let at = 0; at < samples; at += 1) {
    signal[at] = mean - (signal[at] ?? 0);
    power += (signal[at] ?? 0) ** 2;
  }
  if (power < samples * 3_000) return undefined;
  let best: number | undefined;
  let most = leastAgreement * Math.sqrt(power);
  for (let symbol = 0; symbol < symbols.length; symbol += 1) {
    let agreement = 0;
    const from = symbol * samples;
    for (let at = 0; at < samples; at += 1)
      agreement += (shades[from + at] ?? 0) * (signal[at] ?? 0);
    if (agreement > most) [best, most] = [symbol, agreement];
  }
  return best;
}

const known = new Map<number, Float32Array>();

/** Every symbol as a soft lens shows it, between the space before it and the bar after it; each of mean 0 and length 1. */
function templates(softness: number): Float32Array {
  const made = known.get(softness);
  if (made !== undefined) return made;
  const all = new Float32Array(symbols.length * samples);
  const reach = 3;
  const weights = Array.from({ length: symbolModules + 2 * reach }, (_none, module) =>
    Array.from({ length: samples }, (_nothing, at) =>
      share(module - reach, (at + 0.5) / perModule, softness),
    ),
  );
  for (const [symbol, pattern] of symbols.entries()) {
    const inContext = [0, 0, 0, ...pattern, 1, 1, 0];
    const shade = Array.from({ length: samples }, (_none, at) =>
      inContext.reduce((sum, dark, module) => sum + dark * (weights[module]?.[at] ?? 0), 0),
    );
    const mean = shade.reduce((sum, value) => sum + value, 0) / samples;
    const length = Math.hypot(...shade.map((value) => value - mean));
    for (const [at, value] of shade.entries()) all[symbol * samples + at] = (value - mean) / length;
  }
  known.set(softness, all);
  return all;
}

/** How much of a module's light arrives at a point: a Gaussian of this width, in modules, over the module. */
function share(module: number, at: number, softness: number): number {
  return (erf((module + 1 - at) / softness) - erf((module - at) / softness)) / 2;
}

/** Of x / √2, after Abramowitz & Stegun 7.1.26. */
function erf(of: number): number {
  const x = Math.abs(of) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const y =
    1 -
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) *
      t *
      Math.exp(-x * x);
  return of < 0 ? -y : y;
}
