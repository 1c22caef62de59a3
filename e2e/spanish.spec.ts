import path from 'node:path';
import type { Page } from '@playwright/test';
import { foldersOf } from '../scripts/launch/plan.ts';
import { expect, persona, test } from './fixtures.ts';
import { testHome } from './house/test-plan.ts';
import { askingFor } from './vocabulary/asking-for.ts';
import { codeNow } from './vocabulary/authenticator-app.ts';
import { outbox } from './vocabulary/outbox.ts';
import { lookClosely } from './vocabulary/screen.ts';
import { englishOn, es, expectSpanish } from './vocabulary/texts.ts';

const password = 'una bahía tranquila antes de las siete';
const nameInSpanish = 'Oficina de Licencias Harbor';

test('from an agency that asks for Spanish to the account, in Spanish, with English and back in the middle of a form (LANG-1, LANG-2, AGENCY-44)', async ({
  page,
  someone: { email },
  agency,
}) => {
  const one = persona('ximena');
  const harbor = agency('harbor');
  const begun = new Date(Date.now() - 1_000);
  const see = (heading: string, picture?: string) => seeSpanish(page, heading, picture);
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const fill = (label: string, value: string) =>
    page.getByLabel(label, { exact: true }).fill(value);

  await test.step('its name, and what it asks for, as it says it in Spanish', async () => {
    await askingFor({ ui_locales: 'es-US en' }, page, () => harbor.visit());
    await see(es('Sign in for {name}', { name: nameInSpanish }), '60-es-start');
    await expect(page.getByRole('banner')).toContainText(nameInSpanish);
  });

  await test.step('signing up; the e-mail is in Spanish', async () => {
    await page.getByRole('link', { name: es('Create an account') }).click();
    await see(es('Create your account'), '61-es-e-mail');
    await press(es('Send me the link'));
    await expect(page.getByRole('alert')).toBeVisible();
    await expectSpanish(page);
    await fill(es('E-mail address'), email);
    await press(es('Send me the link'));
    await see(es('Check your e-mail'), '61b-es-check-e-mail');
    const link = await outbox.linkLike(email, begun, /https?:\S+(?=\s+Si no fue usted)/);
    await page.goto(link);
    await see(es('Choose a password'), '62-es-password');
  });

  await test.step('English and back, by keyboard, in the middle of the form: what was typed stays, and so does the focus', async () => {
    await page.getByLabel(es('Password'), { exact: true }).fill(password);
    await expect(page.getByText('difícil de adivinar')).toBeVisible();
    const english = page.getByRole('button', { name: 'English' });
    await expect(english).toHaveAttribute('lang', 'en');
    await english.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Choose a password' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(page).toHaveTitle('Choose a password – Signet');
    await expect(page.getByRole('status')).toContainText('This page is in English now.');
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue(password);
    await expect(page.getByText('hard to guess')).toBeVisible();
    await expect(page.getByText('difícil de adivinar')).toHaveCount(0);
    expect((await englishOn(page)).length, 'English is found where it is').toBeGreaterThan(10);
    await lookClosely(page, 'Choose a password');
    const spanish = page.getByRole('button', { name: 'Español' });
    await expect(spanish).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByLabel(es('Password'), { exact: true })).toHaveValue(password);
    await see(es('Choose a password'));
    await page.reload();
    await see(es('Choose a password'));
  });

  await test.step('a second step', async () => {
    await page.getByLabel(es('Password'), { exact: true }).fill(password);
    await press(es('Continue'));
    await see(es('Add a second step'), '63-es-second-step');
    await page.getByRole('link', { name: es('Use an app') }).click();
    await see(es('Set up your authenticator app'), '64-es-app');
    const secret = (await page.getByTestId('totp-secret').textContent()) ?? '';
    await fill(es('6-digit code from the app'), await codeNow(secret));
    await press(es('Continue'));
    await see(es('Add a spare second step'));
    await press(es('Not now'));
  });

  await test.step('proving who they are; the code comes in Spanish', async () => {
    await see(es('Before you prove who you are'), '65-es-before');
    await page.getByLabel(es('I agree that Signet checks my information in this way.')).check();
    await press(es('Start'));
    await see(es('Take photos of your ID'), '66-es-id');
    for (const [label, side] of [
      ['Front of your ID', 'front'],
      ['Back of your ID', 'back'],
    ] as const)
      await page
        .getByLabel(es(label))
        .setInputFiles(path.join(foldersOf(testHome).personas, one.id, `${side}.jpg`));
    await press(es('Check my ID'));
    await see(es('Your Social Security number'), '67-es-ssn');
    await fill(es('Social Security number'), one.ssn);
    await press(es('Continue'));
    await see(es('Is this right?'), '68-es-review');
    await press(es('This is right'));
    await see(es('Confirm your phone'), '69-es-phone');
    const asked = new Date(Date.now() - 1_000);
    await fill(es('Phone number'), one.phone);
    await press(es('Send the code'));
    await see(es('Enter the code'), '70-es-code');
    await outbox.linkLike(one.phone, asked, /\d{6} es su código de confirmación/);
    await fill(
      es('{digits}-digit code', { digits: '6' }),
      await outbox.latestCode(one.phone, asked),
    );
    await press(es('Confirm'));
    await see(es('Write down your recovery key'), '71-es-recovery-key');
    const groups = await page.getByTestId('recovery-key').getByRole('listitem').allTextContents();
    await fill(es('Type the second group of your key'), groups[1] ?? '');
    await press(es('I saved it'));
  });

  await test.step('sharing, by the agency’s own Spanish words; the open vault outlives English and back', async () => {
    await see(es('Share with {name}?', { name: nameInSpanish }), '72-es-consent');
    await expect(page.getByText('Para imprimirlo en su licencia').first()).toBeVisible();
    await page.getByRole('button', { name: 'English' }).click();
    await expect(
      page.getByRole('heading', { level: 1, name: `Share with ${harbor.name}?` }),
    ).toBeVisible();
    await expect(page.getByText('To print it on your license').first()).toBeVisible();
    await page.getByRole('button', { name: 'Español' }).click();
    await see(es('Share with {name}?', { name: nameInSpanish }));
    await press(es('Share with {name}', { name: nameInSpanish }));
    expect(await harbor.received('given_name')).toBe(one.givenName.toUpperCase());
  });

  await test.step('the account, which is written to in Spanish', async () => {
    await page.goto('/account');
    await see(es('Enter your password to go on'));
    await page.getByLabel(es('Password'), { exact: true }).fill(password);
    await press(es('Open my vault'));
    await see(es('Your account'), '73-es-account');
    await expect(page.getByText(es('We write to you in Spanish'))).toBeVisible();
    await page.getByRole('button', { name: 'English' }).click();
    await expect(page.getByText('We write to you in English')).toBeVisible();
    await outbox.linkLike(email, begun, /https?:\S+(?=\s*$)/);
    await page.getByRole('button', { name: 'Español' }).click();
    await expect(page.getByText(es('We write to you in Spanish'))).toBeVisible();
    // Where the account's language could not be kept it is told, once it is asked for there; what became of it then has the focus that its button had.
    await page.route('**/api/account/language/choose', (route) => route.abort());
    await page.getByRole('button', { name: 'English' }).click();
    const write = page.getByRole('button', { name: 'Write to me in English' });
    await write.click();
    await expect(page.getByRole('main')).toContainText('No answer came from Signet.');
    await page.unroute('**/api/account/language/choose');
    await write.click();
    await expect(page.getByText('We write to you in English')).toBeFocused();
    await page.getByRole('button', { name: 'Español' }).click();
    await expect(page.getByText(es('We write to you in Spanish'))).toBeVisible();
    for (const [link, heading] of accountPages) {
      await page
        .getByRole('link', { name: es(link), exact: true })
        .first()
        .click();
      await see(es(heading), `74-es-${accountPages.findIndex(([one]) => one === link)}`);
      await page.goBack();
      await see(es('Your account'));
    }
  });

  await test.step('the pages without script', async () => {
    await page.goto('/openid_connect/logout');
    await see('¿Cerrar la sesión en Signet?', '75-es-sign-out');
    await page.getByRole('button', { name: 'Cerrar sesión' }).click();
    await see('Se cerró su sesión');
  });
});

