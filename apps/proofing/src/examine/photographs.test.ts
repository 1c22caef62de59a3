import sharp, { type Sharp } from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openHouse, type House } from '../testing/house.ts';
import {
  animated,
  bomb,
  hugeClaim,
  movingPng,
  photographBack,
  photographFront,
  plain,
  twoFrames,
  withGlare,
} from '../testing/photographs.ts';
import { readPhotograph } from './read-photograph.ts';

let house: House;
let front: Buffer;
let back: Buffer;

beforeAll(async () => {
  house = await openHouse();
  [front, back] = [await photographFront(), await photographBack()];
});
afterEach(() => house.sources.calm());
afterAll(() => house.close());

const examine = (pictures: { front?: Buffer; back?: Buffer }) =>
  house.take('examine-document', {
    front: (pictures.front ?? front).toString('base64url'),
    back: (pictures.back ?? back).toString('base64url'),
  });
/** So long that nothing is left of a picture, and still one for whoever looks at its beginning only. */
const padded = (photograph: Buffer, length: number) =>
  Buffer.concat([photograph, Buffer.alloc(length - photograph.length)]);
const noise = () =>
  sharp({
    create: {
      width: 640,
      height: 480,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .png()
    .toBuffer();
const megabytes = () => process.memoryUsage().rss / 1_000_000;

describe('each picture that cannot be used says what to mend', () => {
  const of = (change: (image: Sharp) => Sharp) => () => change(sharp(back)).toBuffer();
  // prettier-ignore
  const pictures: [string, () => Promise<Buffer> | Buffer, string][] = [
    ['blurred',                              of((image) => image.resize(640).blur(6)),                          'blurred'],
    ['hardly lit',                           of((image) => image.modulate({ brightness: 0.03 })),   'dark'],
    ['a lamp in the middle',                 () => withGlare(back),                                 'glare'],
    ['too small',                            of((image) => image.resize(250)),                      'too_small'],
    ['a picture of something else',          () => noise(),                                         'barcode_not_found'],
    ['one colour',                           () => plain(800, 600),                                 'blurred'],
    ['one pixel',                            () => plain(1, 1),                                     'too_small'],
    ['a line',                               () => plain(4_000, 1),                                 'barcode_not_found'],
    ['a line upwards',                       () => plain(1, 4_000, 'jpeg'),                         'barcode_not_found'],
    ['a text file named as a picture',       () => Buffer.from('just some words, .jpg or not'),     'not_a_photograph'],
    ['a GIF that moves',                     () => animated('gif'),                                 'not_a_photograph'],
    ['a WebP that moves',                    () => animated('webp'),                                'not_a_photograph'],
    ['a PNG that moves',                     async () => movingPng(await sharp(back).png().toBuffer()), 'animated'],
    ['an AVIF',                              () => sharp(back).resize(640).avif().toBuffer(),       'not_a_photograph'],
    ['the beginning of a HEIC',              () => Buffer.from('0000001866747970686569630000000068656963', 'hex'), 'not_a_photograph'],
    ['a JPEG with a second frame header',    () => twoFrames(back),                                 'not_a_photograph'],
    ['the first bytes of a PNG and a claim of four billion pixels a side', () => hugeClaim(), 'too_large'],
    ['an SVG',                               () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>'), 'not_a_photograph'],
    ['a PDF',                                () => Buffer.from('%PDF-1.7\n1 0 obj\n'),              'not_a_photograph'],
    ['three bytes of a JPEG',                () => Buffer.from([0xff, 0xd8, 0xff]),                 'not_a_photograph'],
    ['the first bytes of a PNG, then words', () => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('words')]), 'not_a_photograph'],
    ['a JPEG cut in the middle',             () => back.subarray(0, Math.floor(back.length * 0.6)), 'truncated'],
    ['a JPEG without its last two bytes',    () => back.subarray(0, -2),                            'truncated'],
    ['a PNG cut in the middle',              async () => (await sharp(back).png().toBuffer()).subarray(0, 90_000), 'truncated'],
    ['a PNG with a wrong checksum',          async () => { const png = await sharp(back).png().toBuffer(); png[40] = (png[40] ?? 0) ^ 255; return png; }, 'not_a_photograph'],
    ['400 megapixels in 50 kilobytes',       () => bomb(20_000, 20_000),                           'too_large'],
    ['a little more than 100 megapixels',    () => bomb(10_001, 10_001),                           'too_large'],
  ];

  test.each(pictures)('%s (PROOF-14)', async (_what, make, reason) => {
    const { status, outcome, ticket } = await examine({ back: await make() });
    expect([status, outcome]).toEqual([
      200,
      { result: 'retake', retakes: [{ side: 'back', reason }] },
    ]);
    expect(ticket).toBeUndefined();
    expect(house.sources.asked).toHaveLength(0);
  });

  test('the front is looked at in the same way, and both sides are told at once', async () => {
    const words = Buffer.from('no picture');
    const dark = await sharp(front).modulate({ brightness: 0.1 }).toBuffer();
    expect((await examine({ front: words, back: words })).outcome).toEqual({
      result: 'retake',
      retakes: [
        { side: 'front', reason: 'not_a_photograph' },
        { side: 'back', reason: 'not_a_photograph' },
      ],
    });
    expect((await examine({ front: dark, back: await plain(1, 1) })).outcome).toEqual({
      result: 'retake',
      retakes: [
        { side: 'front', reason: 'dark' },
        { side: 'back', reason: 'too_small' },
      ],
    });
  });

  test('the same picture twice', async () => {
    expect((await examine({ front: back })).outcome).toEqual({
      result: 'retake',
      retakes: [{ side: 'back', reason: 'same_side_twice' }],
    });
  });

  test('an empty picture, or one that no browser of ours would send, is refused before it is looked at', async () => {
    for (const picture of [Buffer.alloc(0), Buffer.alloc(10_500_001)]) {
      const { status, code } = await examine({ back: picture });
      expect([status, code]).toEqual([400, 'malformed_request']);
    }
  });
});

describe('pictures that can be used are, however they come', () => {
  // prettier-ignore
  const pictures: [string, () => Promise<Buffer> | Buffer][] = [
    ['a PNG',                           () => sharp(back).png().toBuffer()],
    ['an interlaced PNG with alpha',    () => sharp(back).ensureAlpha().png({ progressive: true }).toBuffer()],
    ['a progressive JPEG',              () => sharp(back).jpeg({ progressive: true }).toBuffer()],
    ['a grey JPEG',                     () => sharp(back).greyscale().jpeg().toBuffer()],
    ['a JPEG for print',                () => sharp(back).toColourspace('cmyk').jpeg().toBuffer()],
    ['upside down',                     () => sharp(back).rotate(180).jpeg().toBuffer()],
    ['lying on its side, as EXIF says', () => sharp(back).rotate(90).withMetadata({ orientation: 8 }).jpeg().toBuffer()],
    ['a JPEG followed by HTML',         () => Buffer.concat([back, Buffer.from('<html><script>alert(1)</script></html>')])],
  ];
  test.each(pictures)('%s', async (_what, make) => {
    expect((await examine({ back: await make() })).outcome?.result).toBe('accepted');
  });
});

// Not over the wire: to seal and open what is ten megabytes long takes longer than to look at it.
test('ten megabytes are read, and one byte more is not (PROOF-14)', async () => {
  expect(await readPhotograph(padded(back, 10_000_000))).toMatchObject({ ok: true });
  expect(await readPhotograph(padded(back, 10_000_001))).toEqual({
    ok: false,
    error: { type: 'too_large' },
  });
});

test('a bomb costs no memory, and many pictures of 98 megapixels at once a bounded amount (PROOF-36)', async () => {
  const refused = bomb(20_000, 20_000);
  const before = megabytes();
  await Promise.all(Array.from({ length: 4 }, () => examine({ front: refused, back: refused })));
  expect(megabytes() - before).toBeLessThan(200);
  const huge = { front: bomb(9_900, 9_900), back: bomb(9_900, 9_899) };
  const ends = await Promise.all(Array.from({ length: 6 }, () => examine(huge)));
  for (const { outcome } of ends)
    expect(outcome).toMatchObject({
      result: 'retake',
      retakes: [{ reason: 'dark' }, { reason: 'dark' }],
    });
  expect(megabytes() - before).toBeLessThan(1_000);
});

test('what a source gets was written anew: no place, no thumbnail, nothing behind the picture (PROOF-14)', async () => {
  const place = {
    IFD0: { ImageDescription: 'Ravensworth' },
    IFD3: { GPSLatitude: '41/1 24/1 12/1' },
  };
  const tagged = await sharp(back).withExif(place).jpeg().toBuffer();
  const both = Buffer.concat([tagged, Buffer.from('PK\u0003\u0004 <script>alert(1)</script>')]);
  expect(both.includes('Ravensworth')).toBe(true);
  expect((await examine({ front, back: both })).outcome?.result).toBe('accepted');
  const given = Buffer.from(String(house.sources.asked.at(-1)?.fields['back']), 'base64');
  const { exif, format } = await sharp(given).metadata();
  expect({ exif, format }).toEqual({ exif: undefined, format: 'jpeg' });
  for (const left of ['Ravensworth', 'Exif', 'script', 'PK\u0003\u0004'])
    expect(given.includes(left), left).toBe(false);
});
