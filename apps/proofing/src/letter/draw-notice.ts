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
import { noticeWords, type LetterLanguage } from './letter-words.ts';
import { letterPage } from './pdf-page.ts';

export type NoticeContent = Envelope & {
  readonly language: LetterLanguage;
  readonly provedAt: Date;
  /** Its secret rides in the fragment: a browser sends it to no server before its reader says so. */
  readonly link: string;
};

/** Of the link, as it is typed: few enough to find one's place again. */
const charactersOfALine = 48;

/** The notice of proofing (SP 800-63A-4 §3.10): what happened, and how its reader stops it. */
export function drawNotice(content: NoticeContent): Buffer {
  const words = noticeWords[content.language];
  const page = openSheet(content);
  let y = top(304);
  page.text(words.heading, textLeft, y, 'bold', 18);
  y -= 26;
  const date = content.provedAt.toLocaleDateString(`${content.language}-US`, {
    dateStyle: 'long',
    timeZone: 'UTC',
  });
  y = paragraph(page, words.what.replace('{date}', date), textLeft, y, textWidth) - 8;
  y = paragraph(page, words.you, textLeft, y, textWidth) - 8;
  drawQr(page, content.link, letterPage.width - textLeft - qrSize, y + 12 - qrSize);
  const beside = textWidth - qrSize - 24;
  y = paragraph(page, words.notYou, textLeft, y, beside, 'bold') - 4;
  y = Math.min(paragraph(page, words.scan, textLeft, y, beside), y - qrSize) - 8;
  y = paragraph(page, words.typed, textLeft, y, textWidth) - 2;
  for (let from = 0; from < content.link.length; from += charactersOfALine) {
    page.text(content.link.slice(from, from + charactersOfALine), textLeft, y, 'code', 11);
    y -= 15;
  }
  page.text(words.reference.replace('{serial}', content.piece.serial), textLeft, 40, 'regular', 8);
  return page.finish(words.heading, content.language);
}
