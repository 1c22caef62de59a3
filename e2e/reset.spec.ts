import { expect, test } from './fixtures.ts';
import { comeBackTo, letTheDayPass, letTheSessionAge } from './vocabulary/clock.ts';
import { outbox } from './vocabulary/outbox.ts';
import { seeScreen } from './vocabulary/screen.ts';

const another = 'a louder harbor after eight';

test('every second step lost, then password and recovery key too: a day each, stopped or gone through (AUTH-21)', async ({
  page,
  someone,
  anotherBrowser,
}) => {
  const now = () => new Date(Date.now() - 1_000);
  const linkSince = async (since: Date, wanted: RegExp) => {
    await expect
      .poll(() => outbox.latestLink(someone.email, since), { timeout: 15_000 })
      .toMatch(wanted);
    return outbox.latestLink(someone.email, since);
  };
  await page.goto('/');
  await someone.createAccount('authenticator app');
  await seeScreen(page, 'Your account');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await seeScreen(page, 'You are signed out');

  const lose = async () => {
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address').fill(someone.email);
    await page.getByLabel('Password', { exact: true }).fill('a quiet harbor before seven');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('link', { name: 'I lost all of these' }).click();
    await seeScreen(page, 'Did you lose every second step?', '25-lost');
    await page.getByRole('button', { name: 'Begin the 24 hours' }).click();
    await expect(page.getByText('You can go on from')).toBeVisible();
  };

  await test.step('somebody who knows the password begins it, and the owner stops it', async () => {
    const since = now();
    await lose();
    await page.goto(await linkSince(since, /\/stop#/));
    await seeScreen(page, 'Stop the change of your account', '26-stop');
    await page.getByRole('button', { name: 'Stop it' }).click();
    await expect(page.getByText('It is stopped. Nothing was changed.')).toBeVisible();
  });

  await test.step('the owner goes through it: text messages take the place of the lost app (AUTH-23)', async () => {
    await lose();
    const since = now();
    letTheDayPass();
    await page.goto(await linkSince(since, /\/new-second-step#/));
    await seeScreen(page, 'A new second step', '27-new-second-step');
    await page.getByRole('button', { name: 'go on in this browser' }).click();
    await expect(page.getByText('Your old ones stop working when you have it')).toBeVisible();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('E-mail address').fill(someone.email);
    await page.getByLabel('Password', { exact: true }).fill('a quiet harbor before seven');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await seeScreen(page, 'Add a second step');
    // Finding a phone or installing an app takes a while: nobody loses the page unwarned (AUTH-8).
    letTheSessionAge(110);
    await comeBackTo(page);
    await page.getByRole('button', { name: 'Stay signed in' }).click();
    await expect(page.getByRole('dialog', { name: 'Are you still there?' })).toBeHidden();
    await someone.useTextMessages();
    await expect(page.getByText('safer than text messages')).toBeVisible();
    await page.getByRole('button', { name: 'Not now' }).click();
    await seeScreen(page, 'Your account');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await seeScreen(page, 'You are signed out');
  });

  await test.step('password and recovery key are lost: the warning, the day, the link, another vault', async () => {
    await page.goto('/recover');
    await expect(page.getByText('what is in the vault is destroyed')).toBeVisible();
    await page.getByRole('link', { name: 'I have neither' }).click();
    await seeScreen(page, 'Reset your account', '28-reset');
    await page.getByLabel('E-mail address').fill('mistyped@example.test');
    await page.getByRole('button', { name: 'Ask for a reset' }).click();
    await expect(page.getByText('mistyped@example.test')).toBeVisible();
    await page.getByRole('link', { name: 'correct it' }).click();
    await expect(page.getByLabel('E-mail address')).toHaveValue('mistyped@example.test');
    await page.getByLabel('E-mail address').fill(someone.email);
    await page.getByRole('button', { name: 'Ask for a reset' }).click();
    await expect(page.getByText(someone.email)).toBeVisible();
    await seeScreen(page, 'Check your e-mail', '29-reset-asked');
    // Whoever is at the computer later reads no address there.
    await page.reload();
    await seeScreen(page, 'Check your e-mail');
    await expect(page.getByText(someone.email)).toHaveCount(0);
    const since = now();
    letTheDayPass();
    const elsewhere = await (await anotherBrowser()).newPage();
    const redeemed: string[] = [];
    elsewhere.on('request', (request) => {
      if (request.url().endsWith('/api/reset/redeem')) redeemed.push(request.url());
    });
    const link = await linkSince(since, /\/reset\/go#/);
    // A program that looks through e-mail loads the page too, and nobody is told anything by it (AUTH-21).
    await elsewhere.goto(link);
    await seeScreen(elsewhere, 'Reset your account', '29b-reset-go');
    expect(redeemed).toEqual([]);
    await elsewhere.goto('about:blank');
    await elsewhere.goto(link);
    // AUTH-4: whose password was switched off in new browsers signs in with it here.
    await elsewhere.getByRole('button', { name: 'I know my password' }).click();
    await expect(elsewhere.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    expect(redeemed).toHaveLength(1);
    await elsewhere.goto('about:blank');
    await elsewhere.goto(link);
    await elsewhere.getByRole('button', { name: 'Go on with the reset' }).click();
    await someone.at(elsewhere).giveSecondStep('text message');
    expect(redeemed).toHaveLength(2);
    await seeScreen(elsewhere, 'Choose a new password', '30-reset-password');
    await elsewhere.getByLabel('New password').fill(another);
    await elsewhere.getByRole('button', { name: 'Destroy the old vault and go on' }).click();
    await seeScreen(elsewhere, 'Your account');
    await expect(elsewhere.getByText('You have not proved who you are yet')).toBeVisible();
    someone.remember({ password: another });
    await page.goto('/');
    await someone.signIn('text message');
    await seeScreen(page, 'Your account');
    await page.getByRole('link', { name: 'Add or remove' }).click();
    await expect(page.getByText('someone can take over a phone number')).toBeVisible();
    await seeScreen(page, 'Your second steps', '20b-second-steps-text');
  });
});
