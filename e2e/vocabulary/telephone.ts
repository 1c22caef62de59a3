import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Locator } from '@playwright/test';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** How a telephone shows pages: narrow, touched, on the back of a camera. */
export const telephone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
} as const;

let ready: Promise<unknown> | undefined;

/** What a telephone's camera makes of a QR code, from the pixels on the screen alone. */
export async function scanCode(code: Locator): Promise<string> {
  ready ??= prepare();
  await ready;
  const picture = await code.screenshot();
  const [found] = await readBarcodes(picture, { formats: ['QRCode'], tryHarder: true });
  return found?.text ?? '';
}

async function prepare(): Promise<void> {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = new Uint8Array(await readFile(file)).buffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}
