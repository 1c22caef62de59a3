import { expect, test } from 'vitest';
import { hiddenByLight } from './hidden.ts';

const [width, height, modules] = [1_000, 100, 256];
const grid = { columns: 11, modules, position: (module: number) => module / modules };
const isCovered = (u: number, v: number) => u > 0.4 && u < 0.6 && v > 0.2 && v < 0.8;

/** A barcode of which 12 % are covered: by something of this brightness, or by nothing. */
function covered(by: number | undefined) {
  const barcode = (u: number) => (Math.floor(u * modules) % 2 === 0 ? 40 : 200);
  const data = Uint8Array.from({ length: width * height }, (_none, at) => {
    const [u, v] = [(at % width) / width, Math.floor(at / width) / height];
    return by !== undefined && isCovered(u, v) ? by : barcode(u);
  });
  const flat = {
    // On a sheet in even light whatever has no edges is grey.
    brightness: (u: number, v: number) => (by !== undefined && isCovered(u, v) ? 128 : barcode(u)),
    place: (u: number, v: number) => [u * width, v * height] as const,
  };
  return hiddenByLight({ width, height, data }, flat, grid);
}

test.each([
  ['a lamp as white as can be', 255],
  ['a lamp that is not quite white', 210],
])('%s hides as much of a barcode as it covers', (_what, brightness) => {
  expect(covered(brightness)).toBeGreaterThan(0.08);
  expect(covered(brightness)).toBeLessThan(0.14);
});

test.each([
  ['a finger is no lamp', 60],
  ['nothing is hidden where nothing covers it', undefined],
])('%s', (_what, brightness) => {
  expect(covered(brightness)).toBe(0);
});
