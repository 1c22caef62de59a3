import { readFileSync } from 'node:fs';
import { html } from 'hono/html';
import { agencies } from '../agencies.ts';
import { page, type Markup } from './page.ts';

/** The very file that opened what Meridian shows: nothing is left out of the sample. */
const openingCode = readFileSync(new URL('../open-sealed.ts', import.meta.url), 'utf8');

const plainCode = `const answer  = await userInfoRequest(server, client, accessToken);
const claims  = await processUserInfoResponse(server, client, idToken.sub, answer);
// claims.given_name, claims.birthdate, …`;

const questions = [
  [
    'Who can read it at Signet',
    'The server, in memory, from the moment you redeem the code until the token ends.',
    'Nobody, at any moment.',
  ],
  [
    'What is kept',
    'Ciphertext. One half of its key travels inside your code.',
    'Ciphertext to your key.',
  ],
  [
    'Who checks it',
    'Signet: signature, holder, audience, nonce, age, revocation.',
    'You, with the code below.',
  ],
  [
    'What you change',
    'Nothing: any OpenID Connect client works.',
    'An encryption key in your registration, and one function, which also takes what comes beside the code.',
  ],
  [
    'Where it arrives',
    'At userinfo, as claims.',
    'At userinfo, as an aggregated claim (OpenID Connect Core 5.6.2); its digest is in the ID token.',
  ],
] as const;

/** Both ways of delivery, side by side. */
export function deliveryPage(): Markup {
  return page(
    undefined,
    'Two ways to receive claims',
    html`<h1>Two ways to receive claims</h1>
      <p class="lead">
        An agency receives what a person agreed to share in one of two ways. Which one is written in
        its registration, and the person is told.
      </p>
      <div class="scroll" tabindex="0" role="region" aria-label="The two ways compared">
        <table>
          <thead>
            <tr>
              <td></td>
              <th scope="col">Split code</th>
              <th scope="col">Sealed</th>
            </tr>
          </thead>
          <tbody>
            ${questions.map(
              ([question, split, sealed]) =>
                html`<tr>
                  <th scope="row">${question}</th>
                  <td>${split}</td>
                  <td>${sealed}</td>
                </tr>`,
            )}
            <tr>
              <th scope="row">See it work</th>
              <td><a href="/harbor">${agencies.harbor.name}</a></td>
              <td><a href="/meridian">${agencies.meridian.name}</a></td>
            </tr>
          </tbody>
        </table>
      </div>
      <h2>Split code: all the code there is</h2>
      <pre tabindex="0" aria-label="Code for split code">${plainCode}</pre>
      <h2>Sealed: all the code there is</h2>
      <p>
        This is the file that runs here. It uses <code>jose</code> and <code>@sd-jwt/core</code>.
      </p>
      <pre tabindex="0" aria-label="Code for sealed delivery">${openingCode}</pre>`,
  );
}
