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

test.skipIf(runnable.length === 0).each(runnable)(
  'the quick start in %s (AGENCY-34)',
  async (language) => {
    const { port, agency } = registered[language];
    const home = `http://127.0.0.1:${port}`;
    const example = await startExample(language, {
      port,
      issuer: house.issuer,
      clientId: agency.clientId,
      privateKeyPem: await exportPKCS8(agency.privateKey),
      redirectUri: `${home}/callback`,
    });
    try {
      const browser = createBrowser(home);
      const begun = await browser.send('/sign-in', { method: 'POST', headers: { origin: home } });
      const visit = await createVisit(house, house.signUp(`${language}@example.test`));
      const back = await browser.send(await visit.share(begun.headers.get('location') ?? ''));
      const onwards = back.headers.get('location');
      const shown = await (onwards === null ? back : await browser.send(onwards)).text();
      expect(shown).toContain(person.given_name);
      expect(shown).toContain(`${language}@example.test`);
    } finally {
      example.close();
    }
  },
  30_000,
);
