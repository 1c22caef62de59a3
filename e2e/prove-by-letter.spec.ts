import { expect, persona, test } from './fixtures.ts';
import { letTheNightPass, letterBox } from './vocabulary/letter-box.ts';
import { agencySite } from './vocabulary/agency.ts';
import { registryOf, withPhoneRequired } from './vocabulary/registry.ts';
import { seeProblem, seeScreen } from './vocabulary/screen.ts';

test('a person without a phone proves who they are by letter, and comes back with it at another browser (LETTER-2, LETTER-6, ZONE-5)', async ({
  page,
  someone,
  agency,
  anotherBrowser,
}) => {
  const one = persona('ambrose');
  const harbor = agency('harbor');
  await harbor.visit();
  await someone.createAccount('authenticator app');
  await someone.giveInformation(one);
  await someone.confirmReview();

  await test.step('the letter is offered where the phone is asked for', async () => {
    await seeScreen(page, 'Confirm your phone');
    await page.getByRole('link', { name: 'Send a letter to my address instead' }).click();
    await seeScreen(page, 'Get a letter with a code', '40-letter');
    await expect(page.getByLabel('English')).toBeChecked();
    await page.getByLabel('Español').check();
    await page.getByRole('button', { name: 'Send the letter' }).click();
    await seeScreen(page, 'Your letter', '41-letter-sent');
    await expect(page.getByText('Your letter is on order')).toBeVisible();
    await expect(page.getByText(/You can ask for another letter from/)).toBeVisible();
  });

  await test.step('a phone that is tried meanwhile takes nothing from the letter (LETTER-7)', async () => {
    await page.getByRole('link', { name: 'Use a phone in your name instead' }).click();
    await someone.askForCode(one.phone);
    await seeScreen(page, 'Enter the code');
    await page.getByRole('link', { name: 'Back to my letter' }).click();
    await seeScreen(page, 'Your letter');
    await expect(page.getByRole('link', { name: /phone that got a code/ })).toBeVisible();
    await page.goto('/account');
    await someone.unlock();
    // How it stands cannot be read: the page says so, and looks again.
    await page.route('**/api/letters', (route) => route.abort());
    await page.getByRole('link', { name: 'See how it stands, or enter its code' }).click();
    await seeScreen(page, 'Your letter', '41b-letter-unknown');
    await seeProblem(page, 'How it stands cannot be told now');
    // Said again, where it is as before.
    await page.getByRole('button', { name: 'Look again' }).click();
    await seeProblem(page, 'How it stands cannot be told now');
    await page.unroute('**/api/letters');
    await page.getByRole('button', { name: 'Look again' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await expect(page.getByText('Your letter is on order')).toBeVisible();
    await seeScreen(page, 'Your letter');
    await page.getByRole('link', { name: `Back to ${harbor.name}` }).click();
    await expect(page.getByRole('button', { name: 'Sign in with Signet' })).toBeVisible();
  });

  letTheNightPass();
  const letter = await letterBox.letterTo(one);
  expect([letter.prints, letter.language]).toEqual([1, 'es']);
  expect(letter.text).toContain('Su código de Signet');

  const other = await (await anotherBrowser()).newPage();
  const there = someone.at(other);
  await test.step('its square leads to the code, by way of signing in', async () => {
    await other.goto(letter.link);
    await seeScreen(other, 'Sign in');
    await there.enter(someone.email);
    await there.giveSecondStep('authenticator app');
    await seeScreen(other, 'Enter the code from your letter', '42-letter-code');
    expect(new URL(other.url()).hash).toBe('');
    await expect(other.getByLabel('Code from the letter')).toHaveValue(letter.code);
    await other.getByRole('link', { name: 'How my letter stands' }).click();
    await expect(other.getByText('Your letter is in the mail')).toBeVisible();
    await seeScreen(other, 'Your letter', '43-letter-mailed');
    await other.getByRole('link', { name: 'Enter the code' }).click();
    await other.getByLabel('Code from the letter').fill('00000-00000');
    await other.getByRole('button', { name: 'Confirm my address' }).click();
    await seeProblem(other, 'That code is not right.');
    await other.getByLabel('Code from the letter').fill(letter.code.toLowerCase());
    await other.getByRole('button', { name: 'Confirm my address' }).click();
  });
  await there.saveRecoveryKey();

  await test.step('on to the agency that asked', async () => {
    await seeScreen(other, 'You have proved who you are', '44-done');
    await other.getByRole('link', { name: `Go on to ${harbor.name}` }).click();
    const site = agencySite(other, 'harbor');
    await site.visit();
    await seeScreen(other, `Sign in for ${harbor.name}`);
    await other.getByRole('link', { name: 'Continue' }).click();
    await there.unlock();
    await there.share(harbor.name);
    expect(await site.received('pathway')).toBe('document-and-letter');
    expect(await site.received('address')).toContain(one.address.street.toUpperCase());
    await expect(other.locator('[data-claim="phone"]')).toHaveCount(0);
  });

  await test.step('the account lists the letter', async () => {
    await there.openAccount();
    await other.getByRole('link', { name: 'Letters we sent you' }).click();
    await expect(other.getByText('only the print shop could read them')).toBeVisible();
    await seeScreen(other, 'Letters we sent you', '45-letters');
    await expect(other.getByText('The code of this letter was entered')).toBeVisible();
    await expect(other.getByText('Notice that you proved who you are')).toBeVisible();
    await other.getByRole('link', { name: 'Back to your account' }).click();
    await other.getByRole('link', { name: 'What was checked about you' }).click();
    await seeScreen(other, 'What was checked about you', '45b-record-by-letter');
    await expect(other.getByText('Letter to your address')).toBeVisible();
  });

  await test.step('an agency that requires a phone says what is missing, and what helps', async () => {
    const signed = registryOf(withPhoneRequired);
    await other.route('**/registry.jws', (route) => route.fulfill({ body: signed }));
    await other.context().clearCookies({ domain: '127.0.0.1' });
    const site = agencySite(other, 'harbor');
    await site.visit();
    await other.getByRole('link', { name: 'Continue' }).click();
    await there.unlock();
    await expect(other.getByText('It requires: Phone number.')).toBeVisible();
    await seeScreen(other, `You cannot share with ${harbor.name} now`, '41k-lacking');
    await expect(other.getByRole('button', { name: 'No, do not share' })).toHaveCount(0);
    await other.getByRole('button', { name: `Not now, back to ${harbor.name}` }).click();
    await site.says('refused');
  });

  letTheNightPass();
  await test.step('a second letter tells whoever lives there, and says how to stop it (PROOF-22)', async () => {
    const notice = await letterBox.letterTo(one, [letter.letterId]);
    expect([notice.code, notice.prints, notice.language]).toEqual(['', 1, 'es']);
    await page.goto(notice.typedLink);
    await seeScreen(page, 'Did somebody else use your identity?');
    await page.getByRole('button', { name: 'It was not me: freeze it' }).click();
    await expect(page.getByText('It is frozen')).toBeVisible();
    await seeScreen(page, 'Did somebody else use your identity?', '45c-frozen-by-letter');
  });
});
