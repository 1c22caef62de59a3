import type { Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { SampleAgency } from './agencies.ts';
import { beginSignIn } from './begin-sign-in.ts';
import { finishSignIn } from './finish-sign-in.ts';
import type { AgencyKey } from './keys.ts';
import { homePage } from './pages/home-page.ts';
import { problemAddress, problemPage, problemPageAt } from './pages/problem-page.ts';
import { resultPage } from './pages/result-page.ts';
import type { Provider } from './provider.ts';
import { createSessions } from './sessions.ts';

export type AgencyParts = {
  readonly agency: SampleAgency;
  readonly provider: Provider;
  readonly key: AgencyKey;
  readonly origin: string;
};

const cookieName = 'agency_session';

/** All pages of one agency. Its sessions are its own: a cookie of the other agency means nothing here. */
export function mountAgency(app: Hono, { agency, provider, key, origin }: AgencyParts): void {
  const sessions = createSessions();
  const home = `/${agency.path}`;
  const redirectUri = `${origin}${home}/callback`;

  const begin = (c: Context, session: Parameters<typeof sessions.begin>[0]) => {
    sessions.end(getCookie(c, cookieName));
    setCookie(c, cookieName, sessions.begin(session), {
      path: home,
      httpOnly: true,
      sameSite: 'Lax',
      secure: origin.startsWith('https:'),
    });
  };

  app.get(home, (c) => {
    const { person, signedOut } = sessions.find(getCookie(c, cookieName)) ?? {};
    return c.html(person ? resultPage(agency, person) : homePage(agency, signedOut));
  });

  app.post(`${home}/sign-in`, async (c) => {
    const { authorizationUrl, state, departure } = await beginSignIn(
      provider,
      agency,
      key,
      redirectUri,
    );
    const known = sessions.find(getCookie(c, cookieName));
    if (known && !known.person && !known.signedOut) known.departures.set(state, departure);
    else begin(c, { departures: new Map([[state, departure]]) });
    return c.redirect(authorizationUrl.href, 303);
  });

  app.get(`${home}/callback`, async (c) => {
    const state = c.req.query('state') ?? '';
    const session = sessions.find(getCookie(c, cookieName));
    const departure = session?.departures.get(state);
    if (!departure) return c.redirect(problemAddress(agency, 'not_started_here'), 303);
    session?.departures.delete(state);

    const callback = new URL(c.req.url);
    const arrival = { callback, redirectUri, state, departure };
    const outcome = await finishSignIn(provider, agency, key, arrival);
    if (outcome.ok) {
      begin(c, { departures: new Map(), person: outcome.value });
      return c.redirect(home, 303);
    }
    const why =
      outcome.error.type === 'refused'
        ? problemAddress(agency, 'refused')
        : problemAddress(agency, 'provider_error', outcome.error.code);
    return c.redirect(why, 303);
  });

  app.get(`${home}/not-signed-in/:problem`, (c) => {
    const { status, html } = problemPageAt(agency, c.req.param('problem'), c.req.query('reason'));
    return c.html(html, status);
  });

  app.post(`${home}/sign-out`, async (c) => {
    begin(c, { departures: new Map(), signedOut: true });
    const { end_session_endpoint: endpoint } = await provider.metadata();
    if (!endpoint) return c.redirect(home, 303);
    const url = new URL(endpoint);
    url.searchParams.set('client_id', agency.clientId);
    url.searchParams.set('post_logout_redirect_uri', `${origin}${home}`);
    return c.redirect(url.href, 303);
  });

  app.all(`${home}/*`, (c) => c.html(problemPage(agency, 'not_found').html, 404));
}
