import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeAamva } from '../aamva/encode-aamva.ts';
import { photographScene, type Scene } from '../testing/photo-scene.ts';
import { ordinaryScene, seeded } from '../testing/scenes.ts';
import { prepareBarcodeReader, readPdf417 } from './read-pdf417.ts';

const payload = encodeAamva({
  jurisdiction: 'OH',
  familyName: 'SAMPLER',
  givenName: 'TESSA',
  middleName: 'Q',
  documentNumber: 'TS123456',
  birthDate: '1980-02-03',
  issueDate: '2023-01-02',
  expiryDate: '2031-02-03',
  address: { street: '12 ELM STREET', city: 'ANYWHERE', region: 'OH', postalCode: '43999' },
  sex: 'F',
  eyes: 'BRO',
  heightInches: 66,
  documentDiscriminator: 'D0001',
});

const plain: Scene = {
  width: 1_400,
  rotation: 4,
  shear: [0, 0.02],
  blur: 0,
  light: 1,
  glare: 0,
  jpegQuality: 85,
};

beforeAll(async () => {
  const wasm = await readFile(
    createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'),
  );
  await prepareBarcodeReader({ wasmBinary: new Uint8Array(wasm) });
});

describe('a barcode in an ordinary photograph is read, byte for byte', () => {
  const random = seeded(2026);
  const scenes = Array.from({ length: 9 }, () => ordinaryScene(random, [900, 1_200]));

  test.each(scenes.map((scene, at) => [at, scene] as const))('scene %i', async (_at, scene) => {
    const read = await readPdf417(await photographScene(payload, scene));
    expect(read.ok && new TextDecoder().decode(read.value.bytes)).toBe(payload);
  });
});

describe('a photograph that cannot be read says what to mend', () => {
  // prettier-ignore
  test.each<[reason: string, changes: Partial<Scene>]>([
    ['blurred',   { blur: 9 }],
    ['glare',     { glare: 0.22 }],
    ['dark',      { light: 0.06, blur: 3 }],
    ['too_small', { width: 260 }],
  ])('%s', async (reason, changes) => {
    const read = await readPdf417(await photographScene(payload, { ...plain, ...changes }));
    expect(read.ok ? 'was read' : read.error.reason).toBe(reason);
  });

  test('a picture without a barcode', async () => {
    const data = new Uint8Array(1_000 * 700 * 4).fill(140);
    for (let at = 0; at < data.length; at += 4) data[at] = (at * 7_919) % 251;
    const read = await readPdf417({ width: 1_000, height: 700, data });
    expect(read.ok).toBe(false);
  });
});
