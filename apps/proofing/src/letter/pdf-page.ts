import { deflateSync } from 'node:zlib';

/** US Letter in points; y grows upwards, as in PDF. */
export const letterPage = { width: 612, height: 792 } as const;

const fonts = { regular: 'Helvetica', bold: 'Helvetica-Bold', code: 'Courier-Bold' } as const;
export type Font = keyof typeof fonts;

type Rectangle = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** One page of a PDF (ISO 32000-1), drawn with the fonts that every viewer has; nothing is fetched, no script, no metadata but the title. */
export function createPdfPage() {
  const drawn: string[] = [];
  return {
    /** `percent`: as wide as that of what the font makes it. */
    text(content: string, x: number, y: number, font: Font, size: number, percent = 100): void {
      const scaled = `${round(percent)} Tz <${winAnsi(content)}> Tj 100 Tz`;
      drawn.push(`BT /${font} ${round(size)} Tf ${round(x)} ${round(y)} Td ${scaled} ET`);
    },
    /** Filled black, all at once. */
    bars(rectangles: readonly Rectangle[]): void {
      const paths = rectangles.map(
        ({ x, y, width, height }) => `${round(x)} ${round(y)} ${round(width)} ${round(height)} re`,
      );
      drawn.push(`${paths.join('\n')} f`);
    },
    frame({ x, y, width, height }: Rectangle): void {
      drawn.push(`0.75 w ${round(x)} ${round(y)} ${round(width)} ${round(height)} re S`);
    },
    finish: (title: string, language: string) => assemble(drawn.join('\n'), title, language),
  };
}

export type PdfPage = ReturnType<typeof createPdfPage>;

/** §7.5: header, objects, cross-reference table with the byte offset of each, trailer. */
function assemble(content: string, title: string, language: string): Buffer {
  const stream = deflateSync(Buffer.from(content, 'latin1'));
  const fontObjects = Object.values(fonts).map(
    (name) => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`,
  );
  const fontNames = Object.keys(fonts).map((name, at) => `/${name} ${at + 6} 0 R`);
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R /Lang (${language}) /ViewerPreferences << /DisplayDocTitle true >> >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${letterPage.width} ${letterPage.height}] /Contents 4 0 R /Resources << /Font << ${fontNames.join(' ')} >> >> >>`,
    Buffer.concat([
      Buffer.from(`<< /Length ${stream.length} /Filter /FlateDecode >>\nstream\n`),
      stream,
      Buffer.from('\nendstream'),
    ]),
    `<< /Title <${winAnsi(title)}> >>`,
    ...fontObjects,
  ];
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xE2\xE3\xCF\xD3\n', 'latin1')];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  for (const [at, object] of objects.entries()) {
    offsets.push(length);
    const part = Buffer.concat([
      Buffer.from(`${at + 1} 0 obj\n`),
      Buffer.from(object),
      Buffer.from('\nendobj\n'),
    ]);
    parts.push(part);
    length += part.length;
  }
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  const size = objects.length + 1;
  parts.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${entries.join('')}trailer\n<< /Size ${size} /Root 1 0 R /Info 5 0 R >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

/** Windows code page 1252, as hex; what it has not is written without its accents, or as a question mark. */
function winAnsi(text: string): string {
  const bytes = [...text.normalize('NFC')].flatMap((character) => {
    const direct = byteOf(character);
    if (direct !== undefined) return [direct];
    const plain = [...character.normalize('NFD').replaceAll(/\p{M}/gu, '')];
    return plain.map((one) => byteOf(withoutStroke[one] ?? one) ?? 0x3f);
  });
  return Buffer.from(bytes).toString('hex');
}

const typographic: Readonly<Record<string, number>> = {
  Œ: 0x8c,
  œ: 0x9c,
  '–': 0x96,
  '—': 0x97,
  '‘': 0x91,
  '’': 0x92,
  '“': 0x93,
  '”': 0x94,
  '•': 0x95,
};

/** Letters of names whose stroke or missing dot Unicode does not take for an accent. */
const withoutStroke: Readonly<Record<string, string>> = {
  Ł: 'L',
  ł: 'l',
  Đ: 'D',
  đ: 'd',
  Ħ: 'H',
  ħ: 'h',
  ı: 'i',
};

function byteOf(character: string): number | undefined {
  const code = character.codePointAt(0) ?? 0;
  const isLatin1 = (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff);
  return isLatin1 ? code : typographic[character];
}

function round(points: number): number {
  return Math.round(points * 1_000) / 1_000;
}
