import path from 'node:path';
import type { Page } from '@playwright/test';
import { foldersOf } from '../scripts/launch/plan.ts';
import { testHome } from './house/test-plan.ts';
import { expect, persona, test } from './fixtures.ts';
import { outbox } from './vocabulary/outbox.ts';
import { givePasskeyDevice } from './vocabulary/passkey.ts';
import { testPlan } from './house/test-plan.ts';

/** Presses Tab until the control of this name has the focus, as a person without a mouse does; what has the focus is seen. Answers with its ring. */
async function tabTo(page: Page, name: string): Promise<string> {
  const wanted = page
    .getByRole('button', { name, exact: true })
    .or(page.getByRole('link', { name, exact: true }))
    .or(page.getByLabel(name, { exact: true }))
    .or(page.locator('summary', { hasText: name }))
    .first();
  await expect(wanted).toBeVisible();
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    if (await wanted.evaluate((element) => element === document.activeElement)) {
      const ring = await wanted.evaluate((element) => {
        const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(element);
        const isSeen = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
        return isSeen ? `${outlineStyle} ${outlineWidth} ${outlineColor}` : '';
      });
      expect(ring, `"${name}" shows that it has the focus`).not.toBe('');
      return ring;
    }
  }
  throw new Error(`the keyboard does not reach "${name}"`);
}

async function choose(page: Page, name: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}

async function type(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.type(text);
}

async function photograph(page: Page, name: string, file: string): Promise<void> {
  await tabTo(page, name);
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(file);
}

test('the whole journey by keyboard alone (WEB-6)', async ({ page, someone, agency }) => {
  const one = persona('thaddeus');
  const { name } = agency('harbor');
  const cards = path.join(foldersOf(testHome).personas, one.id);
  const password = 'a keyboard and seven patient hours';
  const since = new Date(Date.now() - 1_000);
  await givePasskeyDevice(page);
  // As long as someone listens, Playwright keeps the system's dialog away; between two photographs too.
  page.on('filechooser', () => undefined);

  await page.goto(`${testPlan.agencyOrigin}/harbor`);
  await choose(page, 'Sign in with Signet');
  await choose(page, 'Create an account');
  await type(page, 'E-mail address', someone.email);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your e-mail');
  await page.goto(await outbox.latestLink(someone.email, since));
  await type(page, 'Password', password);
  await page.keyboard.press('Enter');
  await choose(page, 'Use a passkey');
  await choose(page, 'Make the passkey');
  await choose(page, 'Not now');

  await tabTo(page, 'I agree that Signet checks my information in this way.');
  await page.keyboard.press('Space');
  await choose(page, 'Start');
  await photograph(page, 'Front of your ID', path.join(cards, 'front.jpg'));
  await photograph(page, 'Back of your ID', path.join(cards, 'back.jpg'));
  await choose(page, 'Check my ID');
  await type(page, 'Social Security number', one.ssn);
  await page.keyboard.press('Enter');
  await choose(page, 'This is right');
  const asked = new Date(Date.now() - 1_000);
  await type(page, 'Phone number', one.phone);
  await page.keyboard.press('Enter');
  await type(page, '6-digit code', await outbox.latestCode(one.phone, asked));
  await page.keyboard.press('Enter');

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Write down your recovery key');
  const groups = await page.getByTestId('recovery-key').getByRole('listitem').allTextContents();
  await type(page, 'Type the second group of your key', groups[1] ?? '');
  await choose(page, 'I saved it');
  const ofSummary = await tabTo(page, `How you can tell that it is ${name}`);
  expect(ofSummary, 'what opens by a press has the same ring').toBe(
    await tabTo(page, `Share with ${name}`),
  );
  await page.keyboard.press('Enter');
  expect(await agency('harbor').received('given_name')).toBe(one.givenName.toUpperCase());
});
