import sharp from 'sharp';
import { seeded } from './seeded.ts';

export type Quality = 'good' | 'small' | 'blurred' | 'dark' | 'glare';

/** How a photograph of each quality comes out: size in pixels, defocus, light. */
// prettier-ignore
const qualities: Record<Quality, { width: number; blur: number; brightness: number; glare: boolean; jpeg: number }> = {
  good:    { width: 2000, blur: 0,   brightness: 1,    glare: false, jpeg: 86 },
  small:   { width: 1300, blur: 0,   brightness: 0.97, glare: false, jpeg: 78 },
  blurred: { width: 2000, blur: 9,   brightness: 1,    glare: false, jpeg: 80 },
  dark:    { width: 2000, blur: 0.6, brightness: 0.16, glare: false, jpeg: 75 },
  glare:   { width: 2000, blur: 0,   brightness: 1.02, glare: true,  jpeg: 82 },
};

type Pixels = { readonly width: number; readonly height: number; readonly data: Uint8Array };

/**
 * Lays a drawn card on a table and photographs it: a few degrees of rotation and tilt, a shadow, grain, uneven light, JPEG.
 * The same seed gives the same picture.
 */
export async function photograph(cardSvg: string, seed: number, quality: Quality): Promise<Buffer> {
  const random = seeded(seed);
  const { width, blur, brightness, glare, jpeg } = qualities[quality];
  const height = Math.round(width * 0.75);
  const { data, info } = await sharp(Buffer.from(cardSvg))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const scene = table(width, height, random);
  layDown(scene, { width: info.width, height: info.height, data }, random);
  light(scene, random);
  if (glare) reflect(scene, random);
  let photo = sharp(Buffer.from(scene.data), { raw: { width, height, channels: 3 } });
  if (blur > 0) photo = photo.blur(blur);
  return photo.modulate({ brightness }).jpeg({ quality: jpeg }).toBuffer();
}

/** A wooden table: long grain, a little noise. */
function table(width: number, height: number, random: () => number): Pixels {
  const data = new Uint8Array(width * height * 3);
  const phase = random() * 10;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const grain =
        Math.sin(y * 0.045 + phase + Math.sin(x * 0.004 + phase) * 3) * 10 +
        Math.sin(y * 0.31 + x * 0.002) * 5;
      const noise = (random() - 0.5) * 14;
      const at = (y * width + x) * 3;
      data[at] = 118 + grain + noise;
      data[at + 1] = 84 + grain * 0.8 + noise;
      data[at + 2] = 58 + grain * 0.6 + noise;
    }
  }
  return { width, height, data };
}

/** Projects the card onto the scene through its four corners, with a soft shadow under it. */
function layDown(scene: Pixels, card: Pixels, random: () => number): void {
  const { width, height } = scene;
  const cardWidth = width * (0.74 + random() * 0.08);
  const cardHeight = (cardWidth * card.height) / card.width;
  const angle = ((random() < 0.5 ? -1 : 1) * (2 + random() * 5) * Math.PI) / 180;
  const centre = { x: width * (0.49 + random() * 0.02), y: height * (0.49 + random() * 0.02) };
  const tilt = () => 1 + (random() - 0.5) * 0.05;
  const corners = (
    [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ] as const
  ).map(([sx, sy]) => {
    const x = (sx * cardWidth * tilt()) / 2;
    const y = (sy * cardHeight * tilt()) / 2;
    return {
      x: centre.x + x * Math.cos(angle) - y * Math.sin(angle),
      y: centre.y + x * Math.sin(angle) + y * Math.cos(angle),
    };
  });
  const toCard = homography(corners, [
    [0, 0],
    [card.width, 0],
    [card.width, card.height],
    [0, card.height],
  ]);
  const colour = new Float32Array(4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      const lies = sample(card, toCard(x, y), colour);
      if (!lies) {
        if (!isOpaque(card, toCard(x - width * 0.006, y - width * 0.009))) continue;
        for (let c = 0; c < 3; c += 1) scene.data[at + c] = (scene.data[at + c] ?? 0) * 0.55;
        continue;
      }
      const noise = (random() - 0.5) * 9;
      for (let c = 0; c < 3; c += 1) {
        scene.data[at + c] = Math.max(0, Math.min(255, (colour[c] ?? 0) * 0.96 + noise));
      }
    }
  }
}

