import { encode } from 'uqr';
import { wrap, type Weight } from './helvetica.ts';
import { intelligentMailBars, type MailPiece } from './intelligent-mail.ts';
import { grouped } from './letter-code.ts';
import { letterWords, type LetterLanguage } from './letter-words.ts';
import { createPdfPage, letterPage, type PdfPage } from './pdf-page.ts';

export type LetterContent = {
  readonly language: LetterLanguage;
  /** Three to five lines, name first. */
  readonly address: readonly string[];
  readonly returnAddress: readonly string[];
  readonly piece: MailPiece;
  readonly code: string;
  readonly expiresAt: Date;
  readonly issuer: string;
};

const inch = 72;
const left = 0.875 * inch + 9;
const textLeft = inch;
const textWidth = letterPage.width - 2 * inch;

/**
 * One page for a #10 envelope with one window (7/8" from the left, 1/2" from the bottom, 4 1/2" by 1 1/8"), folded in three: the sheet
 * rests on the envelope's lower edge, so the window shows 2.04" to 3.17" of it. Only barcode and address stand there.
 */
export function drawLetter(content: LetterContent): Buffer {
  const words = letterWords[content.language];
  const page = createPdfPage();
  content.returnAddress.forEach((line, at) =>
    page.text(line, left, top(48 + at * 12), 'regular', 9),
  );
  drawPostalBarcode(page, content.piece);
  content.address.forEach((line, at) => page.text(line, left, top(185 + at * 11.5), 'regular', 10));

  let y = top(304);
  page.text(words.heading, textLeft, y, 'bold', 20);
  y -= 26;
  y = paragraph(page, words.why, textLeft, y, textWidth) - 8;

  const url = new URL('/letter', content.issuer);
  // The code rides in the fragment: a browser never sends it to any server.
  drawQr(page, `${url.href}#${content.code}`, letterPage.width - inch - qrSize, y + 12 - qrSize);
  const stepWidth = textWidth - qrSize - 24;
  words.steps.forEach((step, at) => {
    page.text(`${at + 1}.`, textLeft, y, 'bold', 11);
    const line = step.replace('{address}', url.href.replace(/^https?:\/\//, ''));
    y = paragraph(page, line, textLeft + 18, y, stepWidth - 18) - 5;
  });
  y -= 34;
  const code = grouped(content.code);
  page.frame({ x: textLeft, y: y - 12, width: 286, height: 46 });
  page.text(code, textLeft + 16, y, 'code', 38.5);
  y -= 44;
  const date = lastWholeDay(content.expiresAt).toLocaleDateString(`${content.language}-US`, {
    dateStyle: 'long',
    timeZone: 'UTC',
  });
  y = paragraph(page, words.until.replace('{date}', date), textLeft, y, textWidth) - 10;
  y = paragraph(page, words.neverAsk, textLeft, y, textWidth, 'bold') - 10;
  paragraph(page, words.notYou, textLeft, y, textWidth);
  page.text(words.reference.replace('{serial}', content.piece.serial), textLeft, 40, 'regular', 8);
  return page.finish(words.heading, content.language);
}

/** The last day that is over before the end, wherever in the United States; the clock in Pago Pago is the last (UTC-11). */
export function lastWholeDay(end: Date): Date {
  return new Date(end.getTime() - (24 + 11) * 3_600_000);
}

function top(points: number): number {
  return letterPage.height - points;
}

function paragraph(
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

const qrSize = 1.25 * inch;

/** Level M, four modules of white around it (ISO/IEC 18004 §6.3.8). */
function drawQr(page: PdfPage, text: string, x: number, y: number): void {
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
