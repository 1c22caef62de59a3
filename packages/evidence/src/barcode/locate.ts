import { shrink, type Grey } from './pixels.ts';

export type Point = readonly [x: number, y: number];
/** Corners in the image, clockwise from the one that reading begins at: top left, top right, bottom right, bottom left. */
export type Quad = readonly [Point, Point, Point, Point];

/** Where a barcode is, how it lies, and how large it is. Angles in radians; sizes in pixels of the image. */
export type Located = {
  readonly corners: Quad;
  readonly angle: number;
  readonly width: number;
  readonly height: number;
};

const cell = 6;

/** How a region is told from the rest; tried in this order, as no one way finds every barcode on every table. */
type Search = {
  /** Longest side of the picture that is searched: a smaller one has less grain. */
  readonly side: number;
  /** Share of the strongest edges that a cell needs, and how well its edges must agree. */
  readonly strength: number;
  readonly coherence: number;
  /** Cells that are joined over a gap of so many. */
  readonly reach: number;
};
// prettier-ignore
const searches: readonly Search[] = [
  { side: 900, strength: 0.22, coherence: 0.3,  reach: 0 },
  { side: 450, strength: 0.15, coherence: 0.35, reach: 1 },
  { side: 900, strength: 0.35, coherence: 0.5,  reach: 2 },
  { side: 600, strength: 0.1,  coherence: 0.55, reach: 1 },
];

/**
 * Finds the stacked barcode in a photograph. Bars are many strong edges of one direction: the structure tensor of the gradient,
 * averaged over small cells, says where edges are strong and how well they agree. The largest such region is the barcode, the
 * agreed direction its rows, and the extreme points along and across it its four corners.
 *
 * The reader behind it scans straight rows only (zxing-cpp issues 145 and 826), which is why this stands before it.
 */
export function locateBarcode(image: Grey): Located | undefined {
  const [first] = searches;
  return first === undefined ? undefined : search(image, first, cornersOf);
}

/** Every place where it could be, likely ones first: by its own corners, and as a rectangle, which outliers bend less. */
export function likelyPlaces(image: Grey): Located[] {
  const places: Located[] = [];
  for (const one of searches) {
    for (const corners of [cornersOf, rectangleOf]) {
      const place = search(image, one, corners);
      if (place !== undefined && !places.some((other) => isSame(place, other))) places.push(place);
    }
  }
  return places;
}

/** Corner by corner within a twentieth of the width. */
function isSame(one: Located, other: Located): boolean {
  return one.corners.every(
    (corner, at) => distance(corner, other.corners[at] ?? [0, 0]) < one.width / 20,
  );
}

function search(image: Grey, by: Search, cornersBy: typeof cornersOf): Located | undefined {
  const { image: small, scale } = shrink(image, by.side);
  const field = tensorField(small);
  const region = largestRegion(field, by);
  if (region === undefined) return undefined;
  const angle = rowAngle(field, region);
  const corners = cornersBy(field, region, angle).map(
    ([x, y]) => [x * scale, y * scale] as Point,
  ) as unknown as Quad;
  const width = distance(corners[0], corners[1]);
  const height = distance(corners[0], corners[3]);
  return width < 40 || height < 10 ? undefined : { corners, angle, width, height };
}

type Field = {
  readonly columns: number;
  readonly rows: number;
  readonly xx: Float32Array;
  readonly yy: Float32Array;
  readonly xy: Float32Array;
};

function tensorField({ width, height, data }: Grey): Field {
  const columns = Math.floor(width / cell);
  const rows = Math.floor(height / cell);
  const [xx, yy, xy] = [
    new Float32Array(columns * rows),
    new Float32Array(columns * rows),
    new Float32Array(columns * rows),
  ];
  for (let y = 1; y < rows * cell - 1 && y < height - 1; y += 1) {
    for (let x = 1; x < columns * cell - 1 && x < width - 1; x += 1) {
      const at = y * width + x;
      // Over two by two pixels: over three, bars of one or two pixels would cancel themselves out.
      const [here, right] = [data[at] ?? 0, data[at + 1] ?? 0];
      const [below, across] = [data[at + width] ?? 0, data[at + width + 1] ?? 0];
      const gx = right - here + across - below;
      const gy = below - here + across - right;
      const to = Math.floor(y / cell) * columns + Math.floor(x / cell);
      xx[to] = (xx[to] ?? 0) + gx * gx;
      yy[to] = (yy[to] ?? 0) + gy * gy;
      xy[to] = (xy[to] ?? 0) + gx * gy;
    }
  }
  return {
    columns,
    rows,
    xx: smooth(xx, columns, rows),
    yy: smooth(yy, columns, rows),
    xy: smooth(xy, columns, rows),
  };
}

/** Mean over 3 × 3 cells. */
function smooth(values: Float32Array, columns: number, rows: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let sum = 0;
      let count = 0;
      for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r += 1) {
        for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c += 1) {
          sum += values[r * columns + c] ?? 0;
          count += 1;
        }
      }
      out[row * columns + column] = sum / count;
    }
  }
  return out;
}

