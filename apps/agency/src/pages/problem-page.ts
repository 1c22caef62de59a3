import { html } from 'hono/html';
import type { SampleAgency } from '../agencies.ts';
import { signInForm } from './home-page.ts';
import { page, type Markup } from './page.ts';

// prettier-ignore
const problems = {
  refused:              ['Nothing was shared',          'You said no at Signet. Nothing was shared.'],
  not_started_here:     ['Start again from here',       'This sign-in was not started in this browser, or it took longer than an hour.'],
  provider_error:       ['Signet did not sign you in',  'Signet ended the sign-in and gave a reason for our staff. Nothing was shared.'],
  provider_unreachable: ['Signet cannot be reached',    'Signet does not answer right now. Please try again in a few minutes.'],
  not_verified:         ['We could not sign you in',    'What came back from Signet could not be verified, so we did not use it.'],
  not_agreed_here:      ['We could not sign you in',    'Nothing shows that somebody agreed in this browser to share what came, so we did not use it.'],
  not_found:            ['There is no such page',       'The address may be mistyped.'],
} as const;

export type Problem = keyof typeof problems;

export function problemPage(agency: SampleAgency, problem: Problem, reason?: string): Markup {
  const [title, sentence] = problems[problem];
  return page(
    agency,
    title,
    html`<h1>${title}</h1>
      <p role="alert" data-problem="${problem}">${sentence}</p>
      ${reason === undefined ? '' : html`<p>Reason: <code>${reason}</code></p>`}
      ${signInForm(agency, 'Try again')}
      <p><a href="/${agency.path}">Back to the start</a></p>`,
  );
}
