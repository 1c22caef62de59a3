import { expect, test } from 'vitest';
import { edgeWidthOf } from './edge-width.ts';

/** Black and white squares of 40 pixels, each edge over so many pixels from dark to light. */
function squares(across: number, down: number) {
  const [width, height] = [640, 480];
  const ramp = (at: number, over: number) => {
    const from = (at % 80) - 20;
    return Math.max(0, Math.min(1, from / over, (40 + over - from) / over));
  };
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      data[y * width + x] = 40 + 160 * ramp(x, across) * ramp(y, down);
  return { width, height, data };
}

// prettier-ignore
test.each([
  ['sharp',                 1, 1, 0.9, 1.2],
  ['soft all over',         4, 4, 3,   4.5],
  ['shaken along the rows', 4, 1, 3,   4.5],
  ['shaken across them',    1, 4, 3,   4.5],
])('the width of edges is the one of the direction in which they are wider: %s', (_what, across, down, least, most) => {
  const width = edgeWidthOf(squares(across, down));
  expect(width).toBeGreaterThan(least);
  expect(width).toBeLessThan(most);
});

test('a picture without an edge has no wide ones', () => {
  const data = new Uint8Array(640 * 480).fill(120);
  expect(edgeWidthOf({ width: 640, height: 480, data })).toBe(1);
});
