import { expect, type Page } from '@playwright/test';
import { testPlan } from '../house/test-plan.ts';
import { lookClosely } from './screen.ts';

export const agencies = {
  harbor: 'Harbor Licensing Office',
  lantern: 'Lantern Pension Board',
  granite: 'Granite Tax Office',
  meridian: 'Meridian Health Coverage',
} as const;

/** The sample agency as its visitor sees it. */
export function agencySite(page: Page, slug: keyof typeof agencies) {
  return {
    name: agencies[slug],

    async visit(): Promise<void> {
      await page.goto(`${testPlan.agencyOrigin}/${slug}`);
      await lookClosely(page, `the start at ${agencies[slug]}`);
      await page
        .getByRole('button', { name: 'Sign in with Signet' })
        .or(page.getByRole('link', { name: 'Sign in with Signet' }))
        .click();
    },

    /** Where a person ends who was not signed in. */
    async says(problem: string): Promise<void> {
      await expect(page.locator(`[data-problem="${problem}"]`)).toBeVisible();
      expect(new URL(page.url()).origin).toBe(testPlan.agencyOrigin);
      await lookClosely(page, `${problem} at ${agencies[slug]}`);
    },

    /** A claim that the agency shows it received. */
    async received(claim: string): Promise<string> {
      const shown = page.locator(`[data-claim="${claim}"]`).first();
      await expect(shown).toBeVisible();
      if (claim === 'sub') await lookClosely(page, `what ${agencies[slug]} received`);
      return (await shown.textContent())?.trim() ?? '';
    },

    /** A claim that is an instant, in seconds since 1970. */
    async receivedInstant(claim: string): Promise<number> {
      const shown = page.locator(`[data-claim="${claim}"] [data-seconds]`).first();
      return Number(await shown.getAttribute('data-seconds'));
    },
  };
}
