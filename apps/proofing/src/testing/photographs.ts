import { crc32, deflateSync } from 'node:zlib';
import { toBuffer } from 'bwip-js/node';
import sharp from 'sharp';
import { encodeAamva, type CardToEncode } from '@signet/evidence';
import { attributes } from './person.ts';

const width = 1_000;
const height = 750;

export const card: CardToEncode = {
  ...attributes,
  issueDate: '2024-01-02',
  sex: 'F',
  eyes: 'BRO',
  heightInches: 66,
  documentDiscriminator: 'DISC9900112',
};

/** The back of a card on a table, with whatever the barcode is to say. */
export async function photographBack(changes: Partial<CardToEncode> = {}): Promise<Buffer> {
  return photographBarcode(encodeAamva({ ...card, ...changes }));
}

export async function photographBarcode(text: string): Promise<Buffer> {
  const options = {
    bcid: 'pdf417',
    text,
    columns: 12,
    eclevel: 4,
    scaleX: 4,
    scaleY: 10,
    paddingwidth: 8,
    paddingheight: 8,
    backgroundcolor: 'FFFFFF',
  };
  const barcode = await sharp(await toBuffer(options as Parameters<typeof toBuffer>[0]))
    .resize(700, 200, { fit: 'fill' })
    .png()
    .toBuffer();
  return sharp(
    onTable(
      '<rect x="50" y="110" width="900" height="75" fill="#222"/><text x="90" y="620" font-size="30">SAMPLE</text>',
    ),
  )
    .composite([{ input: barcode, left: 150, top: 262 }])
    .removeAlpha()
    .jpeg({ quality: 85 })
    .toBuffer();
}

export function photographFront(): Promise<Buffer> {
  const lines = Array.from(
    { length: 9 },
    (_none, at) =>
      `<text x="420" y="${150 + at * 50}" font-size="34" font-family="sans-serif">SAMPLE LINE ${at} NOT A CARD</text>`,
  );
  return sharp(
    onTable(`<rect x="90" y="140" width="270" height="360" fill="#446"/>${lines.join('')}`),
  )
    .removeAlpha()
    .jpeg({ quality: 85 })
    .toBuffer();
}

/** A mirrored lamp over the barcode. */
export function withGlare(photograph: Buffer): Promise<Buffer> {
  const lamp = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><circle cx="500" cy="360" r="200" fill="#fff"/></svg>`;
  return sharp(photograph)
    .composite([{ input: Buffer.from(lamp) }])
    .jpeg()
    .toBuffer();
}

/** One colour, whatever its shape. */
export function plain(
  columns: number,
  rows: number,
  format: 'png' | 'jpeg' = 'png',
): Promise<Buffer> {
  return sharp({ create: { width: columns, height: rows, channels: 3, background: '#888' } })
    .toFormat(format)
    .toBuffer();
}

/** A whole and honest PNG of one bit per pixel: all black, and compressed to a thousandth. */
export function bomb(columns: number, rows: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(columns, 0);
  header.writeUInt32BE(rows, 4);
  header.writeUInt8(1, 8);
  const lines = Buffer.alloc(rows * (1 + Math.ceil(columns / 8)));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), content]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** An animated PNG as its first chunk after the header says; whoever ignores that chunk sees an ordinary picture. */
export function movingPng(png: Buffer): Buffer {
  const frames = Buffer.alloc(8);
  frames.writeUInt32BE(2);
  return Buffer.concat([png.subarray(0, 33), chunk('acTL', frames), png.subarray(33)]);
}

/** The header of a picture that no memory holds, and nothing more. */
export function hugeClaim(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(0xffffffff, 0);
  header.writeUInt32BE(0xffffffff, 4);
  header.writeUInt8(8, 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A small frame for whoever checks, and a second one for whoever decodes. */
export function twoFrames(jpeg: Buffer): Buffer {
  const frame = Buffer.from('ffc0001108271027100301220002110103110100'.slice(0, 38), 'hex');
  return Buffer.concat([jpeg.subarray(0, 2), frame, jpeg.subarray(2)]);
}

/** Two frames. */
export async function animated(format: 'gif' | 'webp'): Promise<Buffer> {
  const frames = [
    await photographFront(),
    await sharp(await photographFront())
      .negate()
      .jpeg()
      .toBuffer(),
  ];
  return sharp(frames, { join: { animated: true } })
    .toFormat(format)
    .toBuffer();
}

function onTable(content: string): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#7d5e42"/><rect x="50" y="60" width="900" height="600" rx="30" fill="#e9eef2"/>${content}</svg>`,
  );
}
