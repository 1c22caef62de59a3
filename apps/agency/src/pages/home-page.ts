import { html } from 'hono/html';
import type { SampleAgency } from '../agencies.ts';
import { page, type Markup } from './page.ts';

/** Signet leads back here whatever a person chose when it asked them whether to sign out there too, and says the same each time. */
export function homePage(agency: SampleAgency, signedOut = false): Markup {
  return page(
    agency,
    'Welcome',
    html`<h1>${agency.name}</h1>
      ${
        signedOut
          ? html`<p role="status" class="notice" data-notice="signed-out">
              You are signed out here. If you chose to stay signed in at Signet, you still are: it
              does not tell us what you chose.
            </p>`
          : ''
      }
      <p class="lead">${agency.purpose}</p>
      <p>We have to know who you are. Signet tells us, if you allow it.</p>
      <p class="shows">This sample shows: ${agency.shows}</p>
      ${signInForm(agency, 'Sign in with Signet')}`,
  );
}

export function signInForm(agency: SampleAgency, label: string): Markup {
  return html`<form method="post" action="/${agency.path}/sign-in">
    <button type="submit">${label}</button>
  </form>`;
}

export function directoryPage(agencies: readonly SampleAgency[]): Markup {
  return page(
    undefined,
    'Sample agencies',
    html`<h1>Sample agencies</h1>
      <ul class="agencies">
        ${agencies.map(
          (agency) =>
            html`<li>
              <a href="/${agency.path}">${agency.name}</a>
              <span>${agency.shows}</span>
            </li>`,
        )}
      </ul>
      <p><a href="/delivery">Two ways to receive claims, side by side</a></p>`,
  );
}
