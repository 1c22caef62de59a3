import { expect, persona, test } from './fixtures.ts';
import { agencySite } from './vocabulary/agency.ts';
import { seeScreen } from './vocabulary/screen.ts';

test('a tab closed in the middle of proofing, and the rest at another browser (PROOF-6, PROOF-38, ZONE-3)', async ({
  page,
  someone,
  agency,
  anotherBrowser,
}) => {
  const one = persona('isolde');
  await agency('harbor').visit();
  await someone.createAccount('authenticator app');
  await someone.giveInformation(one);
  await seeScreen(page, 'Is this right?');
  // The sources answer, and nobody is there any more to hear it (PROOF-38).
  await page.route('**/api/proofing/step', async (route) => {
    await route.fetch();
    await page.close();
  });
  const closed = page.waitForEvent('close');
  await page.getByRole('button', { name: 'This is right' }).click();
  await closed;

  const context = await anotherBrowser();
  const other = await context.newPage();
  const there = someone.at(other);
  const harbor = agencySite(other, 'harbor');
  await harbor.visit();
  await there.signIn('authenticator app');

  await test.step('everything done is there: no photograph, no number is asked again, and no source', async () => {
    await seeScreen(other, 'Confirm your phone');
  });
  await test.step('a page that is older than what is in the vault says so, leaves it alone, and leads on (VAULT-12, WEB-6)', async () => {
    await other.reload();
    // To this document alone the draft is one of a release to come.
    await other.evaluate(() => {
      const parse = JSON.parse;
      JSON.parse = (text: string) => {
        const found = parse(text) as unknown;
        const isDraft = typeof found === 'object' && found !== null && 'applicationId' in found;
        return isDraft ? { ...found, later: true } : found;
      };
    });
    await there.unlock();
    await seeScreen(other, 'This page is out of date', '08h-outdated');
    await expect(other.getByText('nothing was lost')).toBeVisible();
    await other.getByRole('button', { name: 'Reload this page' }).click();
  });
  await test.step('loaded anew it asks for the password and goes on where it was', async () => {
    await there.unlock();
    await there.confirmPhone(one.phone);
  });
  await there.saveRecoveryKey();
  await there.share(harbor.name);
  expect(await harbor.received('given_name')).toBe(one.givenName.toUpperCase());
  expect(await harbor.received('social_security_number')).toBe(one.ssn);
});
