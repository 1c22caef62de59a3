import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { SampleAgency } from '../agencies.ts';

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

/** The frame of every page. Values put into `html` templates are escaped by the template. */
export function page(
  agency: Pick<SampleAgency, 'path' | 'name'> | undefined,
  title: string,
  content: Markup,
): Markup {
  const name = agency?.name ?? 'Sample agencies';
  return html`${raw('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} | ${name}</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body class="${agency?.path ?? 'directory'}">
        <a class="skip" href="#content">Skip to the content</a>
        <header>
          <p class="name"><a href="/${agency?.path ?? ''}">${name}</a></p>
          <p class="aside">
            ${agency === undefined ? 'Nobody works at any of them.' : 'A sample agency. Nobody works here.'}
          </p>
        </header>
        <main id="content" tabindex="-1">${content}</main>
      </body>
    </html>`;
}
