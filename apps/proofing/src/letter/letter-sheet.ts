import { encode } from 'uqr';
import { widthOf, wrap, type Weight } from './helvetica.ts';
import { intelligentMailBars, type MailPiece } from './intelligent-mail.ts';
import { createPdfPage, letterPage, type PdfPage } from './pdf-page.ts';

export type Envelope = {
  /** Three to five lines, name first. */
  readonly address: readonly string[];
  readonly returnAddress: readonly string[];
  readonly piece: MailPiece;
};

const inch = 72;
const left = 0.875 * inch + 9;
export const textLeft = inch;
export const textWidth = letterPage.width - 2 * inch;

/**
 * One page for a #10 envelope with one window (7/8" from the left, 1/2" from the bottom, 4 1/2" by 1 1/8"), folded in three: the sheet
 * rests on the envelope's lower edge, so the window shows 2.04" to 3.17" of it. Only barcode and address stand there.
 */
export function openSheet({ address, returnAddress, piece }: Envelope): PdfPage {
  const page = createPdfPage();
  returnAddress.forEach((line, at) => page.text(line, left, top(48 + at * 12), 'regular', 9));
  drawPostalBarcode(page, piece);
  address.forEach((line, at) => {
    const { size, percent } = fitIntoWindow(line);
    page.text(line, left, top(185 + at * 11.5), 'regular', size, percent);
  });
  return page;
}

/** From the barcode's edge to 1/8" before the window's. */
export const windowWidth = 4.5 * inch - 2 * 9;
const addressSize = 10;
/** What is longer still is drawn narrower. */
const leastSize = 8;

/** What stands outside the window is not delivered: a long line is written smaller, then narrower. */
function fitIntoWindow(line: string): { readonly size: number; readonly percent: number } {
  const size = Math.max(
    leastSize,
    Math.min(addressSize, windowWidth / widthOf(line, 'regular', 1)),
  );
  return { size, percent: Math.min(100, (100 * windowWidth) / widthOf(line, 'regular', size)) };
}

export function top(points: number): number {
  return letterPage.height - points;
}

export function paragraph(
  page: PdfPage,
  text: string,
  x: number,
  y: number,
  width: number,
  weight: Weight = 'regular',
): number {
  const size = 11;
  const lines = wrap(text, weight, size, width);
  lines.forEach((line, at) => page.text(line, x, y - at * 15, weight, size));
  return y - lines.length * 15;
}

/** USPS-B-3200 §2.3: 22 bars an inch, bars 0.02" wide, 0.145" high; 1/8" clear at the sides and 0.028" above and below. */
function drawPostalBarcode(page: PdfPage, piece: MailPiece): void {
  const pitch = inch / 22;
  const width = 0.02 * inch;
  const third = (0.145 * inch) / 3;
  const foot = top(168);
  page.bars(
    intelligentMailBars(piece).map((bar, at) => {
      const isLow = bar === 'F' || bar === 'D';
      const isHigh = bar === 'F' || bar === 'A';
      const height = third * (1 + (isLow ? 1 : 0) + (isHigh ? 1 : 0));
      return { x: left + at * pitch, y: isLow ? foot : foot + third, width, height };
    }),
  );
}

export const qrSize = 1.25 * inch;

/** Level M, four modules of white around it (ISO/IEC 18004 §6.3.8). */
export function drawQr(page: PdfPage, text: string, x: number, y: number): void {
  const { size, data } = encode(text, { ecc: 'M', border: 4 });
  const module = qrSize / size;
  page.bars(
    data.flatMap((row, at) =>
      runs(row).map(({ from, length }) => ({
        x: x + from * module,
        y: y + (size - 1 - at) * module,
        width: length * module,
        height: module,
      })),
    ),
  );
}

/** Neighbouring dark modules as one rectangle, so that no hairline shows between them. */
function runs(row: readonly boolean[]): { readonly from: number; readonly length: number }[] {
  const found: { from: number; length: number }[] = [];
  for (const [at, dark] of row.entries()) {
    const last = found.at(-1);
    if (!dark) continue;
    if (last !== undefined && last.from + last.length === at) last.length += 1;
    else found.push({ from: at, length: 1 });
  }
  return found;
}
