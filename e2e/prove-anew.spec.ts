import { expect, persona, test } from './fixtures.ts';
import { askingFor } from './vocabulary/asking-for.ts';
import { letWhatWasProvedAge } from './vocabulary/clock.ts';
import { seeScreen } from './vocabulary/screen.ts';

test('an agency that takes only what was verified lately has its people prove it anew first, or gets them back (AGENCY-31, WEB-6)', async ({
  page,
  someone,
  agency,
}) => {
  const one = persona('faustine');
  const lantern = agency('lantern');
  const within = { verified_within: '30d' };
  const comeBack = async () => {
    await page.context().clearCookies({ domain: '127.0.0.1' });
    await askingFor(within, page, () => lantern.visit());
    await page.getByRole('link', { name: 'Continue' }).click();
    await someone.unlock();
  };

  await askingFor(within, page, () => lantern.visit());
  await someone.createAccount('authenticator app');
  await someone.prove(one);
  await someone.share(lantern.name);
  expect(await lantern.received('birthdate')).toBe(one.birthDate);
  letWhatWasProvedAge(31);

  await test.step('who does not want to is back at the agency', async () => {
    await comeBack();
    await seeScreen(page, 'Prove yourself anew', '05c-prove-anew-for');
    await expect(
      page.getByText(`${lantern.name} asks for a proof that is more recent than yours.`),
    ).toBeVisible();
    await page.getByRole('button', { name: `Not now, back to ${lantern.name}` }).click();
    await lantern.says('refused');
  });

  await test.step('who does shares what was proved now', async () => {
    await comeBack();
    await page.getByRole('button', { name: 'Begin' }).click();
    await someone.giveInformation(one);
    await someone.confirmReview();
    await someone.confirmPhone(one.phone);
    await someone.share(lantern.name);
    expect(await lantern.received('birthdate')).toBe(one.birthDate);
  });
});
