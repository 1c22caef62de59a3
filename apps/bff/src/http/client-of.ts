import type { Client } from '@signet/contracts/client';

/** In this order: each of them also names those after it. */
const marks = [
  ['Edge', /\bEdg(?:A|iOS)?\/(\d{1,4})/],
  ['Opera', /\bOPR\/(\d{1,4})/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d{1,4})/],
  ['Chrome', /\b(?:HeadlessChrome|Chrome|CriOS)\/(\d{1,4})/],
  ['Safari', /\bVersion\/(\d{1,4})[\d.]* .*\bSafari\//],
] as const;

/** AUTH-13: all that is kept of a `User-Agent`. What it says otherwise is forgotten here. */
export function clientOf(userAgent: string): Client {
  const text = userAgent.slice(0, 512);
  const device = /\biPad\b|\bTablet\b|\bAndroid\b(?!.*\bMobile\b)/.test(text)
    ? 'tablet'
    : /\bMobi|\biPhone\b/.test(text)
      ? 'phone'
      : 'computer';
  for (const [browser, mark] of marks) {
    const found = mark.exec(text);
    if (found !== null) return { browser, version: Number(found[1]), device };
  }
  return { browser: 'other', version: null, device };
}
