import { existsSync } from 'node:fs';
import path from 'node:path';
import { escaped, page } from './html.ts';
import { outcomes } from './outcomes.ts';
import type { Person } from './people.ts';

/** Who the stand-ins know, with photographs to take along, and the table of magic values. */
export function homePage(
  people: readonly Person[],
  residents: number,
  cards: string,
  agencyUrl: string,
): string {
  const photographs = (one: Person) =>
    ['front', 'back', 'back-blurred']
      .filter((name) => existsSync(path.join(cards, one.id, `${name}.jpg`)))
      .map((name) => {
        const address = `/personas/${one.id}/${name}.jpg`;
        const what = `${name.replace('-', ', ')} of the card of ${one.givenName} ${one.familyName}`;
        return `<a href="${address}" download="${one.id}-${name}.jpg"><img src="${address}" alt="Photograph: ${escaped(what)}" loading="lazy"></a>`;
      })
      .join(' ');
  const rows = people.map(
    (
      one,
    ) => `<tr><td>${escaped(`${one.givenName} ${one.familyName}`)}<br><strong>${escaped(one.shows)}</strong></td>
      <td>SSN <code>${escaped(one.ssn)}</code><br>phone <code>${escaped(one.phone)}</code></td><td>${photographs(one)}</td></tr>`,
  );
  const magic = outcomes.map(
    (one) =>
      `<tr><td>${escaped(one.source)}</td><td>${escaped(one.field)} ends in <code>${one.ends}</code></td><td>${escaped(one.says)}</td></tr>`,
  );
  return page(
    'Stand-ins',
    `<p class="note"><strong>For development and QA only.</strong> These programs answer like a document checker, a DMV, a records
      bureau, a phone carrier and a mail server would. The people are invented.</p>
    <p>Start at the <a href="${escaped(agencyUrl)}/">sample agencies</a>; mail and text messages arrive in the <a href="/outbox">outbox</a>.</p>
    <h2>People</h2><table><thead><tr><th>Who, and what they show</th><th>Says</th><th>Card (save the pictures)</th></tr></thead><tbody>${rows.join('')}</tbody></table>
    <p>Beside them the sources know ${residents} residents of 56 jurisdictions, each with a trait that makes people hard to find.</p>
    <h2>Magic values</h2><table><thead><tr><th>Stand-in</th><th>When</th><th>It</th></tr></thead><tbody>${magic.join('')}</tbody></table>`,
  );
}
