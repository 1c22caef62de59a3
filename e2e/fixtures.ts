import { randomUUID } from 'node:crypto';
import { test as base, expect, type BrowserContext } from '@playwright/test';
import { canaryAfterJourney } from './canary/canary.ts';
import { personas, type Persona } from './canary/persona-values.ts';
import type { Place } from './canary/places.ts';
import { agencySite, type agencies } from './vocabulary/agency.ts';
import { browserStorage } from './vocabulary/browser-storage.ts';
import { citizen, type Citizen } from './vocabulary/citizen.ts';

export { expect };

/** A persona by what it shows. */
export function persona(id: string): Persona {
  const found = personas.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no persona ${id}`);
  return found;
}

type Vocabulary = {
  /** A new person at this browser, with an address of their own. */
  readonly someone: Citizen;
  readonly agency: (slug: keyof typeof agencies) => ReturnType<typeof agencySite>;
  /** Another browser, which the canary searches too. */
  readonly anotherBrowser: () => Promise<BrowserContext>;
  readonly canary: void;
};

export const test = base.extend<Vocabulary>({
  someone: async ({ page }, use) => {
    await use(citizen(page, `${randomUUID()}@example.test`));
  },

  agency: async ({ page }, use) => {
    await use((slug) => agencySite(page, slug));
  },

  anotherBrowser: async ({ browser }, use) => {
    const opened: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext();
      opened.push(context);
      return context;
    });
    for (const context of opened) await context.close();
  },

  /** ZONE-5: after every journey, whoever walked it. */
  canary: [
    async ({ context }, use) => {
      const faults: string[] = [];
      context.on('weberror', (error) => faults.push(error.error().message));
      context.on('console', (message) => {
        if (message.type() === 'error' && /Content Security Policy|Trusted/i.test(message.text()))
          faults.push(message.text());
      });
      await use();
      const left: Place[] = await browserStorage(context);
      expect(
        canaryAfterJourney(left),
        'values of personas where they must not be (ZONE-5)',
      ).toEqual([]);
      expect(faults, 'errors in the browser').toEqual([]);
    },
    { auto: true },
  ],
});
