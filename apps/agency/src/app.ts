import { Hono } from 'hono';
import type { JWK } from 'jose';
import { agencies, type SampleAgency } from './agencies.ts';
import type { Config } from './config.ts';
import type { AgencyKeys } from './keys.ts';
import { mountAgency } from './mount-agency.ts';
import { SealedClaimsRefused } from './open-sealed.ts';
import { deliveryPage } from './pages/delivery-page.ts';
import { directoryPage } from './pages/home-page.ts';
import { problemAddress, problemPage, type Problem } from './pages/problem-page.ts';
import { stylesheet } from './pages/stylesheet.ts';
import { providerAt, ProviderUnreachable } from './provider.ts';
import { securityHeaders } from './security-headers.ts';

const everyAgency = Object.values(agencies);

type Settings = Pick<Config, 'origin' | 'issuer'> & { readonly registryKey: JWK };

export function createApp(config: Settings, keys: AgencyKeys): Hono {
  const provider = providerAt(config.issuer, config.registryKey);
  const app = new Hono();

  app.use(securityHeaders(config.issuer));
  app.get('/health', (c) => c.json({ status: 'ok' }));
  app.get('/style.css', (c) =>
    c.body(stylesheet, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'max-age=300',
    }),
  );
  app.get('/', (c) => c.html(directoryPage(everyAgency)));
  app.get('/delivery', (c) => c.html(deliveryPage()));
  for (const agency of everyAgency) {
    mountAgency(app, { agency, provider, key: keys[agency.path], origin: config.origin });
  }

  app.notFound((c) => c.html(directoryPage(everyAgency), 404));
  app.onError((problem, c) => {
    const agency = agencyAt(c.req.path);
    // The class and code of what went wrong, never its message: libraries quote what they were given.
    const code = (problem as { code?: unknown }).code;
    console.error(`sign-in failed: ${problem.name} ${typeof code === 'string' ? code : ''}`);
    const what = whatOf(problem);
    if (c.req.path === `/${agency.path}/callback`)
      return c.redirect(problemAddress(agency, what), 303);
    const { status, html } = problemPage(agency, what);
    return c.html(html, status);
  });
  return app;
}

function whatOf(problem: Error): Problem {
  if (problem instanceof ProviderUnreachable) return 'provider_unreachable';
  const isOfAnotherBrowser =
    problem instanceof SealedClaimsRefused && problem.code.startsWith('release_secret');
  return isOfAnotherBrowser ? 'not_agreed_here' : 'not_verified';
}

function agencyAt(path: string): SampleAgency {
  return everyAgency.find((agency) => path.startsWith(`/${agency.path}/`)) ?? agencies.harbor;
}
