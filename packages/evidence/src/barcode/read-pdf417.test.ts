import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { photographScene, type Scene } from '../testing/photo-scene.ts';
import { samplePayload } from '../testing/sample-cards.ts';
import { hopeless, ordinaryScene, sizeMixes } from '../testing/scenes.ts';
import { hintFor, type Hint } from './quality.ts';
import { prepareBarcodeReader, readPdf417 } from './read-pdf417.ts';

// A busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  const wasm = await readFile(
    createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'),
  );
  await prepareBarcodeReader({ wasmBinary: new Uint8Array(wasm) });
});

const small = [[1_280, 720]] as const;
const vga = [[640, 480]] as const;
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** A slice of `npm run test:barcode`, which takes 300. */
describe('a barcode in a photograph that a person would take is read, byte for byte', () => {
  // prettier-ignore
  test.each<[string, number, typeof small | typeof vga]>([
    ['0.9 megapixels, half in the shadow, a lamp mirrored in the middle', 44, small],
    ['0.3 megapixels, out of focus and shaken',                           14, vga],
  ])('%s', async (_what, number, sizes) => {
    const payload = samplePayload(number);
    const { pixels } = await photographScene(payload, ordinaryScene(number, sizes));
    const read = await readPdf417(pixels);
    expect(read.ok ? text(read.value.bytes) : read.error.reason).toBe(payload);
  });
});

test('what two pictures with the same fault agree on is not believed', async () => {
  const payload = samplePayload(80_228);
  const { pixels } = await photographScene(payload, ordinaryScene(80_228, sizeMixes.equal));
  const read = await readPdf417(pixels);
  expect(read.ok ? text(read.value.bytes) : read.error.reason).toBe(payload);
});

describe('a photograph that nobody can read says what to mend', () => {
  // A lamp and a card too small are told by proofing's `photographs.test.ts`.
  // prettier-ignore
  const told: [string, Partial<Scene>, string][] = [
    ['out of focus',                    hopeless.blurred, 'blurred'],
    ['shaken, so that rows stay sharp', hopeless.shaken, 'blurred'],
    ['no light',                        hopeless.dark,    'dark'],
  ];
  test.each(told)('%s', async (_what, fault, reason) => {
    const { glare: _none, ...ordinary } = ordinaryScene(8, small);
    const scene: Scene = { ...ordinary, roll: 5, defocus: 0, shake: 0, light: 0.9, ...fault };
    const { pixels } = await photographScene(samplePayload(1), scene);
    const read = await readPdf417(pixels);
    expect(read.ok ? 'was read' : read.error.reason).toBe(reason);
  });
});

describe('before the shutter is pressed, the most useful thing is said', () => {
  const plain: Partial<Scene> = { defocus: 0, shake: 0, light: 0.9, shadow: 1, ground: 'dark' };
  // prettier-ignore
  test.each<[Hint, Partial<Scene>]>([
    ['good',               { fill: 0.9 }],
    ['darker_than_needed', { fill: 0.9, light: 0.15 }],
    ['glare',              { fill: 0.9, glare: { x: 0.5, y: 0.5, radius: 0.15 } }],
    ['too_far',            { fill: 0.3 }],
    ['blurred',            { fill: 0.9, defocus: 3 }],
    ['blurred',            { fill: 0.9, defocus: 0.7 }],
    ['blurred',            { fill: 0.9, shake: 4, shakeDirection: 20 }],
  ])('%s %o', async (hint, changes) => {
    const { glare: _none, ...ordinary } = ordinaryScene(1, [[640, 480]]);
    const scene: Scene = { ...ordinary, roll: 0, ...plain, ...changes };
    const { pixels } = await photographScene(samplePayload(1), scene);
    expect(hintFor(pixels)).toBe(hint);
  });
});
