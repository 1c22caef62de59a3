import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { encodeAamva } from '../aamva/encode-aamva.ts';
import { prepareBarcodeReader, readPdf417 } from '../barcode/index.ts';
import { photographScene } from './photo-scene.ts';
import { ordinaryScene, seeded } from './scenes.ts';

/** `npm run -w packages/evidence bench:photos`: 300 seeded photographs, how many are read, how many wrongly, how fast. */
const count = 300;
const random = seeded(41);
await prepareBarcodeReader({
  wasmBinary: new Uint8Array(
    await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')),
  ),
});

let read = 0;
let wrong = 0;
const times: number[] = [];
const missed: string[] = [];
for (let at = 0; at < count; at += 1) {
  const scene = ordinaryScene(random, [700, 900, 1_400, 2_000, 3_000, 4_000]);
  const payload = encodeAamva({
    jurisdiction: 'OH',
    familyName: `SAMPLER${at}`,
    givenName: 'TESSA',
    documentNumber: `TS${100_000 + at}`,
    birthDate: '1980-02-03',
    issueDate: '2023-01-02',
    expiryDate: '2031-02-03',
    address: { street: `${at} ELM STREET`, city: 'ANYWHERE', region: 'OH', postalCode: '43999' },
    sex: 'F',
    eyes: 'BRO',
    heightInches: 66,
    documentDiscriminator: 'D0001',
  });
  const photograph = await photographScene(payload, scene);
  const begun = performance.now();
  const result = await readPdf417(photograph);
  times.push(performance.now() - begun);
  if (!result.ok)
    missed.push(
      `${result.error.reason} at ${scene.width} px, ${scene.rotation.toFixed(0)} degrees, blur ${scene.blur.toFixed(2)}`,
    );
  else if (new TextDecoder().decode(result.value.bytes) === payload) read += 1;
  else wrong += 1;
}
const sorted = times.toSorted((one, other) => one - other);
console.log(
  `read ${read} of ${count}, wrong bytes in ${wrong}; p50 ${sorted[count / 2]?.toFixed(0)} ms, p95 ${sorted[Math.floor(count * 0.95)]?.toFixed(0)} ms`,
);
for (const miss of missed) console.log(`  missed: ${miss}`);
process.exit(read / count >= 0.97 && wrong === 0 ? 0 : 1);
