import { expect, persona, test } from './fixtures.ts';
import { seeProblem, seeScreen } from './vocabulary/screen.ts';
import { registryOf, withAnotherKey, withAnotherKeyAlone } from './vocabulary/registry.ts';
import { askingFor } from './vocabulary/asking-for.ts';

test('an answer is remembered, can be taken back, and is then asked for anew (AGENCY-40, AGENCY-41, WEB-6)', async ({
  page,
  someone,
  agency,
}) => {
  const one = persona('ottoline');
  const lantern = agency('lantern');

  const less = {
    scope: 'openid profile:name profile:birthdate',
    prompt: 'create',
    login_hint: 'whom-they-know@example.test',
  };
  await askingFor(less, page, () => lantern.visit());
  await test.step('who is sent to make an account begins there, with the address that the agency knows (AGENCY-44)', async () => {
    await seeScreen(page, `Sign in for ${lantern.name}`, '01b-start-new-here');
    await expect(page.locator('.signet-actions a').first()).toHaveText('Create an account');
    await page.getByRole('link', { name: 'Sign in' }).click();
    await expect(page.getByLabel('E-mail address')).toHaveValue(less.login_hint);
    await page.goBack();
  });
  await someone.createAccount('authenticator app');
  await someone.prove(one);
  // Its logo, of the signed registry, beside its verified name (AGENCY-1).
  await expect(page.getByRole('heading', { name: `Share with ${lantern.name}?` })).toBeVisible();
  const logo = page.locator('main img');
  await expect(logo).toBeVisible();
  expect(await logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(96);
  await someone.share(lantern.name);
  expect(await lantern.received('birthdate')).toBe(one.birthDate);

  /** Another day at the agency: it has forgotten the visitor, Signet has not. */
  const comeBack = async () => {
    await page.context().clearCookies({ domain: '127.0.0.1' });
    await lantern.visit();
    await page.getByRole('link', { name: 'Continue' }).click();
    await someone.unlock();
  };

  await test.step('whoever asks for more is answered anew; what is optional is off', async () => {
    await comeBack();
    await seeScreen(page, `Share with ${lantern.name}?`, '11c-consent-more');
    await expect(page.getByText(`${lantern.name} now asks for more`)).toBeVisible();
    await expect(page.getByText('Phone number (New)')).toBeVisible();
    await expect(page.getByLabel('Also share: Phone number')).not.toBeChecked();
    await page.getByRole('button', { name: `Share with ${lantern.name}` }).click();
    expect(await lantern.received('birthdate')).toBe(one.birthDate);
    await expect(page.locator('[data-claim="phone"]')).toHaveCount(0);
  });

  await test.step('the next time the answer is remembered, and said to be', async () => {
    await comeBack();
    await someone.shareAgain(lantern.name);
    expect(await lantern.received('birthdate')).toBe(one.birthDate);
    await expect(page.locator('[data-claim="phone"]')).toHaveCount(0);
  });

  await test.step('also from a device whose clock is an hour fast (AGENCY-4)', async () => {
    await page.clock.setSystemTime(Date.now() + 60 * 60_000);
    await comeBack();
    expect(await page.evaluate(() => Date.now())).toBeGreaterThan(Date.now() + 50 * 60_000);
    await someone.shareAgain(lantern.name);
    expect(await lantern.received('birthdate')).toBe(one.birthDate);
    await page.clock.setSystemTime(Date.now());
  });

  await test.step('what is shared can be changed, by the keyboard alone', async () => {
    await comeBack();
    await seeScreen(page, `Share with ${lantern.name}?`);
    await page.getByRole('button', { name: 'Change what I share' }).focus();
    await page.keyboard.press('Enter');
    // The button is gone with the short question.
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await page.getByLabel('Also share: Phone number').focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: `Share with ${lantern.name}` }).focus();
    await page.keyboard.press('Enter');
    expect(await lantern.received('phone')).toBe(one.phone);
  });

  await test.step('whoever asks for less, and then for all again, is not asking for more', async () => {
    await page.context().clearCookies({ domain: '127.0.0.1' });
    await askingFor({ scope: less.scope }, page, () => lantern.visit());
    await page.getByRole('link', { name: 'Continue' }).click();
    await someone.unlock();
    // All that is asked is required: there is nothing to change.
    await page.getByRole('button', { name: 'Show me the whole question' }).click();
    await someone.share(lantern.name);
    expect(await lantern.received('birthdate')).toBe(one.birthDate);
    await expect(page.locator('[data-claim="phone"]')).toHaveCount(0);
    await comeBack();
    await someone.shareAgain(lantern.name);
    expect(await lantern.received('phone')).toBe(one.phone);
  });

  await test.step('what is wanted on a condition that does not hold stays here, and that is said (AGENCY-30)', async () => {
    const harbor = agency('harbor');
    const conditional = {
      scope: 'openid profile:name',
      claims: JSON.stringify({ userinfo: { birthdate: { value: '1900-01-01' } } }),
    };
    const come = async () => {
      await askingFor(conditional, page, () => harbor.visit());
      await page.getByRole('link', { name: 'Continue' }).click();
      await someone.unlock();
    };
    await come();
    await seeScreen(page, `Share with ${harbor.name}?`, '11e-consent-condition');
    await expect(page.getByText('only on a condition that is not met')).toBeVisible();
    // A tab whose vault was opened before.
    const tab = await page.context().newPage();
    await someone.at(tab).openAccount();
    await page.getByRole('button', { name: `Share with ${harbor.name}` }).click();
    expect(await harbor.received('given_name')).toBe(one.givenName.toUpperCase());
    await expect(page.locator('[data-claim="birthdate"]')).toHaveCount(0);
    // It reads the vault again as soon as it is told; the list is read when it is opened (VAULT-9).
    const list = tab.getByRole('link', { name: 'Connected agencies' });
    const row = tab.getByRole('region', { name: harbor.name });
    await expect(async () => {
      if (!(await list.isVisible())) await tab.goBack();
      await list.click();
      await expect(row.getByText('When it was shared')).toBeVisible({ timeout: 5_000 });
    }).toPass();
    await tab.close();
    // So it is the next time, when the answer is remembered.
    await page.context().clearCookies({ domain: '127.0.0.1' });
    await come();
    await expect(page.getByText('only on a condition that is not met')).toBeVisible();
    await seeScreen(page, `Share with ${harbor.name}?`, '11k-consent-again-condition');
    await page.getByRole('button', { name: `Share this with ${harbor.name}` }).click();
    await harbor.received('given_name');
    await expect(page.locator('[data-claim="birthdate"]')).toHaveCount(0);
  });

  await test.step('of who asks for the level alone the page says what it learns all the same (AGENCY-1)', async () => {
    const meridian = agency('meridian');
    await askingFor({ scope: 'openid' }, page, () => meridian.visit());
    await page.getByRole('link', { name: 'Continue' }).click();
    await someone.unlock();
    await seeScreen(page, `Share with ${meridian.name}?`, '11h-consent-level-alone');
    await expect(page.getByRole('main').getByRole('listitem')).toHaveText([
      `That it is you, by an identifier made for ${meridian.name}`,
      'That you have proved who you are',
    ]);
    await page.getByRole('button', { name: `Share with ${meridian.name}` }).click();
    await meridian.received('sub');
    await expect(page.locator('[data-claim="given_name"]')).toHaveCount(0);
  });

  await test.step('a new key of the agency is shown beside the old one, also where it came while the question stood open (WEB-5)', async () => {
    await comeBack();
    const same = page.getByRole('button', { name: `Share the same with ${lantern.name}` });
    await page.route('**/registry.jws', (route) => route.abort());
    await same.click();
    await seeProblem(page, 'Try again in a moment', '11i-consent-unchecked');
    await page.unroute('**/registry.jws');

    const signed = registryOf(withAnotherKey);
    await page.route('**/registry.jws', (route) => route.fulfill({ body: signed }));
    await same.click();
    await seeProblem(page, 'has changed since this page was opened', '11j-consent-changed');
    await seeScreen(page, `Share with ${lantern.name}?`, '11d-consent-new-key');
    await expect(page.getByText('It is registered with Signet')).toBeVisible();
    await page.getByRole('button', { name: 'No, do not share' }).click();
    await lantern.says('refused');

    // The vault has seen the newer list: the genuine older one is refused from now on, at the yes, too (WEB-20).
    await comeBack();
    await expect(page.getByText('It is registered with Signet')).toBeVisible();
    await page.unroute('**/registry.jws');
    await page.getByRole('button', { name: `Share with ${lantern.name}` }).click();
    await seeScreen(page, 'We stopped to protect you');
    await comeBack();
    await seeScreen(page, 'We stopped to protect you');
    await page.route('**/registry.jws', (route) => route.fulfill({ body: signed }));
  });

  await test.step('whoever stops sharing sees it, and is asked anew', async () => {
    await someone.openAccount();
    await page.getByRole('link', { name: 'Connected agencies' }).click();
    await seeScreen(page, 'Connected agencies', '20-connected-agencies');
    await page.getByRole('region', { name: lantern.name }).getByText('When it was shared').click();
    await expect(page.getByText(/Phone number/).first()).toBeVisible();
    await page.getByRole('button', { name: `Stop sharing with ${lantern.name}` }).click();
    await expect(page.getByText(`You no longer share with ${lantern.name}.`)).toBeVisible();
    await seeScreen(page, 'Connected agencies', '20b-stopped');

    await comeBack();
    await expect(page.getByText(`You stopped sharing with ${lantern.name}`)).toBeVisible();
    await expect(page.getByText('It is registered with Signet')).toBeVisible();
    await someone.share(lantern.name);
    expect(await lantern.received('birthdate')).toBe(one.birthDate);
  });

  await test.step('of a key that the agency gave up the page says which one it was', async () => {
    const signed = registryOf(withAnotherKeyAlone, 2);
    await page.unroute('**/registry.jws');
    await page.route('**/registry.jws', (route) => route.fulfill({ body: signed }));
    await comeBack();
    await expect(page.getByText('no longer has a key that it had')).toBeVisible();
    await seeScreen(page, `Share with ${lantern.name}?`, '11l-consent-key-gone');
    await someone.share(lantern.name);
    expect(await lantern.received('birthdate')).toBe(one.birthDate);
  });
});
