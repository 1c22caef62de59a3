import { expect, test } from './fixtures.ts';
import { seeScreen } from './vocabulary/screen.ts';

test('the pages of the provider itself, without script: what cannot go on, and signing out (WEB-6)', async ({
  page,
  someone,
}) => {
  await page.goto('/openid_connect/authorize?client_id=nobody-that-is-registered');
  await seeScreen(page, 'We cannot go on');
  await expect(page.locator('code')).toHaveText('invalid_client');

  await page.goto('/');
  await someone.createAccount('authenticator app');
  await page.goto('/openid_connect/logout');
  await seeScreen(page, 'Sign out of Signet?');
  await page.getByRole('button', { name: 'Stay signed in' }).click();
  await someone.openAccount();
  await page.goto('/openid_connect/logout');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await seeScreen(page, 'You are signed out');
});
