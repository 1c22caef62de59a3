import { toBuffer } from 'bwip-js/node';
import sharp from 'sharp';
import type { Grey } from '../barcode/pixels.ts';

/** CR80: 85.6 by 54 mm. */
export const cardSize = { width: 85.6, height: 54 } as const;
const perMillimetre = 24;

/** How a jurisdiction lays out and prints the back: millimetres on the card. */
export type Print = {
  readonly columns: number;
  readonly errorLevel: number;
  readonly barcode: { readonly x: number; readonly y: number; readonly width: number };
  /** Height of a row in modules; the standard asks for 3 (D.3). */
  readonly rowHeight: number;
  /** By how many modules ink spreads beyond its bar; negative where a printer is faint. */
  readonly gain: number;
  readonly stripe: boolean;
  /** Reflectance of ink and of the card, 0 to 255. */
  readonly ink: number;
  readonly paper: number;
};

/** The back of a card as light meets it: reflectance at a point in millimetres. */
export type CardBack = {
  readonly modules: number;
  readonly moduleWidth: number;
  reflectance(x: number, y: number): number;
};

/** Draws the back with its barcode. Bars are looked up, not resampled, so that every camera sees sharp print. */
export async function drawCardBack(payload: string, print: Print): Promise<CardBack> {
  const bars = await modulesOf(payload, print);
  const face = await faceOf(print);
  const moduleWidth = print.barcode.width / bars.width;
  const height = (bars.height / 3) * print.rowHeight * moduleWidth;
  const { x: left, y: top, width } = print.barcode;
  const quiet = 2.2 * moduleWidth;
  return {
    modules: bars.width,
    moduleWidth,
    reflectance(x, y) {
      const inside =
        x > left - quiet && x < left + width + quiet && y > top - quiet && y < top + height + quiet;
      if (!inside) {
        const column = Math.min(face.width - 1, Math.max(0, Math.floor(x * perMillimetre)));
        const row = Math.min(face.height - 1, Math.max(0, Math.floor(y * perMillimetre)));
        return face.data[row * face.width + column] ?? 0;
      }
      const row = Math.floor(((y - top) / height) * bars.height);
      if (row < 0 || row >= bars.height) return print.paper;
      const column = (x - left) / moduleWidth;
      return isInk(bars, column, row, print.gain) ? print.ink : print.paper;
    },
  };
}

function isInk(bars: Grey, column: number, row: number, gain: number): boolean {
  const dark = (at: number) =>
    at >= 0 && at < bars.width && (bars.data[row * bars.width + Math.floor(at)] ?? 255) < 128;
  return gain >= 0
    ? dark(column) || dark(column - gain) || dark(column + gain)
    : dark(column) && dark(column + gain) && dark(column - gain);
}

/** One pixel a module, three rows of pixels a row. */
async function modulesOf(text: string, { columns, errorLevel }: Print): Promise<Grey> {
  const options = { bcid: 'pdf417', text, columns, eclevel: errorLevel, rowmult: 3, scale: 1 };
  const { data, info } = await sharp(
    await toBuffer({ ...options, backgroundcolor: 'FFFFFF' } as Parameters<typeof toBuffer>[0]),
  )
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

const faces = new Map<string, Promise<Grey>>();

function faceOf(print: Print): Promise<Grey> {
  const key = JSON.stringify([print.stripe, print.paper, print.barcode.y > 20]);
  const drawn = faces.get(key) ?? drawFace(print);
  faces.set(key, drawn);
  return drawn;
}

/** Stripe, small print, a one-dimensional barcode and the fine waves of security print: what else on a back has edges. */
async function drawFace({ stripe, paper, barcode }: Print): Promise<Grey> {
  const [width, height] = [cardSize.width * perMillimetre, cardSize.height * perMillimetre];
  const grey = `rgb(${paper},${paper},${paper})`;
  const free = barcode.y > 20 ? 15 : 34;
  const lines = Array.from(
    { length: 5 },
    (_none, at) =>
      `<text x="${4 * perMillimetre}" y="${(free + at * 2.2) * perMillimetre}" font-size="${1.7 * perMillimetre}" font-family="sans-serif" fill="#333">CLASS D  RESTR NONE  END NONE  REV 01-01-2023  ORGAN DONOR ${at}</text>`,
  );
  const waves = Array.from(
    { length: 40 },
    (_none, at) =>
      `<path d="M0 ${at * 1.4 * perMillimetre}q${width / 8} ${at % 2 ? 40 : -40} ${width / 4} 0t${width / 4} 0t${width / 4} 0t${width / 4} 0" stroke="#888" stroke-opacity=".25" fill="none" stroke-width="3"/>`,
  );
  const inventory = Array.from(
    { length: 60 },
    (_none, at) =>
      `<rect x="${(55 + at * 0.42) * perMillimetre}" y="${(free - 2) * perMillimetre}" width="${(at % 3 === 0 ? 0.25 : 0.12) * perMillimetre}" height="${6 * perMillimetre}" fill="#222"/>`,
  );
  const magnetic = stripe
    ? `<rect y="${4 * perMillimetre}" width="100%" height="${9 * perMillimetre}" fill="#1c1c1e"/>`
    : '';
  const { data, info } = await sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${grey}"/>${waves.join('')}${magnetic}${lines.join('')}${inventory.join('')}</svg>`,
    ),
  )
    .removeAlpha()
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
