import { expect, test } from './fixtures.ts';
import { letTheDayPass } from './vocabulary/clock.ts';
import { outbox } from './vocabulary/outbox.ts';
import { seeScreen } from './vocabulary/screen.ts';

const another = 'a louder harbor after eight';

test('a reset takes the passkey along, says so before and after, and leads to another second step (AUTH-21)', async ({
  page,
  someone,
}) => {
  await page.goto('/');
  await someone.createAccount('passkey', 'backup codes');
  await seeScreen(page, 'Your account');
  await someone.signOut();
  await page.goto('/reset');
  await page.getByLabel('E-mail address').fill(someone.email);
  await page.getByRole('button', { name: 'Ask for a reset' }).click();
  await seeScreen(page, 'Check your e-mail');
  const since = new Date(Date.now() - 1_000);
  letTheDayPass();
  await expect
    .poll(() => outbox.latestLink(someone.email, since), { timeout: 15_000 })
    .toMatch(/\/reset\/go#/);
  await page.goto(await outbox.latestLink(someone.email, since));
  await page.getByRole('button', { name: 'Go on with the reset' }).click();
  await someone.giveSecondStep('backup code');
  await seeScreen(page, 'Choose a new password', '30a-reset-last');
  await expect(page.getByText('Passkeys that you did not use for this reset')).toBeVisible();
  await page.getByLabel('New password').fill(another);
  await page.getByRole('button', { name: 'Destroy the old vault and go on' }).click();
  await seeScreen(page, 'Add a second step', '30b-reset-second-step');
  await expect(page.getByText('Your backup codes are the only second step')).toBeVisible();
  await page.getByRole('link', { name: 'Add an authenticator app' }).click();
  await someone.setUpApp();
  await seeScreen(page, 'Your account');
});
