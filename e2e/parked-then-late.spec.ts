import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, persona, test } from './fixtures.ts';
import { citizen } from './vocabulary/citizen.ts';
import { reviewQueue } from './vocabulary/operators.ts';
import { seeProblem, seeScreen } from './vocabulary/screen.ts';
import { nextRisk } from './vocabulary/sources.ts';

test('parked in one account, the same person is proved in another, where an answer got lost: both end well (PROOF-6, PROOF-21, PROOF-23)', async ({
  page,
  someone,
  anotherBrowser,
}) => {
  const one = persona('evangelist');
  await page.goto('/');
  await someone.createAccount('authenticator app');
  await page.getByRole('link', { name: 'Prove who you are' }).click();
  await someone.giveInformation(one);
  await nextRisk('review');
  await someone.confirmReview();
  await someone.confirmPhone(one.phone);
  await seeScreen(page, 'Two people look at your application');

  const other = await (await anotherBrowser()).newPage();
  const twin = citizen(other, `${randomUUID()}@example.test`);
  await test.step('in a second account the answer to the code is lost on its way', async () => {
    await other.goto('/');
    await twin.createAccount('authenticator app');
    await other.getByRole('link', { name: 'Prove who you are' }).click();
    await twin.giveInformation(one);
    await twin.confirmReview();
    await losingTheAnswerTo(other, 'redeem-code', async () => {
      await twin.confirmPhone(one.phone);
      await seeProblem(other, 'No answer came from Signet');
    });
  });

  await test.step('it is there again after a reload, and nothing is asked once more (PROOF-38)', async () => {
    await other.reload();
    await twin.unlock();
    await twin.saveRecoveryKey();
    await seeScreen(other, 'You have proved who you are');
  });

  await test.step('the two operators let the first one pass, too late: it is told so, and may begin anew', async () => {
    const [application = ''] = reviewQueue.waiting();
    for (const operator of [reviewQueue.newOperator(), reviewQueue.newOperator()])
      operator.vote(application, 'pass');
    await page.reload();
    await someone.unlock();
    await seeScreen(page, 'We can go on');
    await page.getByRole('button', { name: 'Go on' }).click();
    await seeScreen(page, 'One person, one account', '09e-late');
    expect(await page.locator('main').textContent()).not.toContain(twin.email);
    await expect(page.getByText('Two people looked at this application before.')).toBeVisible();
    await page.getByRole('button', { name: /begin anew/ }).click();
    await seeScreen(page, 'Before you prove who you are');
  });
});

/** The bff does it, and its answer never reaches the browser. */
async function losingTheAnswerTo(page: Page, step: string, act: () => Promise<void>) {
  const everyStep = '**/api/proofing/step';
  await page.route(everyStep, async (route) => {
    const { step: asked } = route.request().postDataJSON() as { step: string };
    if (asked !== step) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await act();
  await page.unroute(everyStep);
}
