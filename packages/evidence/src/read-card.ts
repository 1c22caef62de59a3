import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import sharp from 'sharp';
import { checkConsistency, parseAamva } from './index.ts';
import { prepareBarcodeReader, readPdf417 } from './barcode/index.ts';

/** `npm run -s read-card -- FILE`: what stands in the barcode of a card, from a photograph or from the payload as text. */
const file = process.argv[2];
if (file === undefined)
  stop('usage: npm run -s read-card -- FILE   (a JPEG or PNG photograph, or a .txt payload)');

const bytes = await readFile(file).catch(() => stop(`${file} cannot be read.`));
const isText = /\.txt$/i.test(file);
const read = isText ? { bytes: new Uint8Array(bytes) } : await readPhotograph(bytes);
const parsed = parseAamva(read.bytes);
if (!parsed.ok) stop('There is no AAMVA payload in it.');
const { card, anomalies, unknown, subfiles } = parsed.value;
const { result, findings } = checkConsistency(parsed.value);
console.log(
  JSON.stringify(
    {
      card,
      consistency: { result, findings },
      anomalies,
      unknown,
      subfiles: subfiles.map(({ type }) => type),
      ...('photograph' in read ? { photograph: read.photograph } : {}),
    },
    null,
    2,
  ),
);

async function readPhotograph(photograph: Buffer) {
  const wasm = await readFile(
    createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'),
  );
  await prepareBarcodeReader({ wasmBinary: new Uint8Array(wasm) });
  const { data, info } = await sharp(photograph, { limitInputPixels: 100_000_000, pages: 1 })
    .rotate()
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(() => stop('It is not a photograph that can be decoded.'));
  const found = await readPdf417({ width: info.width, height: info.height, data });
  if (!found.ok)
    return stop(`The barcode could not be read: ${found.error.reason.replaceAll('_', ' ')}.`);
  const { attempts, quality } = found.value;
  return { bytes: found.value.bytes, photograph: { attempts, quality } };
}

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
