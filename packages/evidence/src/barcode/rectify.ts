import type { Located, Point, Quad } from './locate.ts';
import type { Grey } from './pixels.ts';

/** Straightens the located barcode through its four corners to a width in pixels, with a white border around it. */
export function rectify(
  image: Grey,
  { corners, width, height }: Located,
  targetWidth: number,
): Grey {
  const targetHeight = Math.max(60, Math.round((targetWidth * height) / width));
  return sampleThrough(
    image,
    projection(corners, targetWidth, targetHeight),
    targetWidth,
    targetHeight,
  );
}

/** Turns the whole surroundings of the barcode by an angle, without perspective: the second way, when corners were misjudged. */
export function rotateOut(
  image: Grey,
  { corners, angle, width, height }: Located,
  targetWidth: number,
  turn = 0,
): Grey {
  const centre: Point = [mean(corners.map(([x]) => x)), mean(corners.map(([, y]) => y))];
  const [w, h] = [width * 1.12, height * 1.3];
  const [cos, sin] = [Math.cos(angle + turn), Math.sin(angle + turn)];
  const at = (u: number, v: number): Point => [
    centre[0] + (u * w * cos - v * h * sin) / 2,
    centre[1] + (u * w * sin + v * h * cos) / 2,
  ];
  return rectify(
    image,
    { corners: [at(-1, -1), at(1, -1), at(1, 1), at(-1, 1)], angle, width: w, height: h },
    targetWidth,
  );
}

type Map2d = (x: number, y: number) => Point;

function sampleThrough(image: Grey, map: Map2d, width: number, height: number): Grey {
  const border = Math.round(width * 0.03);
  const [outWidth, outHeight] = [width + 2 * border, height + 2 * border];
  const data = new Uint8Array(outWidth * outHeight).fill(255);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [u, v] = map(x + 0.5, y + 0.5);
      data[(y + border) * outWidth + x + border] = bilinear(image, u - 0.5, v - 0.5);
    }
  }
  return { width: outWidth, height: outHeight, data };
}

export function bilinear({ width, height, data }: Grey, x: number, y: number): number {
  const inX = x < 0 ? 0 : x > width - 1 ? width - 1 : x;
  const inY = y < 0 ? 0 : y > height - 1 ? height - 1 : y;
  const left = Math.min(width - 2, Math.floor(inX));
  const top = Math.min(height - 2, Math.floor(inY));
  const fx = inX - left;
  const fy = inY - top;
  const at = top * width + left;
  const upper = (data[at] ?? 0) * (1 - fx) + (data[at + 1] ?? 0) * fx;
  const lower = (data[at + width] ?? 0) * (1 - fx) + (data[at + width + 1] ?? 0) * fx;
  return upper * (1 - fy) + lower * fy;
}

/** The projective map from a rectangle to a quadrilateral. */
function projection(corners: Quad, width: number, height: number): Map2d {
  const { a, b, c, d, e, f, g, h } = projectionOf(corners);
  return (x, y) => {
    const [u, v] = [x / width, y / height];
    const w = g * u + h * v + 1;
    return [(a * u + b * v + c) / w, (d * u + e * v + f) / w];
  };
}

/** From the unit square: x = (au + bv + c) / (gu + hv + 1), y = (du + ev + f) / (gu + hv + 1) (Heckbert 1989, §2.2.3). */
export function projectionOf([p0, p1, p2, p3]: Quad) {
  const [dx1, dy1] = [p1[0] - p2[0], p1[1] - p2[1]];
  const [dx2, dy2] = [p3[0] - p2[0], p3[1] - p2[1]];
  const [sx, sy] = [p0[0] - p1[0] + p2[0] - p3[0], p0[1] - p1[1] + p2[1] - p3[1]];
  const determinant = dx1 * dy2 - dx2 * dy1 || 1;
  const g = (sx * dy2 - dx2 * sy) / determinant;
  const h = (dx1 * sy - sx * dy1) / determinant;
  const [a, b, c] = [p1[0] - p0[0] + g * p1[0], p3[0] - p0[0] + h * p3[0], p0[0]];
  const [d, e, f] = [p1[1] - p0[1] + g * p1[1], p3[1] - p0[1] + h * p3[1], p0[1]];
  return { a, b, c, d, e, f, g, h };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
