import { expect, persona, test } from './fixtures.ts';
import { lookClosely, seeProblem, seeScreen } from './vocabulary/screen.ts';
import { breakSource } from './vocabulary/sources.ts';

const kept =
  'What you typed or chose is still on this page. Everything before it is kept in your vault, even if you close the page.';
const ours = `It is our problem, not yours, and it did not count as a try. ${kept} Try again in a few minutes.`;
const closed = `One of the offices that we ask is closed for maintenance. It did not count as a try. ${kept} Try again in an hour or two.`;
const slow = `We are still checking. It takes longer than usual, and it did not count as a try. ${kept} Wait a minute, then try again.`;

test('each source is down once: the page says what happened and what was kept, and the same button goes on (PROOF-6)', async ({
  page,
  someone,
}) => {
  const one = persona('petronel');
  await page.goto('/');
  await someone.createAccount('authenticator app');
  await test.step('a page of the account that cannot be loaded is loaded again from there, by the keyboard alone (WEB-6)', async () => {
    const emails = '**/api/account/emails';
    await page.route(emails, (route) => route.abort());
    await page.getByRole('link', { name: 'Add or change' }).click();
    const problem = page.getByRole('alert');
    await expect(problem).toContainText('No answer came from Signet');
    await expect(page).toHaveTitle('Error: Your e-mail addresses – Signet');
    await lookClosely(page, 'what could not be loaded', '23c-not-loaded');
    const again = page.getByRole('button', { name: 'Try again' });
    await again.focus();
    const before = await problem.elementHandle();
    await page.keyboard.press('Enter');
    // Said anew, as its element is a new one; the focus stays.
    await before?.waitForElementState('hidden');
    await expect(problem).toBeVisible();
    await expect(again).toBeFocused();
    await page.unroute(emails);
    await page.keyboard.press('Enter');
    await expect(problem).toBeHidden();
    await expect(page).toHaveTitle('Your e-mail addresses – Signet');
    await expect(page.locator(':focus')).toContainText(someone.email);
    await page.getByRole('link', { name: 'Back to your account' }).click();
  });
  await test.step('where it is loaded again by what was done elsewhere on the page, the answer to that keeps the focus (WEB-6)', async () => {
    const emails = '**/api/account/emails';
    await page.route(emails, (route) => route.abort());
    await page.getByRole('link', { name: 'Add or change' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await page.unroute(emails);
    const other = `other-${someone.email}`;
    await page.getByLabel('New e-mail address').fill(other);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: other })).toBeVisible();
    await expect(page.getByRole('alert')).toBeHidden();
    await expect(page.locator(':focus')).toContainText(`We sent a link to ${other}`);
    await page.getByRole('link', { name: 'Back to your account' }).click();
  });
  await test.step('a page that is opened anew and cannot be loaded at once leads to what is wrong with it (WEB-6)', async () => {
    const tab = await page.context().newPage();
    const begin = '**/api/second-factors/totp/begin';
    await tab.route(begin, (route) => route.abort());
    await tab.goto('/sign-up/second-step/authenticator');
    await expect(tab.locator(':focus')).toContainText('No answer came from Signet');
    await tab.unroute(begin);
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('Enter');
    await expect(tab.locator(':focus')).toContainText('Enter the 6 digits that the app shows.');
    await tab.close();
  });

  await page.getByRole('link', { name: 'Prove who you are' }).click();
  await someone.giveInformation(one);
  await seeScreen(page, 'Is this right?');

  /** Presses the button and waits for this press's own answer: two outages may read alike. */
  const press = async (button: string) => {
    const answer = page.waitForResponse(
      (response) => new URL(response.url()).pathname === '/api/proofing/step',
    );
    await page.getByRole('button', { name: button }).click();
    expect((await answer).status()).toBe(200);
  };

  for (const [source, fault, words, picture] of [
    ['dmv', 'maintenance', closed, '08e-closed'],
    ['social-security', '500', ours, undefined],
    ['records', 'reset', ours, undefined],
    ['address-record', 'throttled', ours, undefined],
    ['risk', 'timeout', slow, '08f-slow'],
  ] as const) {
    await test.step(`${source} is down (${fault})`, async () => {
      await breakSource(source, fault);
      await press('This is right');
      await seeProblem(page, words, picture);
    });
  }
  await test.step('none of it was a try', async () => {
    await page.reload();
    await someone.unlock();
    await seeScreen(page, 'Is this right?');
    await expect(page.getByText('Tries left')).toHaveCount(0);
  });
  await someone.confirmReview();
  await seeScreen(page, 'Confirm your phone');
  await page.getByLabel('Phone number').fill(one.phone);

  for (const [source, fault, words] of [
    ['phone-ownership', 'garbage', ours],
    ['message-delivery', 'maintenance', closed],
  ] as const) {
    await test.step(`${source} is down (${fault})`, async () => {
      await breakSource(source, fault);
      await press('Send the code');
      await seeProblem(page, words, source === 'phone-ownership' ? '08g-phone-down' : undefined);
    });
  }
  await press('Send the code');
  await seeScreen(page, 'Enter the code');
});
