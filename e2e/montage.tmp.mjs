import sharp from 'sharp';
import fs from 'node:fs';
const dir = 'test-results/screens/';
const files = process.argv.slice(3).map((f) => dir + f + '.png');
const w = Number(process.env.W ?? 390);
const ims = await Promise.all(
  files.map(async (f) => {
    const b = await sharp(f).resize({ width: w }).toBuffer({ resolveWithObject: true });
    return b;
  }),
);
const h = Math.min(Number(process.env.H ?? 1400), Math.max(...ims.map((i) => i.info.height)));
const parts = await Promise.all(
  ims.map(async (i, k) => ({
    input: await sharp(i.data)
      .extract({ left: 0, top: 0, width: w, height: Math.min(h, i.info.height) })
      .toBuffer(),
    left: k * (w + 10),
    top: 0,
  })),
);
await sharp({
  create: { width: ims.length * (w + 10), height: h, channels: 3, background: '#888' },
})
  .composite(parts)
  .png()
  .toFile(process.argv[2]);
