import { escaped, page } from '../html.ts';
import type { Sheet } from './print-folder.ts';

/** Letters as they lie in letter boxes: address, state, and the sheet itself. */
export function lettersPage(sheets: readonly Sheet[]): string {
  const list = sheets.map(
    (one) =>
      `<article><h2>Letter to ${escaped(one.address[0] ?? '')}: ${escaped(one.status)}</h2>
      <small>${escaped(one.at)}, serial ${escaped(one.serial)}</small><pre>${one.address.map(escaped).join('\n')}</pre>
      <p><a href="/letters/${escaped(one.letterId)}.pdf">Open the letter (PDF)</a></p></article>`,
  );
  const empty = '<p>Nothing yet. Letters with a code arrive here after the day’s collection.</p>';
  return page('Letters', list.length === 0 ? empty : list.join(''), 5);
}