/** The lamp stands to one side. */
function light({ width, height, data }: Pixels, random: () => number): void {
  const slope = (random() - 0.5) * 0.3;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const factor = 0.97 + slope * (x / width - 0.5) - 0.08 * (y / height - 0.5);
      const at = (y * width + x) * 3;
      for (const c of [0, 1, 2]) data[at + c] = Math.min(255, (data[at + c] ?? 0) * factor);
    }
  }
}

/** A lamp mirrored in the laminate, over the lower half where the barcode is. */
function reflect({ width, height, data }: Pixels, random: () => number): void {
  const centre = { x: width * (0.45 + random() * 0.1), y: height * 0.62 };
  const radius = width * 0.19;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const distance = Math.hypot(x - centre.x, (y - centre.y) * 1.3) / radius;
      if (distance > 1.4) continue;
      const added = 420 * Math.exp(-(distance ** 4) * 1.2);
      const at = (y * width + x) * 3;
      for (const c of [0, 1, 2]) data[at + c] = Math.min(255, (data[at + c] ?? 0) + added);
    }
  }
}

/** Bilinear colour of a point of the card, written into `colour`; false where there is no card. */
function sample(card: Pixels, point: readonly [number, number], colour: Float32Array): boolean {
  if (!isOpaque(card, point)) return false;
  const { width, data } = card;
  const left = Math.floor(point[0]);
  const top = Math.floor(point[1]);
  const at = (top * width + left) * 4;
  const fx = point[0] - left;
  const fy = point[1] - top;
  for (let c = 0; c < 3; c += 1) {
    const upper = (data[at + c] ?? 0) * (1 - fx) + (data[at + 4 + c] ?? 0) * fx;
    const below = at + width * 4;
    const lower = (data[below + c] ?? 0) * (1 - fx) + (data[below + 4 + c] ?? 0) * fx;
    colour[c] = upper * (1 - fy) + lower * fy;
  }
  return true;
}

function isOpaque({ width, height, data }: Pixels, [x, y]: readonly [number, number]): boolean {
  if (x < 0 || y < 0 || x >= width - 1 || y >= height - 1) return false;
  return (data[(Math.floor(y) * width + Math.floor(x)) * 4 + 3] ?? 0) > 128;
}

/** The projective map that takes four points of the scene to four points of the card (eight equations, Gauss). */
function homography(
  from: readonly { x: number; y: number }[],
  to: readonly (readonly [number, number])[],
): (x: number, y: number) => [number, number] {
  const rows = from.flatMap(({ x, y }, at) => {
    const [u, v] = to[at] ?? [0, 0];
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  for (let pivot = 0; pivot < 8; pivot += 1) {
    const best = rows
      .slice(pivot)
      .reduce(
        (winner, row, at) =>
          Math.abs(row[pivot] ?? 0) > Math.abs(rows[winner]?.[pivot] ?? 0) ? at + pivot : winner,
        pivot,
      );
    [rows[pivot], rows[best]] = [rows[best] as number[], rows[pivot] as number[]];
    const head = rows[pivot] as number[];
    for (const row of rows) {
      if (row === head) continue;
      const factor = (row[pivot] ?? 0) / (head[pivot] ?? 1);
      for (let column = pivot; column < 9; column += 1)
        row[column] = (row[column] ?? 0) - factor * (head[column] ?? 0);
    }
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = rows.map(
    (row, at) => (row[8] ?? 0) / (row[at] ?? 1),
  );
  return (x, y) => {
    const w = g * x + h * y + 1;
    return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
  };
}
