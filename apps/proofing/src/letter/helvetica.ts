/**
 * Advance widths of Helvetica and Helvetica-Bold in thousandths of an em, from blank (32) to tilde (126); Adobe Font Metrics, which
 * every PDF viewer has built in (ISO 32000-1 §9.6.2.2). Courier is 600 throughout.
 */
// prettier-ignore
const widths = {
  regular: [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
  ],
  bold: [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
  ],
} as const;

export type Weight = keyof typeof widths;

/** Width of a text in points. An accented letter is as wide as the letter under the accent. */
export function widthOf(text: string, weight: Weight, size: number): number {
  const plain = [...text.normalize('NFD').replaceAll(/\p{M}/gu, '')];
  const sum = plain.reduce(
    (total, character) => total + (widths[weight][character.charCodeAt(0) - 32] ?? 556),
    0,
  );
  return (sum * size) / 1_000;
}

/** Breaks at blanks so that no line is wider than `width` points; a word that is wider stands alone. */
export function wrap(text: string, weight: Weight, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer, weight, size) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
