import { expect, test } from './fixtures.ts';
import { outbox } from './vocabulary/outbox.ts';
import { seeScreen } from './vocabulary/screen.ts';

test('an account is deleted, and nobody signs in with it any more (AUTH-12)', async ({
  page,
  someone,
}) => {
  await page.goto('/');
  await someone.createAccount('authenticator app');
  await someone.openAccount();

  await test.step('what was recorded is read and deleted first (AUTH-13)', async () => {
    await page.getByRole('link', { name: 'What Signet records' }).click();
    await seeScreen(page, 'What Signet records', '17-activity');
    await expect(page.getByText('Second step added')).toBeVisible();
    await page.getByRole('button', { name: 'Delete this list' }).click();
    await expect(page.getByText('Nothing is recorded.')).toBeVisible();
    await page.getByRole('link', { name: 'Back to your account' }).click();
  });

  const asked = new Date(Date.now() - 1_000);
  await page.getByRole('link', { name: 'Delete my account' }).click();
  await seeScreen(page, 'Delete your account', '16-delete');
  await page.getByLabel('Password', { exact: true }).fill('a quiet harbor before seven');
  await page.getByRole('button', { name: 'Delete my account' }).click();
  await seeScreen(page, 'Your account is deleted');
  expect(await outbox.latestLink(someone.email, asked)).toMatch(/^http/);

  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Your account');
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(someone.email);
  await page.getByLabel('Password', { exact: true }).fill('a quiet harbor before seven');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText(
    'The e-mail address or the password is not right.',
  );
});
