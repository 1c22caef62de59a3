import { exportPKCS8 } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { createBrowser } from '../testing/browser.ts';
import { freePort } from '../testing/clients/apache.ts';
import {
  canRun,
  exampleLanguages,
  packagesOf,
  startExample,
  type Language,
} from '../testing/clients/example.ts';
import { startFalseProvider, type Falsehood } from '../testing/clients/false-provider.ts';
import { openHouse, type House } from '../testing/house.ts';
import { person } from '../testing/person.ts';
import { createVisit } from '../testing/visit.ts';

// AGENCY-34: the quick starts that agencies copy, as they stand in docs/agencies/examples, each through a whole login.

let house: House;
const runnable = exampleLanguages.filter((language) => canRun(language));
type Registered = { readonly port: number; readonly agency: TestAgency };
const registered = {} as Record<Language, Registered>;

beforeAll(async () => {
  for (const language of runnable) {
    const port = await freePort();
    const agency = await testAgency(language, {
      claims: ['email', 'given_name', 'family_name'],
      redirectUris: [`http://127.0.0.1:${port}/callback`],
    });
    const [key] = agency.jwks?.keys ?? [];
    if (key !== undefined) key.kid = 'first';
    registered[language] = { port, agency };
  }
  house = await openHouse(Object.values(registered).map(({ agency }) => agency));
});
afterAll(() => house.close());

for (const language of exampleLanguages.filter((one) => !runnable.includes(one)))
  process.stderr.write(
    `SKIPPED: the ${language} quick start does not run on this machine (apt-get install ${packagesOf(language)})\n`,
  );

/** The example as an agency's own process, at the provider of this house unless another is named. */
async function start(language: (typeof exampleLanguages)[number], issuer = house.issuer) {
  const { port, agency } = registered[language];
  const home = `http://127.0.0.1:${port}`;
  const example = await startExample(language, {
    port,
    issuer,
    clientId: agency.clientId,
    privateKeyPem: await exportPKCS8(agency.privateKey),
    redirectUri: `${home}/callback`,
  });
  return { home, example };
}

test.skipIf(runnable.length === 0).each(runnable)(
  'the quick start in %s, which prints no code (AGENCY-34)',
  async (language) => {
    const { home, example } = await start(language);
    try {
      const browser = createBrowser(home);
      const begun = await browser.send('/sign-in', { method: 'POST', headers: { origin: home } });
      const visit = await createVisit(house, house.signUp(`${language}@example.test`));
      const back = await browser.send(await visit.share(begun.headers.get('location') ?? ''));
      const onwards = back.headers.get('location');
      const shown = await (onwards === null ? back : await browser.send(onwards)).text();
      expect(shown).toContain(person.given_name);
      expect(shown).toContain(`${language}@example.test`);
      // docs/agencies/go-live.md: codes are in no log.
      expect(example.said()).not.toContain('code=');
    } finally {
      example.close();
    }
  },
  60_000,
);

test.skipIf(runnable.length === 0).each(runnable)(
  'the quick start in %s takes no answer of another provider (RFC 9207, AGENCY-34)',
  async (language) => {
    const { home, example } = await start(language);
    try {
      const browser = createBrowser(home);
      const begun = await browser.send('/sign-in', { method: 'POST', headers: { origin: home } });
      const visit = await createVisit(house, house.signUp(`${language}-mixed@example.test`));
      const back = new URL(await visit.share(begun.headers.get('location') ?? ''));
      back.searchParams.set('iss', 'https://another.example.test');
      expect((await browser.send(back.href)).status).toBeGreaterThanOrEqual(400);
    } finally {
      example.close();
    }
  },
  60_000,
);

test.skipIf(runnable.length === 0).each(runnable)(
  'the quick start in %s says that somebody said no, and repeats no page (AGENCY-34)',
  async (language) => {
    const { home, example } = await start(language);
    const cameBack = async (error: string) => {
      const browser = createBrowser(home);
      const begun = await browser.send('/sign-in', { method: 'POST', headers: { origin: home } });
      const { searchParams: asked } = new URL(begun.headers.get('location') ?? '');
      const back = new URL(`${home}/callback`);
      back.searchParams.set('error', error);
      back.searchParams.set('state', asked.get('state') ?? '');
      back.searchParams.set('iss', house.issuer);
      return browser.send(back.href);
    };
    try {
      expect([200, 403]).toContain((await cameBack('access_denied')).status);
      const page = await cameBack('<b>access</b>');
      // A browser that is told no type guesses one.
      const type = page.headers.get('content-type') ?? 'text/html';
      if (type.startsWith('text/html')) expect(await page.text()).not.toContain('<b>access');
    } finally {
      example.close();
    }
  },
  60_000,
);

// The others leave these checks to a library; this one makes them itself.
test.skipIf(!runnable.includes('java'))(
  'the quick start in java believes no answer that is wrong in one thing (AGENCY-34)',
  async () => {
    const provider = await startFalseProvider(registered.java.agency.clientId);
    const { home, example } = await start('java', provider.issuer);
    const shown = async (lie: Falsehood, change: (back: string) => string = (back) => back) => {
      const browser = createBrowser(home);
      const begun = await browser.send('/sign-in', { method: 'POST', headers: { origin: home } });
      const back = provider.answerTo(begun.headers.get('location') ?? '', lie);
      const answer = await browser.send(change(back));
      return { status: answer.status, text: await answer.text() };
    };
    try {
      const believed = await shown('nothing');
      expect(believed.status).toBe(200);
      expect(believed.text).toContain('Marisol');
      for (const [lie, says] of falsehoods)
        expect([lie, await shown(lie)]).toEqual([lie, { status: 502, text: says }]);
      const otherState = (back: string) => back.replace(/state=[^&]+/, 'state=another');
      expect(await shown('nothing', otherState)).toEqual({ status: 502, text: 'state is another' });
      const saidNo = (back: string) => back.replace(/code=[^&]+/, 'error=access_denied');
      expect(await shown('nothing', saidNo)).toEqual({ status: 200, text: 'access_denied' });
    } finally {
      example.close();
      provider.close();
    }
  },
  60_000,
);

// prettier-ignore
const falsehoods: readonly (readonly [Falsehood, says: string])[] = [
  ['signature',             'the signature does not hold'],
  ['algorithm',             'signed in another way'],
  ['issuer',                'issued by somebody else'],
  ['audience',              'meant for somebody else'],
  ['two audiences',         'meant for somebody else'],
  ['expiry',                'expired'],
  ['nonce',                 'nonce is another'],
  ['no nonce',              'nonce is another'],
  ['person',                'userinfo is about somebody else'],
  ['answer from elsewhere', 'answered by somebody else'],
];
