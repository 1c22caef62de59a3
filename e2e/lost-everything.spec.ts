import { expect, persona, test } from './fixtures.ts';
import { letTheDayPass } from './vocabulary/clock.ts';
import { outbox } from './vocabulary/outbox.ts';
import { seeProblem, seeScreen } from './vocabulary/screen.ts';

const another = 'a louder harbor after eight';

test('everything is lost: after two days, which anybody warned can stop, the vault is destroyed and its owner starts anew (AUTH-21)', async ({
  page,
  someone,
  anotherBrowser,
}) => {
  const one = persona('evandine');
  const now = () => new Date(Date.now() - 1_000);
  const letter = async (since: Date, form: RegExp) => {
    await expect
      .poll(() => outbox.latestLink(someone.email, since), { timeout: 15_000 })
      .toMatch(form);
    return outbox.latestLink(someone.email, since);
  };
  const signIn = async (password: string) => {
    await page.goto('/sign-in');
    someone.remember({ password });
    await someone.enter(someone.email);
  };
  await page.goto('/');
  await someone.createAccount('authenticator app');
  await seeScreen(page, 'Your account');
  await page.getByRole('link', { name: 'Prove who you are' }).click();
  await someone.prove(one);
  await seeScreen(page, 'You have proved who you are');
  await someone.openAccount();
  await expect(page.getByText('You have proved who you are')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await seeScreen(page, 'You are signed out');

  /** No password, no recovery key, no passkey: the reset, and its link after the first day. */
  const askForReset = async () => {
    await page.goto('/recover');
    await page.getByRole('link', { name: 'I have neither' }).click();
    await seeScreen(page, 'Reset your account');
    await expect(page.getByText('After a reset it is empty')).toBeVisible();
    await page.getByLabel('E-mail address').fill(someone.email);
    await page.getByRole('button', { name: 'Ask for a reset' }).click();
    await seeScreen(page, 'Check your e-mail');
    const since = now();
    letTheDayPass();
    return letter(since, /\/reset\/go#/);
  };
  const openReset = async (link: string) => {
    await page.goto('about:blank');
    await page.goto(link);
    await seeScreen(page, 'Reset your account');
    await page.getByRole('button', { name: 'Go on with the reset' }).click();
  };
  /** And no second step: a second day. */
  const waitOnceMore = async () => {
    await page.getByRole('link', { name: 'I lost all of these' }).click();
    await seeScreen(page, 'Did you lose every second step?', '25b-lost-everything');
    await expect(page.getByText('Then you wait 24 hours once more')).toBeVisible();
    await page.getByRole('button', { name: 'Begin the 24 hours' }).click();
    await expect(page.getByText('after it the link of the reset once more')).toBeVisible();
    await seeScreen(page, 'Did you lose every second step?', '25c-lost-everything-begun');
  };

  await test.step('somebody else who reads the mail asks for it all, and the owner stops both by one link', async () => {
    const reset = await askForReset();
    await openReset(reset);
    const since = now();
    await seeScreen(page, 'Your second step');
    await waitOnceMore();
    const owner = await (await anotherBrowser()).newPage();
    await owner.goto(await letter(since, /\/stop#/));
    await owner.getByRole('button', { name: 'Stop it' }).click();
    await expect(owner.getByText('It is stopped. Nothing was changed.')).toBeVisible();
    await openReset(reset);
    await seeProblem(page, 'The reset was stopped');
    await signIn('a quiet harbor before seven');
    await someone.giveSecondStep('authenticator app');
    await seeScreen(page, 'Your account');
    await expect(page.getByText('You have proved who you are')).toBeVisible();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await seeScreen(page, 'You are signed out');
  });

  await test.step('the owner goes through both days', async () => {
    const reset = await askForReset();
    await openReset(reset);
    await seeScreen(page, 'Your second step');
    await waitOnceMore();
    const since = now();
    letTheDayPass();
    await page.goto(await letter(since, /\/new-second-step#/));
    await page.getByRole('button', { name: 'go on in this browser' }).click();
    await expect(page.getByText('Now open the link of the reset once more')).toBeVisible();
    await seeScreen(page, 'A new second step', '27b-then-the-reset');
    await openReset(reset);
    await seeScreen(page, 'Choose a new password');
    await expect(page.getByText('This destroys what is in your vault')).toBeVisible();
    await page.getByLabel('New password').fill(another);
    await page.getByRole('button', { name: 'Destroy the old vault and go on' }).click();
    await seeScreen(page, 'Add a second step');
    await someone.addAuthenticatorApp();
    await page.getByRole('button', { name: 'Not now' }).click();
    await seeScreen(page, 'Your account');
    await expect(page.getByText('You have not proved who you are yet')).toBeVisible();
  });

  await test.step('the old password opens nothing, and the person proves anew who they are', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await seeScreen(page, 'You are signed out');
    await signIn('a quiet harbor before seven');
    await seeProblem(page, 'The e-mail address or the password is not right.');
    await signIn(another);
    await someone.giveSecondStep('authenticator app');
    await seeScreen(page, 'Your account');
    await page.getByRole('link', { name: 'Prove who you are' }).click();
    await someone.prove(one);
    await seeScreen(page, 'You have proved who you are');
    await someone.openAccount();
    await expect(page.getByText('You have proved who you are')).toBeVisible();
  });
});
