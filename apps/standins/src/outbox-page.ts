import { escaped, page } from './html.ts';
import type { Message } from './outbox.ts';

const names = { mail: 'E-mail', sms: 'Text message', voice: 'Voice call' } as const;

/** The outbox for people: newest first, links to click, codes to copy. */
export function outboxPage(messages: readonly Message[]): string {
  const list = messages.map(
    (
      one,
    ) => `<article><h2>${names[one.channel]} to ${escaped(one.to)}${one.subject === undefined ? '' : `: ${escaped(one.subject)}`}</h2>
      <small>${escaped(one.at)}</small><pre>${linked(one.text)}</pre></article>`,
  );
  const empty =
    '<p>Nothing yet. E-mails, text messages and calls that Signet sends arrive here.</p>';
  return page('Outbox', list.length === 0 ? empty : list.join(''), 5);
}

function linked(text: string): string {
  return escaped(text)
    .replace(/https?:&#47;&#47;\S+|https?:\/\/[^\s<]+/g, (link) => `<a href="${link}">${link}</a>`)
    .replace(/\b(\d{6})\b(?![^<]*<\/a>)/g, '<code>$1</code>');
}
