import { randomUUID } from 'node:crypto';
import { expect, test } from './fixtures.ts';
import { outbox } from './vocabulary/outbox.ts';
import { seeProblem, seeScreen } from './vocabulary/screen.ts';

const list = /\/assets\/password-blocklist[^/]*\.bin$/;
const easilyGuessed =
  'This password is on, or looks like one on, a list of passwords that are easily guessed.';

test('a password is chosen: what is refused, what is said, and from where (AUTH-18)', async ({
  page,
  context,
  someone,
}) => {
  const loaded: string[] = [];
  page.on('request', (request) => {
    if (list.test(request.url())) loaded.push(new URL(page.url()).pathname);
  });
  const password = page.getByLabel('Password', { exact: true });
  const said = page.locator('.signet-strength');
  const go = page.getByRole('button', { name: 'Continue' });

  await test.step('the list is not loaded by any page before', async () => {
    await page.goto('/sign-in');
    await seeScreen(page, 'Sign in');
    await page.goto('/');
    await someone.beginSignUp();
    expect(new Set(loaded)).toEqual(new Set(['/sign-up/password']));
  });

  await test.step('while one types, the strength is told in words', async () => {
    await expect(page.getByText('At least 15 characters.')).toBeVisible();
    await password.fill('seven herons');
    await expect(said).toHaveText('Not long enough yet: 12 of 15 characters.');
    await password.fill('PasswordPassword');
    await expect(said).toContainText(easilyGuessed);
    await password.fill('grandmother house');
    await expect(said).toContainText('Weak');
    await seeScreen(page, 'Choose a password', '03b-weak');
    await password.fill('otter lantern gravel velvet cactus pilot');
    await expect(said).toHaveText('Strong: very hard to guess.');
    await seeScreen(page, 'Choose a password', '03e-strong');
  });

  for (const [typed, sentence] of [
    ['seven herons', 'Use at least 15 characters.'],
    ['Correct Horse Battery Staple', easilyGuessed],
    [someone.email, 'This password is little more than your e-mail address'],
    ['Signet signet SIGNET', 'This password is little more than the name of this site'],
  ] as const) {
    await test.step(`refused: ${sentence}`, async () => {
      await password.fill(typed);
      await go.click();
      await seeProblem(page, sentence, typed.startsWith('Correct') ? '03c-listed' : undefined);
    });
  }

  await test.step('where the list cannot be loaded, no password is taken', async () => {
    await page.route(list, (route) => route.abort());
    await page.reload();
    await password.fill('seven grey herons on a wire');
    await go.click();
    await seeProblem(page, 'could not be loaded', '03d-unchecked');
    await page.unroute(list);
  });

  await test.step('one that is pasted is taken, and then the list is loaded', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(() => navigator.clipboard.writeText('秋天的河边有七只灰色的鹭在看月亮'));
    await password.fill('');
    await password.press('Control+V');
    await expect(said).toHaveText('Strong: very hard to guess.');
    await go.click();
    await seeScreen(page, 'Add a second step');
  });
});

test('a link that somebody else asked for ends nobody’s session by being opened, and says for which address it is (AUTH-9)', async ({
  page,
  someone,
  anotherBrowser,
}) => {
  await page.goto('/');
  await someone.createAccount('authenticator app');
  await someone.openAccount();
  const stranger = `o'brien-${randomUUID()}@example.test`;
  const since = new Date(Date.now() - 1_000);
  const elsewhere = await (await anotherBrowser()).newPage();
  await elsewhere.goto('/sign-up');
  await elsewhere.getByLabel('E-mail address').fill('jürgen@example.test');
  await elsewhere.getByRole('button', { name: 'Send me the link' }).click();
  await seeProblem(
    elsewhere,
    'Before the @ we can only write to the letters a to z',
    '02b-letters',
  );
  await elsewhere.getByLabel('E-mail address').fill(stranger);
  await elsewhere.getByRole('button', { name: 'Send me the link' }).click();
  await seeScreen(elsewhere, 'Check your e-mail');
  await expect(elsewhere.getByText(stranger)).toBeVisible();
  const link = await outbox.latestLink(stranger, since);
  const tab = await page.context().newPage();

  await test.step('whoever stays is still signed in', async () => {
    await tab.goto(link);
    await expect(tab.getByText(`You are signed in as ${someone.email}.`)).toBeVisible();
    await seeScreen(tab, 'Somebody is signed in here', '03f-signed-in');
    await tab.getByRole('link', { name: 'Stay signed in' }).click();
    await seeScreen(tab, 'Enter your password to go on');
    await page.reload();
    await seeScreen(page, 'Enter your password to go on');
  });

  await test.step('nor is anybody said to be signed in whose second step is missing', async () => {
    const halfway = await (await anotherBrowser()).newPage();
    await halfway.goto('/sign-in');
    await someone.at(halfway).enter(someone.email);
    await seeScreen(halfway, 'Your second step');
    await halfway.goto(link);
    await seeScreen(halfway, 'Something else was begun here', '03g-begun');
    await expect(halfway.getByText('You are signed in as')).toHaveCount(0);
    await halfway.getByRole('link', { name: 'Go on with what was begun' }).click();
    await seeScreen(halfway, 'Your second step');
  });

  await test.step('whoever goes on is signed out first, and reads whose account it will be', async () => {
    await tab.goto(link);
    await tab.getByRole('button', { name: 'Sign out and go on' }).click();
    await expect(tab.getByText(`You are making an account for ${stranger}.`)).toBeVisible();
    await tab.getByRole('link', { name: 'Use an address of your own' }).click();
    await seeScreen(tab, 'Create your account');
  });
});
