import sharp from 'sharp';
import type { Pixels } from '../barcode/pixels.ts';
import { cardSize, drawCardBack, type Print } from './card-back.ts';
import { groundAt, type Ground } from './ground.ts';
import { cameraOver } from './lay-out.ts';
import { seeded } from './seeded.ts';

export type Scene = {
  readonly seed: number;
  readonly print: Print;
  /** Pixels of the photograph. */
  readonly width: number;
  readonly height: number;
  /** Degrees: in the plane of the picture, and out of it about both axes. */
  readonly roll: number;
  readonly pitch: number;
  readonly yaw: number;
  /** From lens to card, in millimetres: near means more perspective. */
  readonly distance: number;
  /** How much of the picture the card fills, in the direction in which it fills most. */
  readonly fill: number;
  /** How far the middle of the card stands up, in millimetres. */
  readonly bend: number;
  readonly ground: Ground;
  /** Defocus: standard deviation in modules of the barcode, on top of what any sensor has. */
  readonly defocus: number;
  /** Path of the hand while the shutter is open: modules, and its direction in degrees. */
  readonly shake: number;
  readonly shakeDirection: number;
  /** Factor on the light, its slope across the picture, and the factor within a hand's shadow (1 for none). */
  readonly light: number;
  readonly slope: number;
  readonly shadow: number;
  /** A mirrored lamp: where on the card (0 to 1), its radius as a share of the card's width, its strength. */
  readonly glare?: { readonly x: number; readonly y: number; readonly radius: number };
  readonly noise: number;
  readonly jpegQuality: number;
};

export type Photograph = { readonly pixels: Pixels; readonly pixelsPerModule: number };

/** A card's back on something, through a pinhole, a lens, a sensor and a JPEG encoder, decoded again. The seed decides all of it. */
export async function photographScene(payload: string, scene: Scene): Promise<Photograph> {
  const { width, height } = scene;
  const random = seeded(scene.seed);
  const card = await drawCardBack(payload, scene.print);
  const camera = cameraOver(scene, cardSize);
  const pixelsPerModule = camera.pixelsPerMillimetre * card.moduleWidth;
  const light = lightOf(scene, camera);
  // As a sensor does, each pixel gathers light from its whole area where a module is only a few pixels wide.
  const rays = pixelsPerModule > 6 ? 1 : pixelsPerModule > 2.5 ? 2 : 3;
  const film = new Uint8Array(width * height);
  const ground = groundAt(scene.ground, width, scene.seed);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let ray = 0; ray < rays * rays; ray += 1) {
        const px = x + ((ray % rays) + 0.5) / rays;
        const py = y + (Math.floor(ray / rays) + 0.5) / rays;
        const [u, v] = camera.toCard(px, py);
        const lifted = v + scene.bend * ((u / cardSize.width) * 2 - 1) ** 2;
        sum +=
          u >= 0 && u < cardSize.width && lifted >= 0 && lifted < cardSize.height
            ? card.reflectance(u, lifted)
            : ground(px, py);
      }
      film[y * width + x] = Math.min(255, light(x, y, sum / (rays * rays)));
    }
  }
  const shaken = shake(film, width, height, scene, pixelsPerModule);
  const sigma = Math.hypot(0.55, scene.defocus * pixelsPerModule);
  const focused = await sharp(shaken, { raw: { width, height, channels: 1 } })
    .blur(sigma)
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  return { pixels: await develop(focused, scene, random), pixelsPerModule };
}

/** Grain, the colour of the lamp, and the camera's JPEG. */
async function develop(
  film: Uint8Array,
  { width, height, noise, jpegQuality, seed }: Scene,
  random: () => number,
): Promise<Pixels> {
  const tint = [1, 0.97 - (seed % 7) * 0.01, 0.9 - (seed % 5) * 0.02];
  const rgb = new Uint8ClampedArray(width * height * 3);
  for (let at = 0; at < width * height; at += 1) {
    const grain = (random() + random() - 1) * 2.45 * noise;
    for (let channel = 0; channel < 3; channel += 1)
      // Where the sensor is full it is white, whatever the lamp.
      rgb[at * 3 + channel] =
        (film[at] ?? 0) >= 252 ? 255 : (film[at] ?? 0) * (tint[channel] ?? 1) + grain;
  }
  const jpeg = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: jpegQuality })
    .toBuffer();
  const { data, info } = await sharp(jpeg)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

function lightOf(scene: Scene, camera: ReturnType<typeof cameraOver>) {
  const { width, height, glare } = scene;
  const lamp =
    glare === undefined
      ? undefined
      : camera.toPicture(glare.x * cardSize.width, glare.y * cardSize.height);
  const radius = (glare?.radius ?? 0) * cardSize.width * camera.pixelsPerMillimetre;
  const edge = width * (0.3 + (scene.seed % 50) / 100);
  return (x: number, y: number, reflectance: number): number => {
    const off = Math.hypot(x / width - 0.5, y / height - 0.5);
    const shade =
      scene.shadow === 1
        ? 1
        : 1 - (1 - scene.shadow) * smoothStep((x + y * 0.4 - edge) / (width * 0.05));
    const lit =
      scene.light * (1 + scene.slope * (x / width - 0.5)) * (1 - 0.35 * off * off) * shade;
    if (lamp === undefined) return reflectance * lit;
    const far = Math.hypot(x - lamp[0], y - lamp[1]) / radius;
    // Flat in the middle, as a lamp is, with a soft rim.
    return reflectance * lit + 330 * Math.exp(-(far ** 4));
  };
}

function smoothStep(at: number): number {
  const t = Math.max(0, Math.min(1, at));
  return t * t * (3 - 2 * t);
}

/** The mean of the picture along the path of the hand. */
function shake(
  film: Uint8Array,
  width: number,
  height: number,
  scene: Scene,
  pixelsPerModule: number,
): Uint8Array {
  const length = scene.shake * pixelsPerModule;
  if (length < 0.5) return film;
  const steps = Math.ceil(length) + 1;
  const turn = (scene.shakeDirection * Math.PI) / 180;
  const offsets = Array.from({ length: steps }, (_none, at) => {
    const along = (at / (steps - 1) - 0.5) * length;
    return [Math.round(along * Math.cos(turn)), Math.round(along * Math.sin(turn))] as const;
  });
  const out = new Uint8Array(film.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (const [dx, dy] of offsets) {
        const column = Math.max(0, Math.min(width - 1, x + dx));
        const row = Math.max(0, Math.min(height - 1, y + dy));
        sum += film[row * width + column] ?? 0;
      }
      out[y * width + x] = sum / steps;
    }
  }
  return out;
}
