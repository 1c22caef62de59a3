import { grouped } from './letter-code.ts';
import { letterWords, type LetterLanguage } from './letter-words.ts';
import {
  drawQr,
  openSheet,
  paragraph,
  qrSize,
  textLeft,
  textWidth,
  top,
  type Envelope,
} from './letter-sheet.ts';
import { letterPage } from './pdf-page.ts';

export type LetterContent = Envelope & {
  readonly language: LetterLanguage;
  readonly code: string;
  readonly expiresAt: Date;
  readonly issuer: string;
};

/** The letter with a code. */
export function drawLetter(content: LetterContent): Buffer {
  const words = letterWords[content.language];
  const page = openSheet(content);
  let y = top(304);
  page.text(words.heading, textLeft, y, 'bold', 20);
  y -= 26;
  y = paragraph(page, words.why, textLeft, y, textWidth) - 8;

  const url = new URL('/letter', content.issuer);
  // The code rides in the fragment: a browser never sends it to any server.
  drawQr(
    page,
    `${url.href}#${content.code}`,
    letterPage.width - textLeft - qrSize,
    y + 12 - qrSize,
  );
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
