import type { Page } from '@playwright/test';
import { testPlan } from '../house/test-plan.ts';

/** The agency's own request, in which something else stands than usual. */
export async function askingFor(
  changes: Readonly<Record<string, string>>,
  page: Page,
  visit: () => Promise<void>,
): Promise<void> {
  const leaving = `${testPlan.agencyOrigin}/*/**`;
  await page.route(leaving, async (route) => {
    const response = await route.fetch({ maxRedirects: 0 });
    const { location } = response.headers();
    if (location === undefined) return route.fulfill({ response });
    const url = new URL(location, testPlan.agencyOrigin);
    for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value);
    return route.fulfill({ response, headers: { ...response.headers(), location: url.href } });
  });
  await visit();
  await page.unroute(leaving);
}
