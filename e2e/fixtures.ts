import { randomUUID } from 'node:crypto';
import {
  test as base,
  expect,
  type BrowserContext,
  type BrowserContextOptions,
} from '@playwright/test';
import { canaryAfterJourney } from './canary/canary.ts';
import { expectNoLeak } from './canary/leaks.ts';
import { personas, type Persona } from './canary/persona-values.ts';
import type { Place } from './canary/places.ts';
import { openHouse } from './house/open-house.ts';
import { agencySite, type agencies } from './vocabulary/agency.ts';
import { afterLock, browserStorage } from './vocabulary/browser-storage.ts';
import { citizen, type Citizen } from './vocabulary/citizen.ts';
import { openNamespace } from './vocabulary/sources.ts';

export { expect };

/** A persona by its name. One person has one account: a journey that proves somebody to the end has a persona of its own. */
export function persona(id: string): Persona {
  const found = personas.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no persona ${id}`);
  return found;
}

type Vocabulary = {
  /** A new person at this browser, with an address of their own. */
  readonly someone: Citizen;
  readonly agency: (slug: keyof typeof agencies) => ReturnType<typeof agencySite>;
  /** Every browser of the journey; the canary searches all of them. */
  readonly browsers: BrowserContext[];
  /** One more of them. */
  readonly anotherBrowser: (like?: BrowserContextOptions) => Promise<BrowserContext>;
  readonly namespace: void;
  readonly canary: void;
};

type Houses = {
  /** The profile that the house's deployment chose: a file in `house/`. Journeys of another choice have another house. */
  readonly profile: string | undefined;
  readonly house: void;
};

export const test = base.extend<Vocabulary, Houses>({
  profile: [undefined, { option: true, scope: 'worker' }],

  house: [
    async ({ profile }, use) => {
      const close = await openHouse(profile);
      await use();
      await close();
      // What was said, mailed, printed or written after the last journey's canary.
      expectNoLeak(
        canaryAfterJourney([]),
        'values of personas after the house was closed (ZONE-5)',
      );
    },
    { scope: 'worker', auto: true, timeout: 180_000 },
  ],

  /** Each journey has the stand-ins to itself, as each worker has its house. */
  namespace: [
    // Playwright reads from the first parameter which fixtures are needed.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      await openNamespace();
      await use();
    },
    { auto: true },
  ],

  someone: async ({ page }, use) => {
    await use(citizen(page, `${randomUUID()}@example.test`));
  },

  agency: async ({ page }, use) => {
    await use((slug) => agencySite(page, slug));
  },

  browsers: async ({ context }, use) => {
    const opened = [context];
    await use(opened);
    for (const one of opened.slice(1)) await one.close();
  },

  anotherBrowser: async ({ browser, browsers }, use) => {
    await use(async (like) => {
      const context = await browser.newContext(like);
      browsers.push(context);
      return context;
    });
  },

  /** ZONE-5: after every journey, whoever walked it. */
  canary: [
    async ({ context, browsers }, use) => {
      const faults: string[] = [];
      context.on('weberror', (error) => faults.push(error.error().message));
      context.on('console', (message) => {
        if (message.type() === 'error' && /Content Security Policy|Trusted/i.test(message.text()))
          faults.push(message.text());
      });
      await use();
      const left: Place[] = [];
      for (const one of browsers)
        left.push(...(await browserStorage(one)), ...(await afterLock(one)));
      expectNoLeak(canaryAfterJourney(left), 'values of personas where they must not be (ZONE-5)');
      expect(faults, 'errors in the browser').toEqual([]);
    },
    { auto: true },
  ],
});
