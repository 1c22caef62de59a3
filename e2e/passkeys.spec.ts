import type { Route } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { letTheDayPass, letTheProofAge } from './vocabulary/clock.ts';
import { outbox } from './vocabulary/outbox.ts';
import { seeProblem, seeScreen } from './vocabulary/screen.ts';

const another = 'a louder harbor after eight';

test('a passkey opens the vault by itself, stands in for a forgotten password, and is shut out again (AUTH-15, AUTH-16, AUTH-17)', async ({
  page,
  someone,
  agency,
  anotherBrowser,
}) => {
  const signOut = async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await seeScreen(page, 'You are signed out');
    await page.goto('/sign-in');
  };
  /** No answer comes to it at first; then it is asked for again by the button that the page has for it. */
  const withoutAnswer = async (what: string, see: () => Promise<void>) => {
    await page.route(what, (route) => route.abort());
    await see();
    await page.unroute(what);
    await page.getByRole('button', { name: 'Try again' }).focus();
    await page.keyboard.press('Enter');
  };
  const seeUnread = async (heading: string, picture?: string) => {
    await expect(page.getByRole('alert')).toContainText('No answer came from Signet');
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeFocused();
    await expect(page).toHaveTitle(`Error: ${heading} – Signet`);
    await seeScreen(page, heading, picture);
  };
  await page.goto('/');
  await someone.createAccount('passkey', 'backup codes');
  await seeScreen(page, 'Your account');

  await test.step('signing in without a password, and again after a reload', async () => {
    await signOut();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await seeScreen(page, 'Your account');
    await page.reload();
    await someone.unlockWithPasskey();
    await seeScreen(page, 'Your account');
  });

  await test.step('the password is forgotten: the passkey stands in for it', async () => {
    await signOut();
    await page.getByRole('link', { name: 'I forgot my password' }).click();
    await page.getByRole('button', { name: 'Use my passkey' }).click();
    await seeScreen(page, 'Choose a new password');
    await page.getByLabel('New password').fill(another);
    await page.getByRole('button', { name: 'Continue' }).click();
    await someone.saveRecoveryKey();
    await seeScreen(page, 'Your account');
    someone.remember({ password: another });
    await page.reload();
    await someone.unlockWithPasskey();
    await seeScreen(page, 'Your account');
  });

  await test.step('another browser, where the passkey is not: the new password and a backup code', async () => {
    const elsewhere = await (await anotherBrowser()).newPage();
    await elsewhere.goto('/');
    await someone.at(elsewhere).signIn('backup code');
    await seeScreen(elsewhere, 'Your account');
  });

  await test.step('an app is added, and the passkey is shut out with a new root key', async () => {
    await page.getByRole('link', { name: 'Add or remove' }).click();
    await seeScreen(page, 'Your second steps', '20-second-steps');
    await expect(page.getByText('9 codes are left.')).toBeVisible();
    await expect(page.getByText('It also opens your vault without the password.')).toBeVisible();
    // Backup codes run out, so the passkey is the last one: it does not offer to change locks in vain.
    const remove = page.getByRole('link', { name: 'Remove: Passkey' });
    const lastStays = page.getByText('To remove it, add another second step first.');
    await expect(lastStays).toHaveCount(1);
    await expect(remove).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Remove: Backup codes' })).toBeVisible();
    await page.getByRole('link', { name: 'Add an authenticator app' }).click();
    await page.getByLabel('Password', { exact: true }).fill('not the one at all');
    await page.getByRole('button', { name: 'Continue' }).click();
    await seeProblem(page, 'That password is not right.');
    await withoutAnswer('**/api/second-factors/totp/begin', async () => {
      await page.getByRole('button', { name: 'Use a passkey instead' }).click();
      // The form that was sent is gone: as on every other page the focus is at the heading, and the problem is said.
      await seeUnread('Set up your authenticator app');
    });
    await expect(page.getByTestId('totp-secret')).toBeVisible();
    letTheProofAge();
    await someone.setUpApp();
    await expect(page.getByText('more than 15 minutes ago')).toBeVisible();
    await page.getByLabel('Password', { exact: true }).fill(another);
    await page.getByRole('button', { name: 'Continue' }).click();
    await someone.setUpApp();
    await seeScreen(page, 'Your second steps');
    await expect(remove).toBeVisible();
    // Another browser takes the app away meanwhile.
    const withoutApp = async (route: Route) => {
      const response = await route.fetch();
      const listed = (await response.json()) as { secondFactors: { kind: string }[] };
      const secondFactors = listed.secondFactors.filter(({ kind }) => kind !== 'totp');
      await route.fulfill({ response, json: { secondFactors } });
    };
    await page.route('**/api/second-factors', withoutApp, { times: 1 });
    await remove.click();
    await expect(lastStays).toBeVisible();
    await seeScreen(page, 'Remove: Passkey', '21d-remove-last');
    await page.getByRole('link', { name: 'Not now' }).click();
    await expect(remove).toBeVisible();
    await withoutAnswer('**/api/second-factors', async () => {
      await remove.click();
      await seeUnread('Remove a second step', '21c-remove-unread');
    });
    await seeScreen(page, 'Remove: Passkey', '21-remove-passkey');
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await page.getByLabel('Password', { exact: true }).fill(another);
    await page.getByRole('button', { name: 'Remove it' }).click();
    await seeScreen(page, 'Write down your recovery key');
    // A pen is not found at once: the change was begun in time, the removal comes too late.
    letTheProofAge();
    await someone.saveRecoveryKey();
    await expect(page.getByText('One thing is left')).toBeVisible();
    await seeScreen(page, 'Remove: Passkey', '21b-one-thing-left');
    await page.getByLabel('Password', { exact: true }).fill(another);
    await page.getByRole('button', { name: 'Remove it' }).click();
    await seeScreen(page, 'Your second steps');
    await expect(page.getByRole('heading', { name: 'Passkey' })).toBeHidden();
    await page.getByRole('link', { name: 'Back to your account' }).click();
    await signOut();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await seeProblem(page, 'That passkey did not work.');
    await page.goto('/');
    await someone.signIn('authenticator app');
    await seeScreen(page, 'Your account');
  });

  await test.step('the locks are changed on demand; a passkey that is only a second step is let in', async () => {
    await page.getByRole('link', { name: 'Add or remove' }).click();
    await page.getByRole('link', { name: 'Add a passkey' }).click();
    await page.getByLabel('Password', { exact: true }).fill(another);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Make the passkey' }).click();
    await seeScreen(page, 'Your second steps');
    await page.getByRole('link', { name: 'Back to your account' }).click();
    await page.getByRole('link', { name: 'Change the locks of your vault' }).click();
    await seeScreen(page, 'Change the locks of your vault', '22-new-locks');
    await page.getByLabel('Password', { exact: true }).fill(another);
    await page.getByRole('button', { name: 'Change the locks' }).click();
    await someone.saveRecoveryKey();
    await seeScreen(page, 'Your account');
    await page.getByRole('link', { name: 'Add or remove' }).click();
    const letOpen = page.getByRole('link', { name: 'Let it open my vault too' });
    await expect(letOpen).toBeVisible();
    await withoutAnswer('**/api/second-factors', async () => {
      await letOpen.click();
      await seeUnread('Let your passkey open your vault');
    });
    await seeScreen(page, 'Let your passkey open your vault');
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await page.getByLabel('Password', { exact: true }).fill(another);
    await page.getByRole('button', { name: 'Continue' }).click();
    await seeScreen(page, 'Your second steps');
    await page.getByRole('link', { name: 'Back to your account' }).click();
    await signOut();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await seeScreen(page, 'Your account');
  });

  await test.step('it is lost with every other step: after the day, new locks come first (AUTH-21)', async () => {
    const proveAgain = async () => {
      await page.getByLabel('E-mail address').fill(someone.email);
      await page.getByLabel('Password', { exact: true }).fill(another);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    };
    await signOut();
    await proveAgain();
    await page.getByRole('link', { name: 'I lost all of these' }).click();
    await page.getByRole('button', { name: 'Begin the 24 hours' }).click();
    await expect(page.getByText('You can go on from')).toBeVisible();
    const since = new Date(Date.now() - 1_000);
    letTheDayPass();
    const link = () => outbox.latestLink(someone.email, since);
    await expect.poll(link, { timeout: 15_000 }).toMatch(/\/new-second-step#/);
    await page.goto(await link());
    await page.getByRole('button', { name: 'go on in this browser' }).click();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await proveAgain();
    await seeScreen(page, 'Add a second step');
    await someone.useTextMessages();
    await page.getByRole('button', { name: 'Not now' }).click();
    await seeScreen(page, 'Change the locks of your vault');
    await expect(page.getByText('This comes first')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Use a passkey instead' })).toBeHidden();
    const lantern = agency('lantern');
    await lantern.visit();
    await page.getByRole('link', { name: 'Continue' }).click();
    await page.getByLabel('Password', { exact: true }).fill(another);
    await page.getByRole('button', { name: 'Open my vault' }).click();
    await seeScreen(page, 'Change the locks of your vault', '38-new-locks-due');
    await expect(page.getByText('The agency’s request waits meanwhile')).toBeVisible();
    await page.getByLabel('Password', { exact: true }).fill(another);
    await page.getByRole('button', { name: 'Change the locks' }).click();
    await someone.saveRecoveryKey();
    await seeScreen(page, 'Before you prove who you are');
    await expect(page.getByRole('banner')).toContainText(`for ${lantern.name}`);
  });
});
