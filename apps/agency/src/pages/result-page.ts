import { html } from 'hono/html';
import type { SampleAgency } from '../agencies.ts';
import type { SignedInPerson } from '../sessions.ts';
import { checksOf } from './checks.ts';
import { claimLabel } from './claim-label.ts';
import { page, type Markup } from './page.ts';

/** What the agency received, by the place it came from. `data-claim` names a claim that was shared. */
export function resultPage(agency: SampleAgency, person: SignedInPerson): Markup {
  return page(
    agency,
    'You are signed in',
    html`<h1>You are signed in</h1>
      <p class="lead">This is what ${agency.name} received from Signet.</p>
      <section aria-labelledby="shared">
        <h2 id="shared">What you agreed to share</h2>
        ${
          person.sealed === undefined
            ? ''
            : html`<p>
                  Sealed in your browser for this agency. Signet handed on what it cannot read; it
                  was opened here.
                </p>
                ${list(person.sealed.claims, 'data-claim')}`
        }
        <p>
          ${
            person.sealed === undefined
              ? 'From the userinfo endpoint, for this access token.'
              : 'Beside it, from the userinfo endpoint, what Signet itself knows:'
          }
          <a href="/delivery">How that works</a>
        </p>
        ${list(person.userinfo, 'data-claim')}
      </section>
      <section aria-labelledby="checked">
        <h2 id="checked">What was verified</h2>
        <ul class="checks">
          ${checksOf(agency, person).map((check) => html`<li>${check}</li>`)}
        </ul>
      </section>
      <section aria-labelledby="id-token">
        <h2 id="id-token">How you signed in</h2>
        <p>
          From the signed ID token. It says nothing about you but an identifier made for this
          agency.
        </p>
        ${list(person.idToken, 'data-id-token-claim')}
      </section>
      <section aria-labelledby="request">
        <h2 id="request">What was asked</h2>
        <p>
          ${
            agency.style === 'fapi2'
              ? 'Pushed from server to server first (RFC 9126); the browser carried a reference only.'
              : 'The authorization request, as the browser carried it.'
          }
        </p>
        ${list(person.request, 'data-request')}
      </section>
      ${person.sealed === undefined ? '' : sealedSection(person.sealed.jwe)}
      <form method="post" action="/${agency.path}/sign-out">
        <button type="submit">Sign out</button>
      </form>`,
  );
}

function sealedSection(jwe: string): Markup {
  return html`<section aria-labelledby="sealed">
    <h2 id="sealed">What Signet handed on</h2>
    <p>${jwe.length} characters that only this agency's key opens. The first of them:</p>
    <pre data-sealed tabindex="0" aria-label="Sealed claims">${jwe.slice(0, 300)}…</pre>
  </section>`;
}

type Place = 'data-claim' | 'data-id-token-claim' | 'data-request';

function list(entries: object, place: Place): Markup {
  return html`<dl>
    ${Object.entries(entries).map(
      ([name, value]) =>
        html`<div>
          <dt>${place === 'data-request' ? html`<code>${name}</code>` : named(name)}</dt>
          ${described(place, name, value)}
        </div>`,
    )}
  </dl>`;
}

/** In words for whoever signed in, and as it stands in the answer for whoever connects an agency. */
function named(claim: string): Markup {
  const label = claimLabel(claim);
  return label === claim ? html`<code>${claim}</code>` : html`${label} <code>${claim}</code>`;
}

function described(place: Place, name: string, value: unknown): Markup {
  const shown = claimValue(name, value);
  if (place === 'data-claim') return html`<dd data-claim="${name}">${shown}</dd>`;
  if (place === 'data-id-token-claim') return html`<dd data-id-token-claim="${name}">${shown}</dd>`;
  return html`<dd data-request="${name}">${shown}</dd>`;
}

const instants = new Set(['verified_at', 'auth_time', 'iat', 'nbf', 'exp']);

function claimValue(claim: string, value: unknown): Markup | string {
  if (instants.has(claim) && typeof value === 'number') {
    const instant = new Date(value * 1_000).toISOString();
    return html`<time datetime="${instant}" data-seconds="${value}"
      >${instant.slice(0, 16).replace('T', ' ')} UTC</time
    >`;
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(String).join(', ');
  if (value !== null && typeof value === 'object') return parts(value);
  return String(value);
}

function parts(value: object): Markup {
  return html`${Object.entries(value)
    .filter(([, part]) => part !== null && part !== undefined)
    .map(
      ([name, part]) =>
        html`<span class="part" data-part="${name}"
          ><small>${claimLabel(name)}</small> ${
            typeof part === 'object' ? JSON.stringify(part) : String(part)
          }</span
        >`,
    )}`;
}
