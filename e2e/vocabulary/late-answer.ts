import type { Page, Response, Route } from '@playwright/test';

/** Does what makes the page ask, and keeps the answer, which stands by then, back until it is let go. */
export async function keepBack(
  page: Page,
  asked: string,
  ask: () => Promise<void>,
): Promise<() => Promise<Response>> {
  const [taken, late] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const answerLate = async (route: Route) => {
    const response = await route.fetch();
    taken.resolve();
    await late.promise;
    await route.fulfill({ response });
  };
  await page.route(asked, answerLate, { times: 1 });
  await ask();
  await taken.promise;
  return async () => {
    const answered = page.waitForResponse(asked);
    late.resolve();
    return answered;
  };
}
