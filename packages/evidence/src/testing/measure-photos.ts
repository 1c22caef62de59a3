import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { prepareBarcodeReader, readPdf417 } from '../barcode/index.ts';
import { photographScene, type Scene } from './photo-scene.ts';
import { samplePayload } from './sample-cards.ts';
import { hopeless, ordinaryScene, rightReasons, sizeMixes } from './scenes.ts';

/**
 * `npm run test:barcode`: 300 seeded photographs that people would take, and 50 that nobody could read. How many are read, how many
 * wrongly, whether the rest are told the right thing, how fast. Exits with 1 below the bar. `-- 26` takes fewer of each; `--from 5000`
 * takes other ones, by the number of the first; `--sizes equal` takes each size equally often.
 */
const { values: chosen, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string', default: '0' },
    sizes: { type: 'string', default: 'mixed' },
    table: { type: 'string' },
  },
});
const count = Number(positionals[0] ?? 300);
const first = Number(chosen.from);
if (!(count > 0) || !(first >= 0) || !(chosen.sizes === 'mixed' || chosen.sizes === 'equal'))
  throw new Error(
    'test:barcode -- [how many] [--from number] [--sizes mixed|equal] [--table file]',
  );
const sizes = sizeMixes[chosen.sizes];
const bar = { read: 0.97, reasons: 0.95 };
await prepareBarcodeReader({
  wasmBinary: new Uint8Array(
    await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')),
  ),
});

type Row = {
  size: string;
  outcome: 'read' | 'wrong' | 'unread';
  told: 'right' | 'wrong' | '-';
  ms: number;
};
const rows: Row[] = [];
for (let number = first; number < first + count; number += 1) {
  const scene = ordinaryScene(number, sizes);
  rows.push(await take(number, scene, (pixelsPerModule) => rightReasons(scene, pixelsPerModule)));
}
const kinds = Object.entries(hopeless);
const lost: (Row & { kind: string })[] = [];
for (let nth = 0; nth < Math.ceil(count / 6); nth += 1) {
  const [kind, { reason, ...fault }] = kinds[nth % kinds.length] as (typeof kinds)[number];
  const number = first + 1_000 + nth;
  const { glare: _none, ...plain } = ordinaryScene(number, sizes);
  const scene: Scene = {
    ...plain,
    defocus: 0,
    shake: 0,
    light: 0.9,
    shadow: 1,
    noise: 3,
    ...fault,
  };
  lost.push({ kind, ...(await take(number, scene, () => [reason])) });
}

async function take(
  number: number,
  scene: Scene,
  right: (pixelsPerModule: number) => readonly string[],
): Promise<Row> {
  const payload = samplePayload(number);
  const { pixels, pixelsPerModule } = await photographScene(payload, scene);
  const begun = performance.now();
  const result = await readPdf417(pixels);
  const ms = performance.now() - begun;
  process.stdout.write(result.ok ? '.' : '\n');
  const size = `${((scene.width * scene.height) / 1e6).toFixed(1)} MP`;
  if (result.ok) {
    const same = Buffer.from(result.value.bytes).toString('latin1') === payload;
    if (!same) console.log(`photograph ${number} was read wrongly`);
    return { size, outcome: same ? 'read' : 'wrong', told: '-', ms };
  }
  const { reason } = result.error;
  const wanted = right(pixelsPerModule);
  const told = wanted.includes(reason) ? 'right' : 'wrong';
  console.log(
    `photograph ${number}: ${reason}${told === 'right' ? '' : `, but ${wanted.join(' or ')}`} (${size}, ${pixelsPerModule.toFixed(1)} px a module, turned ${scene.roll.toFixed(0)}°, on ${scene.ground})`,
  );
  return { size, outcome: 'unread', told, ms };
}

const read = rows.filter(({ outcome }) => outcome === 'read').length;
const wrong = [...rows, ...lost].filter(({ outcome }) => outcome === 'wrong').length;
const unread = [...rows, ...lost].filter(({ outcome }) => outcome === 'unread');
const told = unread.filter((row) => row.told === 'right').length;
const quantile = (of: readonly Row[], share: number) =>
  (
    of.map(({ ms }) => ms).toSorted((one, other) => one - other)[Math.floor(of.length * share)] ?? 0
  ).toFixed(0);
const sizesSeen = [...new Set(rows.map(({ size }) => size))].toSorted(
  (a, b) => parseFloat(a) - parseFloat(b),
);
const table = [
  '| Photographs | Number | Read, every byte | Read wrongly | Milliseconds, median |',
  '|---|---|---|---|---|',
  ...sizesSeen.map((size) => {
    const of = rows.filter((row) => row.size === size);
    const got = of.filter(({ outcome }) => outcome === 'read').length;
    return `| ${size} | ${of.length} | ${got} | ${of.filter(({ outcome }) => outcome === 'wrong').length} | ${quantile(of, 0.5)} |`;
  }),
  `| **all** | ${rows.length} | **${read}** (${((100 * read) / rows.length).toFixed(1)} %) | ${wrong} | ${quantile(rows, 0.5)}, p95 ${quantile(rows, 0.95)} |`,
].join('\n');
console.log(`\n${table}\n\nunread: ${unread.length}, told the right reason: ${told}`);
if (chosen.table !== undefined) await writeFile(chosen.table, `${table}\n`);
process.exit(
  read / rows.length >= bar.read && wrong === 0 && told / Math.max(1, unread.length) >= bar.reasons
    ? 0
    : 1,
);
