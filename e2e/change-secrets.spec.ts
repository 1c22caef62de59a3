import type { Page, Route } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { letTheProofAge } from './vocabulary/clock.ts';
import { outbox } from './vocabulary/outbox.ts';
import { seeProblem, seeScreen } from './vocabulary/screen.ts';

const another = 'a louder harbor after eight';
const third = 'no harbor at all, but a bridge';
const unheard = 'a harbor that nobody heard of';
const noAnswer = 'No answer came, so we do not know whether this took effect.';

/** The bff does what it is asked, and its answer never comes; nor one to what is asked next there. */
async function loseAnswerTo(page: Page, path: string, next: string): Promise<void> {
  const once = { times: 1 };
  const lose = async (route: Route) => {
    await route.fetch();
    await page.route(`**${next}`, (other) => other.abort(), once);
    await route.abort();
  };
  await page.route(`**${path}`, lose, once);
}

test('a new password, a new recovery key, and a forgotten password (AUTH-10, VAULT-10)', async ({
  page,
  someone,
  agency,
}) => {
  await page.goto('/');
  await someone.createAccount('authenticator app');
  await someone.openAccount();

  await test.step('the password is changed, after a wrong one was typed', async () => {
    await page.getByRole('link', { name: 'Change password' }).click();
    await seeScreen(page, 'Change your password', '14-change-password');
    await page.getByLabel('Current password').fill('not the one at all');
    await page.getByLabel('New password').fill(another);
    await page.getByRole('button', { name: 'Change password' }).click();
    await seeProblem(page, 'That password is not right.');
    await page.getByLabel('Current password').fill('a quiet harbor before seven');
    // Nobody hears that the first choice took effect, and another one is typed meanwhile.
    await page.getByLabel('New password').fill(unheard);
    await loseAnswerTo(page, '/api/vault/pending/commit-slot', '/api/vault');
    await page.getByRole('button', { name: 'Change password' }).click();
    await seeProblem(page, noAnswer);
    await page.getByLabel('New password').fill(another);
    await page.getByRole('button', { name: 'Change password' }).click();
    await seeProblem(page, 'Your password is changed already, to the one that you chose first.');
    await page.getByLabel('Current password').fill(unheard);
    await loseAnswerTo(page, '/api/vault/pending/commit-slot', '/api/vault');
    await page.getByRole('button', { name: 'Change password' }).click();
    await seeProblem(page, noAnswer);
    await page.getByRole('button', { name: 'Change password' }).click();
    await seeScreen(page, 'Your password was changed');
    await page.getByRole('link', { name: 'Back to your account' }).click();
    someone.remember({ password: another });
  });

  let key = '';
  await test.step('a new recovery key is made and written down', async () => {
    await expect(page.getByText('You have not written one down yet')).toBeVisible();
    await page.getByRole('link', { name: 'Ways back in' }).click();
    await page.getByRole('link', { name: 'Make a recovery key' }).click();
    await seeScreen(page, 'Make a recovery key', '16a-first-recovery-key');
    await page.getByLabel('Password', { exact: true }).fill(another);
    await page.getByRole('button', { name: 'Make the key' }).click();
    await seeScreen(page, 'Write down your recovery key');
    // Another one is made in another tab while this one is written down: it opens nothing, and begins anew here.
    const tab = await page.context().newPage();
    await tab.goto('/account/recovery-key');
    await someone.at(tab).unlock();
    await seeScreen(tab, 'Make a new recovery key');
    await someone.at(tab).enterPassword('Make a new key');
    await someone.at(tab).saveRecoveryKey();
    await seeScreen(tab, 'Your account');
    await tab.close();
    await someone.saveRecoveryKey();
    await expect(page.getByText('Throw away the key you wrote down')).toBeVisible();
    await seeScreen(page, 'Make a new recovery key', '16b-overtaken');
    await someone.enterPassword('Make a new key');
    await loseAnswerTo(page, '/api/vault/pending/commit-slot', '/api/vault');
    key = await someone.saveRecoveryKey();
    await seeProblem(page, noAnswer);
    await page.getByRole('button', { name: 'I saved it' }).click();
    await seeScreen(page, 'Your account');
  });

  await test.step('what was written down is checked, and the bff is not told the key (AUTH-24)', async () => {
    await expect(page.getByText('Not checked since')).toBeVisible();
    await page.getByRole('link', { name: 'Ways back in' }).click();
    await seeScreen(page, 'Ways back into your account', '33-ways-back');
    await page.getByRole('link', { name: 'Check it now' }).click();
    await seeScreen(page, 'Check your recovery key', '34-check-key');
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
    await page.getByLabel('Recovery key').fill(key.toLowerCase());
    await page.getByRole('button', { name: 'Check it' }).click();
    await seeScreen(page, 'Check your recovery key', '35-key-is-right');
    await expect(page.getByText('Your recovery key is right')).toBeVisible();
    expect(sent.some((one) => one.includes('/recovery/checked {}'))).toBe(true);
    expect(sent.join(' ').toUpperCase()).not.toContain(key.replaceAll('-', ''));
    await page.getByRole('link', { name: 'Back to the ways back in' }).click();
    await expect(page.getByText('Last checked')).toBeVisible();
    await page.getByRole('link', { name: 'Back to your account' }).click();
  });

  await test.step('the password is forgotten: a mistyped key is found at once, the right one opens', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in again' }).click();
    await page.getByRole('link', { name: 'I forgot my password' }).click();
    await seeScreen(page, 'Forgot your password?', '15-recover');
    await page.getByLabel('E-mail address').fill(someone.email);
    await page
      .getByLabel('Recovery key')
      .fill(key.replace(/^./, (first) => (first === '7' ? '8' : '7')));
    await page.getByRole('button', { name: 'Go on' }).click();
    await seeProblem(page, 'Something in the key is mistyped.');
    await page.getByLabel('Recovery key').fill(key.toLowerCase());
    await page.getByRole('button', { name: 'Go on' }).click();
    await someone.giveSecondStep('authenticator app');
    await seeScreen(page, 'Choose a new password');
    // Reloaded: the password that was forgotten is asked for, and there is a way on without it.
    await page.reload();
    await seeScreen(page, 'Enter your password to go on', '19b-unlock-recovering');
    await page.getByRole('link', { name: 'begin again' }).click();
    const giveTheKey = async () => {
      await page.getByLabel('E-mail address').fill(someone.email);
      await page.getByLabel('Recovery key').fill(key);
      await page.getByRole('button', { name: 'Go on' }).click();
      await someone.giveSecondStep('authenticator app');
      await seeScreen(page, 'Choose a new password');
      await page.getByLabel('New password').fill(third);
    };
    await giveTheKey();
    letTheProofAge();
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByText('That took more than 15 minutes')).toBeVisible();
    await seeScreen(page, 'Choose a new password', '15b-recovery-late');
    await page.getByRole('link', { name: 'Give it once more' }).click();
    await giveTheKey();
    await page.getByRole('button', { name: 'Continue' }).click();
    const next = await someone.saveRecoveryKey();
    expect(next).not.toBe(key);
    key = next;
    await seeScreen(page, 'Your account');
    someone.remember({ password: third });
  });

  await test.step('the owner was told, and signs in with the new password', async () => {
    const link = await outbox.latestLink(someone.email, new Date(Date.now() - 60_000));
    expect(link).toMatch(/\/(recover|sign-in)$/);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await seeScreen(page, 'You are signed out');
    await page.goto('/');
    await someone.signIn('authenticator app');
    await seeScreen(page, 'Your account');
  });

  await test.step('whoever leaves in the middle, and then remembers the password, makes both anew, and comes back to the agency’s request', async () => {
    const lantern = agency('lantern');
    const waits = page.getByText('The agency’s request waits meanwhile');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await seeScreen(page, 'You are signed out');
    await page.goto('/recover');
    await page.getByLabel('E-mail address').fill(someone.email);
    await page.getByLabel('Recovery key').fill(key);
    await page.getByRole('button', { name: 'Go on' }).click();
    await someone.giveSecondStep('authenticator app');
    await seeScreen(page, 'Choose a new password');
    await page.context().clearCookies();
    await lantern.visit();
    await someone.signIn('authenticator app');
    await seeScreen(page, 'Change your password', '32b-change-due-for-agency');
    await expect(waits).toBeVisible();
    await page.getByLabel('Current password').fill(third);
    await page.getByLabel('New password', { exact: true }).fill(another);
    await page.getByRole('button', { name: 'Change password' }).click();
    await seeScreen(page, 'Your password was changed', '36-key-due');
    await page.getByRole('link', { name: 'Make a new recovery key' }).click();
    await seeScreen(page, 'Make a new recovery key', '37-new-key-due');
    await expect(waits).toBeVisible();
    await expect(page.getByRole('link', { name: 'Not now' })).toHaveCount(0);
    await page.getByLabel('Password', { exact: true }).fill(another);
    await page.getByRole('button', { name: 'Make a new key' }).click();
    expect(await someone.saveRecoveryKey()).not.toBe(key);
    await seeScreen(page, 'Before you prove who you are');
    await expect(page.getByRole('banner')).toContainText(`for ${lantern.name}`);
  });
});
