import { html } from 'hono/html';
import type { SampleAgency } from '../agencies.ts';
import type { SignedInPerson } from '../sessions.ts';
import { claimLabel } from './claim-label.ts';
import { page, type Markup } from './page.ts';

/** What the agency received, by the place it came from. `data-claim` names a claim of userinfo. */
export function resultPage(agency: SampleAgency, person: SignedInPerson): Markup {
  return page(
    agency,
    'You are signed in',
    html`<h1>You are signed in</h1>
      <p class="lead">This is what ${agency.name} received from Signet.</p>
      <section aria-labelledby="userinfo">
        <h2 id="userinfo">What you agreed to share</h2>
        <p>From the userinfo endpoint, for this access token.</p>
        <dl>
          ${Object.entries(person.userinfo).map(
            ([claim, value]) =>
              html`<div>
                <dt>${claimLabel(claim)}</dt>
                <dd data-claim="${claim}">${claimValue(claim, value)}</dd>
              </div>`,
          )}
        </dl>
      </section>
      <section aria-labelledby="id-token">
        <h2 id="id-token">How you signed in</h2>
        <p>
          From the signed ID token. It says nothing about you but an identifier made for this
          agency.
        </p>
        <dl>
          ${Object.entries(person.idToken).map(
            ([claim, value]) =>
              html`<div>
                <dt>${claimLabel(claim)}</dt>
                <dd data-id-token-claim="${claim}">${claimValue(claim, value)}</dd>
              </div>`,
          )}
        </dl>
      </section>
      <form method="post" action="/${agency.path}/sign-out">
        <button type="submit">Sign out</button>
      </form>`,
  );
}

const instants = new Set(['verified_at', 'auth_time', 'iat', 'exp']);

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
          ><small>${claimLabel(name)}</small> ${String(part)}</span
        >`,
    )}`;
}
