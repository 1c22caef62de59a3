import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { AtAddress } from '@signet/contracts/person';
import { attributes } from '../testing/person.ts';
import { addressed } from './addressed.ts';
import { drawLetter } from './draw-letter.ts';
import { drawNotice } from './draw-notice.ts';
import { widthOf } from './helvetica.ts';
import { windowWidth } from './letter-sheet.ts';

const letters = {
  returnAddress: ['Signet', '1 Invented Plaza', 'Eastlumen OH 00417'],
  serviceType: '040',
  mailerId: '123456',
};
const issuer = 'https://signet.example.test';
type Line = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
};

/** Every line of text of a page: what it says, where, and how wide it is drawn. */
function linesOf(pdf: Buffer): Line[] {
  const content = inflateSync(pdf.subarray(pdf.indexOf('stream\n') + 7)).toString('latin1');
  const drawn =
    /BT \/(\w+) ([\d.]+) Tf ([\d.]+) ([\d.]+) Td ([\d.]+) Tz <([0-9a-f]*)> Tj 100 Tz ET/g;
  return [...content.matchAll(drawn)].map(([, font, size, x, y, percent, hex = '']) => {
    const text = Buffer.from(hex, 'hex').toString('latin1');
    const plain =
      font === 'code'
        ? 0.6 * text.length * Number(size)
        : widthOf(text, font as 'regular' | 'bold', Number(size));
    return { text, x: Number(x), y: Number(y), width: (plain * Number(percent)) / 100 };
  });
}

function draw(person: AtAddress, language: 'en' | 'es' = 'en') {
  const envelope = addressed(letters, person, person.address, '012345678');
  const code = linesOf(
    drawLetter({ ...envelope, language, code: 'WWWWWMMMMM', expiresAt: new Date(), issuer }),
  );
  const link = `${issuer}/not-my-identity#token=${'W'.repeat(43)}`;
  const notice = linesOf(drawNotice({ ...envelope, language, provedAt: new Date(), link }));
  return { code, notice, address: envelope.address };
}

const inch = 72;
/** What the window shows of the sheet, which rests on the envelope's lower edge, in points from its own. */
const window = { from: 792 - 3.17 * inch, to: 792 - 2.04 * inch };
const longest: AtAddress = {
  ...attributes,
  givenName: 'W'.repeat(60),
  middleName: 'M'.repeat(60),
  familyName: 'W'.repeat(60),
  address: {
    ...attributes.address,
    street: '1 ' + 'W'.repeat(98),
    street2: 'M'.repeat(100),
    city: 'W'.repeat(60),
    postalCode: '00417-0001',
  },
};

describe('a letter shows its address in the window of its envelope (LETTER-1)', () => {
  test.each([
    ['an address as most are', attributes],
    ['the longest that a card may bear', longest],
  ])('%s: whole, and nothing else', (_what, person) => {
    const { code, notice, address } = draw(person);
    for (const lines of [code, notice]) {
      const shown = lines.filter(({ y }) => y > window.from && y < window.to);
      expect(shown.map(({ text }) => text)).toEqual(address);
      for (const { x, width, y } of shown) {
        expect(x).toBeGreaterThanOrEqual(0.875 * inch + 9);
        expect(width).toBeLessThanOrEqual(windowWidth + 0.01);
        // Also what hangs under the line.
        expect(y - 2.2).toBeGreaterThan(window.from);
      }
    }
  });

  test('a line that fits is not made smaller', () => {
    const [name] = draw(attributes).code.filter(({ text }) => text.includes(attributes.familyName));
    expect(name?.width).toBeCloseTo(widthOf(name?.text ?? '', 'regular', 10), 2);
  });

  test.each(['en', 'es'] as const)(
    'and in %s nothing runs off the page or into another line',
    (language) => {
      const { code, notice } = draw(longest, language);
      for (const lines of [code, notice]) {
        const right = Math.max(...lines.map(({ x, width }) => x + width));
        expect(right).toBeLessThan(612 - 0.5 * inch);
        const reference = lines.at(-1);
        expect(reference?.y).toBe(40);
        for (const { y } of lines.slice(0, -1)) expect(y).toBeGreaterThan(40 + 11);
      }
    },
  );

  test('letters that the page’s font has not are written without stroke or accent', () => {
    const foreign = { ...attributes, givenName: 'ŁUCJA ĐẶNG', familyName: 'ŠIMŮNEK-ŒUVRÉ' };
    expect(draw(foreign).code.some(({ text }) => text.includes('LUCJA DANG'))).toBe(true);
    expect(draw(foreign).code.some(({ text }) => text.includes('SIMUNEK-\u008cUVR\u00c9'))).toBe(
      true,
    );
  });
});
