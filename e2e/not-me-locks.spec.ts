import { expect, test } from './fixtures.ts';
import { outbox } from './vocabulary/outbox.ts';
import { seeScreen } from './vocabulary/screen.ts';

const another = 'a louder harbor after eight';

test('whoever says “it was not me” of a sign-in that changed the recovery key changes the locks after the password, and is told why (AUTH-22)', async ({
  page,
  someone,
  anotherBrowser,
}) => {
  await page.goto('/');
  await someone.createAccount('authenticator app');
  await seeScreen(page, 'Your account');

  const signedInElsewhere = new Date(Date.now() - 1_000);
  const elsewhere = await (await anotherBrowser()).newPage();
  await elsewhere.goto('/');
  const thief = someone.at(elsewhere);
  await thief.signIn('authenticator app');
  await seeScreen(elsewhere, 'Your account');
  await elsewhere.goto('/account/recovery-key');
  await thief.unlock();
  await seeScreen(elsewhere, 'Make a new recovery key');
  await thief.enterPassword('Make a new key');
  await thief.saveRecoveryKey();
  await seeScreen(elsewhere, 'Your account');

  await page.goto(await outbox.linkLike(someone.email, signedInElsewhere, /http\S+\/not-me#\S+/));
  await page.getByRole('button', { name: 'It was not me: sign everyone out' }).click();
  await expect(page.getByText('Everyone is signed out')).toBeVisible();
  await page.goto('/');
  await someone.signIn('authenticator app');
  await seeScreen(page, 'Change your password');
  await page.getByLabel('Current password').fill('a quiet harbor before seven');
  await page.getByLabel('New password', { exact: true }).fill(another);
  await page.getByRole('button', { name: 'Change password' }).click();
  await seeScreen(page, 'Your password was changed', '32b-locks-due');
  await expect(page.getByText('Your recovery key is still the same')).toBeHidden();
  await page.getByRole('link', { name: 'Change the locks of your vault' }).click();
  await expect(page.getByText('a sign-in that you said was not yours')).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(another);
  await page.getByRole('button', { name: 'Change the locks' }).click();
  await someone.saveRecoveryKey();
  await seeScreen(page, 'Your account');
});
