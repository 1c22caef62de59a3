import { expect, persona, test } from './fixtures.ts';
import { letTheNightPass, letterBox } from './vocabulary/letter-box.ts';
import { seeScreen } from './vocabulary/screen.ts';

test.use({ profile: 'nist-800-63a-4.json' });

test('under nist-800-63a-4 a code by letter and one by phone reach IAL2 together, and the agency is told so (PROOF-20)', async ({
  page,
  someone,
  agency,
}) => {
  // This house has no other visitor, so that it is no matter that he proves himself elsewhere too.
  const one = persona('ambrose');
  const harbor = agency('harbor');
  await harbor.visit();
  await someone.createAccount('authenticator app');
  await someone.giveInformation(one);
  await someone.confirmReview();

  await test.step('the letter first; the phone is offered beside it', async () => {
    await seeScreen(page, 'Confirm your phone');
    await page.getByRole('link', { name: 'Send a letter first: both reach more' }).click();
    await seeScreen(page, 'Get a letter with a code', '49a-letter-of-two');
    await expect(page.getByText('With both you reach the level IAL2')).toBeVisible();
    await page.getByRole('button', { name: 'Send the letter' }).click();
    await seeScreen(page, 'Your letter', '49b-phone-next');
    await page.getByRole('link', { name: 'Confirm a phone as well' }).click();
    await someone.confirmPhone(one.phone);
  });

  await test.step('the phone alone does not end it: the letter is waited for', async () => {
    await seeScreen(page, 'Your letter', '49c-letter-awaited');
    await expect(page.getByText('Your phone is confirmed.')).toBeVisible();
  });

  letTheNightPass();
  const letter = await letterBox.letterTo(one);
  await page.getByRole('link', { name: 'Enter the code' }).click();
  await page.getByLabel('Code from the letter').fill(letter.code);
  await page.getByRole('button', { name: 'Confirm my address' }).click();
  await someone.saveRecoveryKey();

  await page.getByLabel('Also share: Phone number').check();
  await someone.share(harbor.name);
  expect(await harbor.received('level')).toBe('ial2');
  expect(await harbor.received('pathway')).toBe('every-piece-verified');
  expect(await harbor.received('phone')).toBe(one.phone);
  expect(await harbor.received('address')).toContain(one.address.street.toUpperCase());
});
