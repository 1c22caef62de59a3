import { html } from 'hono/html';
import type { SampleAgency } from '../agencies.ts';
import { signInForm } from './home-page.ts';
import { page, type Markup } from './page.ts';

// prettier-ignore
const problems = {
  refused:              [200, 'Nothing was shared',          'You said no at Signet. Nothing was shared.'],
  not_started_here:     [400, 'Start again from here',       'This sign-in was not started in this browser, or it took longer than an hour.'],
  provider_error:       [400, 'Signet did not sign you in',  'Signet ended the sign-in and gave a reason for our staff. Nothing was shared.'],
  provider_unreachable: [503, 'Signet cannot be reached',    'Signet does not answer right now. Please try again in a few minutes.'],
  not_verified:         [502, 'We could not sign you in',    'What came back from Signet could not be verified, so we did not use it.'],
  not_agreed_here:      [502, 'We could not sign you in',    'Nothing shows that somebody agreed in this browser to share what came, so we did not use it.'],
  not_found:            [404, 'There is no such page',       'The address may be mistyped.'],
} as const;

export type Problem = keyof typeof problems;

export function problemPage(
  agency: SampleAgency,
  problem: Problem,
  reason?: string,
): { readonly status: (typeof problems)[Problem][0]; readonly html: Markup } {
  const [status, title, sentence] = problems[problem];
  const shown = page(
    agency,
    title,
    html`<h1>${title}</h1>
      <p role="alert" data-problem="${problem}">${sentence}</p>
      ${reason === undefined ? '' : html`<p>Reason: <code>${reason}</code></p>`}
      ${signInForm(agency, 'Try again')}
      <p><a href="/${agency.path}">Back to the start</a></p>`,
  );
  return { status, html: shown };
}

/**
 * The address of that page. The answer to a callback leads there: its own address has the code, and with sealed delivery the secret, and would
 * stay in the bar and the history of the browser.
 */
export function problemAddress(agency: SampleAgency, problem: Problem, reason?: string): string {
  const query = reason === undefined ? '' : `?${new URLSearchParams({ reason }).toString()}`;
  return `/${agency.path}/not-signed-in/${problem}${query}`;
}

/** The page at such an address, which anybody may have written. */
export function problemPageAt(
  agency: SampleAgency,
  problem: string,
  reason: string | undefined,
): ReturnType<typeof problemPage> {
  const isProblem = (word: string): word is Problem => Object.hasOwn(problems, word);
  if (!isProblem(problem)) return problemPage(agency, 'not_found');
  return problemPage(agency, problem, /^[a-z_]{1,60}$/.exec(reason ?? '')?.[0]);
}