function energy({ xx, yy }: Field, at: number): number {
  return (xx[at] ?? 0) + (yy[at] ?? 0);
}

/** 0 where edges go all ways, 1 where they agree. */
function coherence({ xx, yy, xy }: Field, at: number): number {
  const difference = (xx[at] ?? 0) - (yy[at] ?? 0);
  const sum = (xx[at] ?? 0) + (yy[at] ?? 0);
  return sum === 0 ? 0 : Math.hypot(difference, 2 * (xy[at] ?? 0)) / sum;
}

/** The cells of the region with the most edge energy among cells that are strong and of one mind. */
function largestRegion(field: Field, by: Search): number[] | undefined {
  const count = field.columns * field.rows;
  const sorted = Float32Array.from({ length: count }, (_none, at) => energy(field, at)).toSorted();
  const strong = Math.max((sorted[Math.floor(count * 0.98)] ?? 0) * by.strength, 1);
  const belongs = (at: number) => energy(field, at) > strong && coherence(field, at) > by.coherence;
  const seen = new Uint8Array(count);
  let best: { cells: number[]; weight: number } | undefined;
  for (let start = 0; start < count; start += 1) {
    if (seen[start] === 1 || !belongs(start)) continue;
    const cells: number[] = [];
    let weight = 0;
    const queue = [start];
    seen[start] = 1;
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      cells.push(at);
      weight += energy(field, at);
      for (const next of neighbours(field, at, by.reach)) {
        if (seen[next] === 1 || !belongs(next)) continue;
        seen[next] = 1;
        queue.push(next);
      }
    }
    if (best === undefined || weight > best.weight) best = { cells, weight };
  }
  return best !== undefined && best.cells.length >= 24 ? best.cells : undefined;
}

function neighbours({ columns, rows }: Field, at: number, reach: number): number[] {
  const [column, row] = [at % columns, Math.floor(at / columns)];
  if (reach === 0)
    return [
      ...(column > 0 ? [at - 1] : []),
      ...(column < columns - 1 ? [at + 1] : []),
      ...(row > 0 ? [at - columns] : []),
      ...(row < rows - 1 ? [at + columns] : []),
    ];
  const found: number[] = [];
  for (let r = Math.max(0, row - reach - 1); r <= Math.min(rows - 1, row + reach + 1); r += 1)
    for (
      let c = Math.max(0, column - reach - 1);
      c <= Math.min(columns - 1, column + reach + 1);
      c += 1
    )
      found.push(r * columns + c);
  return found;
}

/** Bars stand across the rows, so the dominant gradient points along them: half the angle of the summed tensor. */
function rowAngle({ xx, yy, xy }: Field, region: readonly number[]): number {
  let difference = 0;
  let cross = 0;
  for (const at of region) {
    difference += (xx[at] ?? 0) - (yy[at] ?? 0);
    cross += 2 * (xy[at] ?? 0);
  }
  return Math.atan2(cross, difference) / 2;
}

/** The extreme points of the region in the four diagonal directions of its own axes. */
function cornersOf({ columns }: Field, region: readonly number[], angle: number): Point[] {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const points = region.map((at): Point => [
    ((at % columns) + 0.5) * cell,
    (Math.floor(at / columns) + 0.5) * cell,
  ]);
  const along = ([x, y]: Point) => x * cos + y * sin;
  const across = ([x, y]: Point) => -x * sin + y * cos;
  const spread = (of: (point: Point) => number) => {
    const values = points.map(of);
    return Math.max(...values) - Math.min(...values) || 1;
  };
  const [length, breadth] = [spread(along), spread(across)];
  return (
    [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ] as const
  ).map(([u, v]) => {
    const score = (point: Point) => (u * along(point)) / length + (v * across(point)) / breadth;
    const [x, y] = points.reduce((best, point) => (score(point) > score(best) ? point : best));
    // Cell centres lie inside; the corner is half a cell and a quiet zone further out.
    const margin = cell * 1.6;
    return [x + (u * cos - v * sin) * margin, y + (u * sin + v * cos) * margin];
  });
}

/** The rectangle along the rows that holds all but the outermost hundredth of the region on each side. */
function rectangleOf({ columns }: Field, region: readonly number[], angle: number): Point[] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const points = region.map((at): Point => [
    ((at % columns) + 0.5) * cell,
    (Math.floor(at / columns) + 0.5) * cell,
  ]);
  const edges = (of: (point: Point) => number): [number, number] => {
    const values = points.map(of).toSorted((one, other) => one - other);
    const out = Math.floor(values.length / 100);
    return [(values[out] ?? 0) - cell, (values[values.length - 1 - out] ?? 0) + cell];
  };
  const [left, right] = edges(([x, y]) => x * cos + y * sin);
  const [top, bottom] = edges(([x, y]) => -x * sin + y * cos);
  const at = (u: number, v: number): Point => [u * cos - v * sin, u * sin + v * cos];
  return [at(left, top), at(right, top), at(right, bottom), at(left, bottom)];
}

function distance([ax, ay]: Point, [bx, by]: Point): number {
  return Math.hypot(ax - bx, ay - by);
}
