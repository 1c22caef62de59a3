import { toBuffer } from 'bwip-js/node';
import sharp from 'sharp';
import type { Pixels } from '../barcode/pixels.ts';

export type Scene = {
  /** Longest side of the photograph in pixels. */
  readonly width: number;
  /** Degrees, clockwise. */
  readonly rotation: number;
  /** Shear along each axis: what tilting a card does to it, to first order. */
  readonly shear: readonly [number, number];
  readonly blur: number;
  /** Factor on the light. */
  readonly light: number;
  /** Radius of a mirrored lamp as a share of the card's width; 0 for none. */
  readonly glare: number;
  readonly jpegQuality: number;
};

const cardWidth = 1_600;
const cardHeight = 1_008;

/** A card's back with its barcode, stripe and print, on a busy table, photographed as the scene says; decoded from JPEG again. */
export async function photographScene(payload: string, scene: Scene): Promise<Pixels> {
  const options = {
    bcid: 'pdf417',
    text: payload,
    columns: 12,
    eclevel: 4,
    scaleX: 4,
    scaleY: 10,
    paddingwidth: 8,
    paddingheight: 8,
    backgroundcolor: 'FFFFFF',
  };
  const barcode = await sharp(await toBuffer(options as Parameters<typeof toBuffer>[0]))
    .resize(1_380, 430, { fit: 'fill' })
    .png()
    .toBuffer();
  const card = await sharp(Buffer.from(cardSvg()))
    .composite([{ input: barcode, left: 110, top: 430 }])
    .png()
    .toBuffer();
  const clear = { r: 0, g: 0, b: 0, alpha: 0 };
  const tilted = await sharp(card)
    .affine([1, scene.shear[0], scene.shear[1], 1], { background: clear })
    .png()
    .toBuffer();
  const laid = sharp(
    await sharp(tilted).rotate(scene.rotation, { background: clear }).png().toBuffer(),
  ).resize(Math.round(scene.width * 0.9), Math.round(scene.width * 0.7), { fit: 'inside' });
  const height = Math.round(scene.width * 0.75);
  const composed = await sharp(Buffer.from(tableSvg(scene.width, height)))
    .composite([
      { input: await laid.png().toBuffer(), gravity: 'centre' },
      ...(scene.glare > 0
        ? [{ input: Buffer.from(glareSvg(scene.width, height, scene.glare)) }]
        : []),
    ])
    .removeAlpha()
    .png()
    .toBuffer();
  const lens = scene.blur > 0 ? sharp(composed).blur(scene.blur) : sharp(composed);
  const jpeg = await lens.linear(scene.light, 0).jpeg({ quality: scene.jpegQuality }).toBuffer();
  const { data, info } = await sharp(jpeg)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

function cardSvg(): string {
  const lines = Array.from(
    { length: 4 },
    (_none, at) =>
      `<text x="120" y="${300 + at * 30}" font-size="22" font-family="sans-serif">CLASS D RESTRICTIONS NONE ENDORSEMENTS NONE ${at}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${cardWidth}" height="${cardHeight}"><rect width="100%" height="100%" rx="50" fill="#e9eef2"/><rect y="70" width="100%" height="150" fill="#222"/>${lines.join('')}<text x="120" y="940" font-size="30" font-family="sans-serif">SAMPLE</text></svg>`;
}

function tableSvg(width: number, height: number): string {
  const stripes = Array.from(
    { length: 40 },
    (_none, at) =>
      `<rect y="${(at * height) / 40}" width="100%" height="${height / 80}" fill="${at % 3 === 0 ? '#77583c' : '#6b4e35'}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#7d5e42"/>${stripes.join('')}</svg>`;
}

function glareSvg(width: number, height: number, radius: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><radialGradient id="g"><stop offset=".7" stop-color="#fff"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs><circle cx="${width * 0.5}" cy="${height * 0.6}" r="${width * radius}" fill="url(#g)"/></svg>`;
}
