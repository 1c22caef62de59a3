import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { Persona } from '../canary/persona-values.ts';
import { foldersOf } from '../../scripts/launch/plan.ts';
import { testHome } from '../house/test-plan.ts';
import { outbox } from './outbox.ts';
import { givePasskeyDevice } from './passkey.ts';
import { seeProblem, seeScreen } from './screen.ts';
import { codeNow } from './authenticator-app.ts';

const firstPassword = 'a quiet harbor before seven';

type SecondStep = 'passkey' | 'authenticator app' | 'backup code' | 'text message';

/** A telephone of nobody among the personas: the canary looks for theirs in whatever the bff keeps and says. */
const telephone = '+12025550178';

/** A person at a browser, and what they do there, screen by screen. Every screen on the way is looked at. */
export function citizen(page: Page, email: string) {
  const since = new Date(Date.now() - 1_000);
  const known = { password: firstPassword, secret: '', codes: [] as string[] };

  return {
    page,
    email,

    /** To the page where the password is chosen, by way of the e-mail. */
    async beginSignUp(): Promise<void> {
      await page.getByRole('link', { name: 'Create an account' }).click();
      await seeScreen(page, 'Create your account', '02-e-mail');
      await page.getByLabel('E-mail address').fill(email);
      await page.getByRole('button', { name: 'Send me the link' }).click();
      await expect(page.getByText(email)).toBeVisible();
      await seeScreen(page, 'Check your e-mail');
      await page.goto(await outbox.latestLink(email, since));
      await expect(page.getByText(`You are making an account for ${email}.`)).toBeVisible();
      await seeScreen(page, 'Choose a password', '03-password');
    },

    async createAccount(second: SecondStep, spare?: 'backup codes'): Promise<void> {
      await this.beginSignUp();
      await this.enterPassword('Continue');
      await seeScreen(page, 'Add a second step', '04-second-step');
      if (second === 'passkey') await this.addPasskey();
      else await this.addAuthenticatorApp();
      await seeScreen(page, 'Add a spare second step', '04b-spare');
      if (spare === undefined) await page.getByRole('button', { name: 'Not now' }).click();
      else await this.printBackupCodes();
    },

    async printBackupCodes(): Promise<void> {
      await page.getByRole('link', { name: /backup codes/ }).click();
      await seeScreen(page, 'Make backup codes');
      await page.getByRole('button', { name: 'Make ten codes' }).click();
      const codes = page.getByTestId('backup-codes').getByRole('listitem');
      await expect(codes).toHaveCount(10);
      known.codes = await codes.allTextContents();
      await expect(page.getByText('Other programs can read what you copy')).toBeVisible();
      await seeScreen(page, 'Make backup codes', '04c-backup-codes');
      await page.getByRole('button', { name: 'Continue' }).click();
      await seeProblem(page, 'Write the codes down first.');
      await page.getByLabel('I have saved these codes').check();
      await page.getByRole('button', { name: 'Continue' }).click();
    },

    async addPasskey(): Promise<void> {
      await givePasskeyDevice(page);
      await page.getByRole('link', { name: 'Use a passkey' }).click();
      await seeScreen(page, 'Make a passkey');
      await page.getByRole('button', { name: 'Make the passkey' }).click();
    },

    async addAuthenticatorApp(): Promise<void> {
      await page.getByRole('link', { name: 'Use an app' }).click();
      await this.setUpApp();
    },

    async setUpApp(): Promise<void> {
      await seeScreen(page, 'Set up your authenticator app', '04g-app');
      known.secret = (await page.getByTestId('totp-secret').textContent()) ?? '';
      // Whoever has the app on the phone that they read this on cannot scan it.
      const toTheApp = page.getByRole('link', { name: 'open it from here' });
      await expect(toTheApp).toHaveAttribute('href', /^otpauth:\/\/totp\//);
      await page.getByLabel('6-digit code from the app').fill(await codeNow(known.secret));
      await page.getByRole('button', { name: 'Continue' }).click();
    },

    /** The number is mistyped first; the code comes to the right one. */
    async useTextMessages(): Promise<void> {
      await page.getByRole('link', { name: 'Use text messages' }).click();
      await seeScreen(page, 'Use text messages', '04d-text-messages');
      await page.getByLabel('Number of your mobile phone').fill('555-0178');
      await page.getByRole('button', { name: 'Text me a code' }).click();
      await seeProblem(page, 'Enter a US phone number with its area code');
      await page.getByLabel('Number of your mobile phone').fill('(202) 555-0178');
      await page.getByRole('button', { name: 'Text me a code' }).click();
      await expect(page.getByText('the number that ends in 78')).toBeVisible();
      await page.getByRole('button', { name: 'use another number' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
      await page.getByLabel('Number of your mobile phone').fill('202-555-0178');
      const asked = new Date();
      await page.getByRole('button', { name: 'Text me a code' }).click();
      await expect(page.locator(':focus')).toContainText('the number that ends in 78');
      await seeScreen(page, 'Use text messages', '04e-text-code');
      await this.enterTextCode(asked);
    },

    async enterTextCode(asked: Date): Promise<void> {
      const code = await outbox.latestCode(telephone, asked);
      await page.getByLabel('6-digit code from the text message').fill(code);
      await page.getByRole('button', { name: 'Continue' }).click();
    },

    async signIn(second: SecondStep): Promise<void> {
      await page.getByRole('link', { name: 'Sign in', exact: true }).click();
      await seeScreen(page, 'Sign in', '10-sign-in');
      await this.enter(email);
      await this.giveSecondStep(second);
    },

    /** Address and password on the page where one signs in. */
    async enter(address: string): Promise<void> {
      await page.getByLabel('E-mail address').fill(address);
      await this.enterPassword('Sign in');
    },

    /** Still signed in, but the page was opened anew: the keys went with the old one. */
    async unlock(): Promise<void> {
      await seeScreen(page, 'Enter your password to go on');
      await this.enterPassword('Open my vault');
    },

    async enterPassword(button: string): Promise<void> {
      await page.getByLabel('Password', { exact: true }).fill(known.password);
      await page.getByRole('button', { name: button, exact: true }).click();
    },

    /** The same with a passkey that opens the vault. */
    async unlockWithPasskey(): Promise<void> {
      await seeScreen(page, 'Enter your password to go on', '19-unlock');
      await page.getByRole('button', { name: 'Use a passkey instead' }).click();
    },

    async signOut(): Promise<void> {
      await this.openAccount();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await seeScreen(page, 'You are signed out');
    },

    /** The same person at another browser. */
    at(other: Page) {
      const elsewhere = citizen(other, email);
      elsewhere.remember(known);
      return elsewhere;
    },

    /** What only this person knows: whoever looks for it must find it nowhere. */
    secrets(): Readonly<Record<'password' | 'secret of the app', string>> {
      return { password: known.password, 'secret of the app': known.secret };
    },

    remember(what: Partial<typeof known>): void {
      Object.assign(known, what);
    },

    async giveSecondStep(second: SecondStep): Promise<void> {
      await seeScreen(page, 'Your second step');
      if (second === 'passkey')
        await page.getByRole('button', { name: 'Use your passkey' }).click();
      else if (second === 'text message') {
        await page.getByRole('button', { name: 'Text me a code' }).click();
        await expect(page.getByText('the number that ends in 78')).toBeVisible();
        await seeScreen(page, 'Your second step', '10b-text-code');
        const asked = new Date();
        await page.getByRole('button', { name: 'Send a new code' }).click();
        await expect(page.locator(':focus')).toContainText('the number that ends in 78');
        await this.enterTextCode(asked);
      } else if (second === 'backup code') {
        await page.getByText('Use a backup code').click();
        await page.getByLabel('Backup code').fill(known.codes.shift() ?? '');
        await page.getByRole('button', { name: 'Use this code' }).click();
      } else {
        await page.getByLabel('6-digit code from your app').fill(await codeNow(known.secret));
        await page.getByRole('button', { name: 'Continue' }).click();
      }
    },

    async openAccount(): Promise<void> {
      await page.goto('/account');
      await this.unlock();
      await seeScreen(page, 'Your account', '13-account');
    },

    async agreeToProofing(): Promise<void> {
      await seeScreen(page, 'Before you prove who you are', '05-before');
      await page.getByLabel('I agree that Signet checks my information in this way.').check();
      await page.getByRole('button', { name: 'Start' }).click();
    },

    async choosePhotograph(
      one: Persona,
      side: 'front' | 'back',
      name: string = side,
    ): Promise<void> {
      const label = side === 'front' ? 'Front of your ID' : 'Back of your ID';
      const folder = path.join(foldersOf(testHome).personas, one.id);
      await page.getByLabel(label).setInputFiles(path.join(folder, `${name}.jpg`));
    },

    async givePhotographs(one: Persona, back = 'back'): Promise<void> {
      await seeScreen(page, 'Take photos of your ID', '06-id');
      await this.choosePhotograph(one, 'front');
      await this.choosePhotograph(one, 'back', back);
      await page.getByRole('button', { name: 'Check my ID' }).click();
    },

    async giveSsn(ssn: string): Promise<void> {
      await seeScreen(page, 'Your Social Security number', '07-ssn');
      await page.getByLabel('Social Security number', { exact: true }).fill(ssn);
      await page.getByRole('button', { name: 'Continue' }).click();
    },

    async confirmReview(): Promise<void> {
      await seeScreen(page, 'Is this right?', '08-review');
      await page.getByRole('button', { name: 'This is right' }).click();
    },

    async askForCode(phone: string): Promise<void> {
      await seeScreen(page, 'Confirm your phone', '08b-phone');
      await page.getByLabel('Phone number').fill(phone);
      await page.getByRole('button', { name: 'Send the code' }).click();
    },

    async confirmPhone(phone: string): Promise<void> {
      const asked = new Date(Date.now() - 1_000);
      await this.askForCode(phone);
      await seeScreen(page, 'Enter the code');
      await this.enterCode(await outbox.latestCode(phone, asked));
    },

    async enterCode(code: string): Promise<void> {
      await page.getByLabel('6-digit code').fill(code);
      await page.getByRole('button', { name: 'Confirm' }).click();
    },

    async saveRecoveryKey(): Promise<string> {
      await seeScreen(page, 'Write down your recovery key', '09-recovery-key');
      const groups = await page.getByTestId('recovery-key').getByRole('listitem').allTextContents();
      expect(groups).toHaveLength(5);
      await page.getByLabel('Type the second group of your key').fill(groups[1] ?? '');
      await page.getByRole('button', { name: 'I saved it' }).click();
      return groups.join('-');
    },

    /** From "before" to the page that asks whether it is right. */
    async giveInformation(one: Persona): Promise<void> {
      await this.agreeToProofing();
      await this.givePhotographs(one);
      await this.giveSsn(one.ssn);
    },

    /** From "before" to the recovery key, which it answers with, without a wrong turn. */
    async prove(one: Persona): Promise<string> {
      await this.giveInformation(one);
      await this.confirmReview();
      await this.confirmPhone(one.phone);
      return this.saveRecoveryKey();
    },

    async share(agency: string): Promise<void> {
      await seeScreen(page, `Share with ${agency}?`, '11-consent');
      await page.getByRole('button', { name: `Share with ${agency}` }).click();
    },

    /** The answer of last time still holds. */
    async shareAgain(agency: string): Promise<void> {
      await seeScreen(page, `Share with ${agency}?`, '11b-consent-again');
      await page.getByRole('button', { name: `Share the same with ${agency}` }).click();
    },

    async refuse(agency: string): Promise<void> {
      await seeScreen(page, `Share with ${agency}?`);
      await page.getByRole('button', { name: 'No, do not share' }).click();
    },
  };
}

export type Citizen = ReturnType<typeof citizen>;
