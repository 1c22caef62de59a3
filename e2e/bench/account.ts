import path from 'node:path';
import type { Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import type { Persona } from '../canary/persona-values.ts';
import { foldersOf, type Plan } from '../../scripts/launch/plan.ts';

const password = 'a quiet harbor before seven';

/** What the account page says once it has opened the sealed credentials. */
export const lastWords = 'You have proved who you are';

/** A real account with a real credential in its vault, made as a person would make it. */
export async function makeAccount(page: Page, plan: Plan, one: Persona): Promise<void> {
  const press = (name: string) => page.getByRole('button', { name }).click();
  const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
  const email = `${one.id}@example.test`;

  await page.goto(`${plan.issuer}/sign-up`);
  await fill('E-mail address', email);
  await press('Send me the link');
  await page.goto(await arrived(plan, email, /https?:\/\/\S+/));
  await fill('Password', password);
  await press('Continue');
  await page.getByRole('link', { name: 'Use an app' }).click();
  const secret = Secret.fromBase32((await page.getByTestId('totp-secret').textContent()) ?? '');
  await fill('6-digit code from the app', new TOTP({ secret }).generate());
  await press('Continue');
  await press('Not now');
  await page.getByRole('link', { name: 'Prove who you are' }).click();
  await page.getByLabel('I agree that Signet checks my information in this way.').check();
  await press('Start');
  const folder = path.join(foldersOf(plan.home).personas, one.id);
  for (const side of ['Front', 'Back'])
    await page
      .getByLabel(`${side} of your ID`)
      .setInputFiles(path.join(folder, `${side.toLowerCase()}.jpg`));
  await press('Check my ID');
  await fill('Social Security number', one.ssn);
  await press('Continue');
  await press('This is right');
  await page.getByLabel('Phone number').fill(one.phone);
  await press('Send the code');
  await page.getByLabel('6-digit code').fill(await arrived(plan, one.phone, /\b\d{6}\b/));
  await press('Confirm');
  const groups = page.getByTestId('recovery-key').getByRole('listitem');
  await groups.first().waitFor();
  await page
    .getByLabel('Type the second group of your key')
    .fill((await groups.allTextContents())[1] ?? '');
  await press('I saved it');
  await page.getByText(lastWords).waitFor();
}

export async function unlock(page: Page): Promise<void> {
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Open my vault' }).click();
}

async function arrived(plan: Plan, to: string, wanted: RegExp): Promise<string> {
  const url = new URL('/outbox.json', plan.standinsOrigin);
  url.searchParams.set('to', to);
  for (let tries = 0; tries < 300; tries += 1) {
    const { messages } = (await (await fetch(url)).json()) as { messages: { text: string }[] };
    const [found] = messages.flatMap(({ text }) => wanted.exec(text)?.slice(0, 1) ?? []);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing came for ${to}`);
}
