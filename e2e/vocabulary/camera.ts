import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { cameraPicture } from '../house/test-plan.ts';

/** Pixels of the pretended camera, and how many pictures it takes a second: what is shown for a while takes little room. */
const size = { width: 1_600, height: 1_200 };
const perSecond = 2;

type Sight = { readonly photograph: string | Buffer; readonly seconds: number };

/**
 * Holds photographs before the browser's camera, one after the other and over again. Chromium reads the file when a page turns
 * its camera on: YUV4MPEG2, uncompressed.
 */
export async function holdBeforeCamera(...sights: readonly Sight[]): Promise<void> {
  mkdirSync(path.dirname(cameraPicture), { recursive: true });
  // A new file: a camera that is on goes on with the old one.
  rmSync(cameraPicture, { force: true });
  const file = openSync(cameraPicture, 'w');
  writeSync(file, `YUV4MPEG2 W${size.width} H${size.height} F${perSecond}:1 Ip A1:1\n`);
  for (const { photograph, seconds } of sights) {
    const planes = await planesOf(photograph);
    for (let shown = 0; shown < seconds * perSecond; shown += 1) {
      writeSync(file, 'FRAME\n');
      writeSync(file, planes);
    }
  }
  closeSync(file);
}

/** A photograph as it looks from further away. */
export async function fromAfar(photograph: string): Promise<Buffer> {
  const small = await sharp(photograph)
    .resize(Math.round(size.width / 3.4))
    .toBuffer();
  const ground = { ...size, channels: 3 as const, background: '#5a5148' };
  return sharp({ create: ground })
    .composite([{ input: small }])
    .jpeg()
    .toBuffer();
}

/** Luma, then both chroma planes at half the size (ITU-R BT.601). */
async function planesOf(photograph: string | Buffer): Promise<Buffer> {
  const { width, height } = size;
  const rgb = await sharp(photograph)
    .resize(width, height, { fit: 'cover' })
    .removeAlpha()
    .raw()
    .toBuffer();
  const luma = Buffer.alloc(width * height);
  const [blue, red] = [Buffer.alloc(luma.length / 4), Buffer.alloc(luma.length / 4)];
  for (let at = 0; at < luma.length; at += 1) {
    const [r = 0, g = 0, b = 0] = rgb.subarray(at * 3, at * 3 + 3);
    luma[at] = 16 + (65.5 * r + 128.6 * g + 25 * b) / 256;
    const [x, y] = [at % width, Math.floor(at / width)];
    if (x % 2 === 1 || y % 2 === 1) continue;
    const to = (y / 2) * (width / 2) + x / 2;
    blue[to] = 128 + (-37.8 * r - 74.2 * g + 112 * b) / 256;
    red[to] = 128 + (112 * r - 93.8 * g - 18.2 * b) / 256;
  }
  return Buffer.concat([luma, blue, red]);
}

/** The next picture that the page makes of the camera's is kept back until it is let go; two frames later a page has taken it. */
export async function keepPictureBack(page: Page): Promise<() => Promise<void>> {
  const late = await page.evaluateHandle(() => {
    const letGo = Promise.withResolvers<void>();
    globalThis.OffscreenCanvas = class extends OffscreenCanvas {
      override async convertToBlob(options?: ImageEncodeOptions): Promise<Blob> {
        const picture = await super.convertToBlob(options);
        await letGo.promise;
        return picture;
      }
    };
    return letGo;
  });
  return () =>
    late.evaluate(async ({ resolve }) => {
      resolve();
      for (const _frame of [1, 2]) await new Promise(requestAnimationFrame);
    });
}
