import { render } from 'bwip-js/generic';
import { expect, test } from 'vitest';
import { intelligentMailBars, type MailPiece } from './intelligent-mail.ts';

const digits = (seed: number, length: number) =>
  Array.from({ length }, (_none, at) => ((seed * 7_919 + at * at * 31 + at * 17) >> 3) % 10).join(
    '',
  );

test('the published example of USPS-B-3200 comes out bar by bar', () => {
  const piece = {
    barcodeId: '01',
    serviceType: '234',
    mailerId: '567094',
    serial: '987654321',
    routing: '01234567891',
  };
  expect(intelligentMailBars(piece).join('')).toBe(
    'AADTFFDFTDADTAADAATFDTDDAAADDTDTTDAFADADDDTFFFDDTTTADFAAADFTDAADA',
  );
});

test('others come out as an independent encoder draws them, with every length of ZIP code', () => {
  for (let seed = 1; seed <= 120; seed += 1) {
    const long = seed % 2 === 0;
    const piece: MailPiece = {
      barcodeId: `${seed % 10}${seed % 5}`,
      serviceType: digits(seed, 3),
      mailerId: long ? `9${digits(seed + 1, 8)}` : `1${digits(seed + 2, 5)}`,
      serial: digits(seed + 3, long ? 6 : 9),
      routing: digits(seed + 4, [0, 5, 9, 11][seed % 4] ?? 0),
    };
    expect(intelligentMailBars(piece).join('')).toBe(drawnBy(Object.values(piece).join('')));
  }
});

/** Its bars are lines from `low` to `high`; a full one reaches furthest both ways. */
function drawnBy(text: string): string {
  const lines: { readonly low: number; readonly high: number }[] = [];
  const nothing = () => undefined;
  const drawing = {
    setopts: nothing,
    scale: (x: number, y: number) => [x, y],
    measure: () => ({ width: 0, ascent: 0, descent: 0 }),
    init: nothing,
    line: (_x0: number, y0: number, _x1: number, y1: number) =>
      lines.push({ low: Math.max(y0, y1), high: Math.min(y0, y1) }),
    polygon: nothing,
    hexagon: nothing,
    ellipse: nothing,
    fill: nothing,
    clip: nothing,
    unclip: nothing,
    text: nothing,
    end: nothing,
  };
  render({ bcid: 'onecode', text, scale: 10 }, drawing as never);
  const lowest = Math.max(...lines.map(({ low }) => low));
  const highest = Math.min(...lines.map(({ high }) => high));
  return lines
    .map(({ low, high }) => {
      const reaches = [Math.abs(low - lowest) < 2, Math.abs(high - highest) < 2];
      return reaches[0] ? (reaches[1] ? 'F' : 'D') : reaches[1] ? 'A' : 'T';
    })
    .join('');
}

test.each<[string, Partial<MailPiece>]>([
  ['a ZIP code of six digits', { routing: '123456' }],
  ['a barcode identifier that ends in 5', { barcodeId: '05' }],
  [
    'a mailer of nine digits that does not begin with 9',
    { mailerId: '123456789', serial: '123456' },
  ],
  ['letters', { serial: '12345678x' }],
])('%s is refused', (_what, wrong) => {
  const piece = { barcodeId: '00', serviceType: '040', mailerId: '123456', serial: '123456789' };
  expect(() => intelligentMailBars({ ...piece, routing: '22150', ...wrong })).toThrow();
});
