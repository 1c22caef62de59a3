import { startPattern, stopPattern } from './patterns.ts';
import type { Grid } from './grid.ts';
import type { Grey } from './pixels.ts';
import { bilinear } from './rectify.ts';
import type { Flat } from './straighten.ts';

/** A piece is a little wider than the widest bar of a symbol, and a little higher than a row. */
const modulesWide = 8;
const pieces = 16;
const linesOfPiece = 4;
/** Bars and spaces differ by more than this on a sheet in even light, however soft the lens. */
const leastContrast = 45;

/**
 * The share of a barcode in which there is neither bar nor space although it is as bright as the rest: a lamp is mirrored there. A lamp
 * need not be as white as the sensor can see, so that it is told by what is missing.
 */
export function hiddenByLight(image: Grey, flat: Flat, grid: Grid): number {
  const [first, last] = [startPattern.length, grid.modules - stopPattern.length];
  let [count, light] = [0, 0];
  const empty: number[] = [];
  for (let module = first; module + modulesWide <= last; module += modulesWide) {
    for (let piece = 0; piece < pieces; piece += 1) {
      const { contrast, brightness } = lookAt(image, flat, grid, module, piece);
      count += 1;
      light += brightness;
      if (contrast < leastContrast) empty.push(brightness);
    }
  }
  const mean = light / Math.max(1, count);
  return empty.filter((brightness) => brightness > mean).length / Math.max(1, count);
}

function lookAt(image: Grey, flat: Flat, grid: Grid, module: number, piece: number) {
  let [least, most, light] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  const samples = modulesWide * 2;
  for (let line = 0; line < linesOfPiece; line += 1) {
    const v = (piece + (line + 0.5) / linesOfPiece) / pieces;
    for (let at = 0; at < samples; at += 1) {
      const u = grid.position(module + (at + 0.5) / 2);
      const seen = flat.brightness(u, v);
      least = Math.min(least, seen);
      most = Math.max(most, seen);
      const [x, y] = flat.place(u, v);
      light += bilinear(image, x - 0.5, y - 0.5);
    }
  }
  return { contrast: most - least, brightness: light / (samples * linesOfPiece) };
}