/** Links of the account, and the pages that they lead to. */
const accountPages = [
  ['Connected agencies', 'Connected agencies'],
  ['What was checked about you', 'What was checked about you'],
  ['What Signet records', 'What Signet records'],
] as const;

/** A screen in Spanish, of which nothing is English, to a person or to a machine (WEB-6). */
async function seeSpanish(page: Page, heading: string, picture?: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
  await expectSpanish(page);
  await lookClosely(page, heading, picture);
}

test.describe('a browser that prefers Spanish', () => {
  test.use({ locale: 'es-US' });

  test('reads it; where its texts do not come, English, and that Signet did not answer (LANG-1)', async ({
    page,
  }) => {
    await page.goto('/sign-in');
    await seeSpanish(page, es('Sign in'));
    const texts = '**/assets/messages-*.js';
    await page.route(texts, (route) => route.abort());
    await page.goto('/sign-up');
    await expect(
      page.getByRole('heading', { level: 1, name: 'Create your account' }),
    ).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await page.getByRole('button', { name: 'Español' }).click();
    await expect(page.getByRole('banner').getByRole('status')).toContainText('Signet');
    await lookClosely(page, 'a language that does not come');
    await page.unroute(texts);
    await page.reload();
    await seeSpanish(page, es('Create your account'));
    await page.getByRole('button', { name: 'English' }).click();
    await page.reload();
    await expect(
      page.getByRole('heading', { level: 1, name: 'Create your account' }),
    ).toBeVisible();
  });
});
