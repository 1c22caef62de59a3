import { expect, type Page } from '@playwright/test';
import { testPlan } from '../house/test-plan.ts';

export const agencies = {
  harbor: 'Harbor Licensing Office',
  lantern: 'Lantern Pension Board',
} as const;

/** The sample agency as its visitor sees it. */
export function agencySite(page: Page, slug: keyof typeof agencies) {
  return {
    name: agencies[slug],

    async visit(): Promise<void> {
      await page.goto(`${testPlan.agencyOrigin}/${slug}`);
      await page
        .getByRole('button', { name: 'Sign in with Signet' })
        .or(page.getByRole('link', { name: 'Sign in with Signet' }))
        .click();
    },

    /** A claim that the agency shows it received. */
    async received(claim: string): Promise<string> {
      const shown = page.locator(`[data-claim="${claim}"]`).first();
      await expect(shown).toBeVisible();
      return (await shown.textContent())?.trim() ?? '';
    },
  };
}
