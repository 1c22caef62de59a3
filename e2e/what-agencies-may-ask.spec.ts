import { expect, test } from './fixtures.ts';
import { testPlan } from './house/test-plan.ts';
import { askingFor } from './vocabulary/asking-for.ts';
import { seeScreen } from './vocabulary/screen.ts';

test('who asks for the level alone has people prove who they are first (AGENCY-44, WEB-6)', async ({
  page,
  someone,
  agency,
}) => {
  const harbor = agency('harbor');
  const levelAlone = { scope: 'openid', acr_values: 'urn:acr.login.gov:verified' };
  await askingFor(levelAlone, page, () => harbor.visit());
  await someone.createAccount('authenticator app');
  await seeScreen(page, 'Before you prove who you are', '05b-before-for-a-level');
  await expect(page.getByText(`${harbor.name} asks Signet to make sure`)).toBeVisible();
  await page.getByRole('button', { name: `Not now, back to ${harbor.name}` }).click();
  await harbor.says('refused');
});

test('where nothing is left to ask the person is back at the agency, with its answer or why there is none, after a fresh sign-in if it wants one (AGENCY-44, WEB-6)', async ({
  page,
  someone,
  agency,
}) => {
  const harbor = agency('harbor');
  const facialMatch = 'urn:acr.login.gov:verified-facial-match-required';
  await askingFor({ scope: 'openid', acr_values: facialMatch }, page, () => harbor.visit());
  await someone.createAccount('authenticator app');
  await harbor.says('provider_error');
  await expect(page.getByText('unmet_authentication_requirements')).toBeVisible();

  const address = {
    scope: 'openid email',
    acr_values: 'urn:acr.login.gov:auth-only',
    prompt: 'select_account',
  };
  await askingFor(address, page, () => harbor.visit());
  await page.getByRole('link', { name: 'Continue' }).click();
  await someone.unlock();
  await someone.share(harbor.name);
  const email = await harbor.received('email');
  await page.context().clearCookies({ domain: '127.0.0.1' });
  await askingFor(address, page, () => harbor.visit());
  await page.getByRole('link', { name: 'Continue' }).click();
  await someone.unlock();
  // Remembered, and yet no link is enough to hand it over.
  await someone.shareAgain(harbor.name);
  expect(await harbor.received('email')).toBe(email);

  // Who names an address that is not theirs can tell so by its absence, and nobody is kept from a yes to the rest (AGENCY-30).
  const named = { email: { value: 'of-nobody@example.test' }, email_verified: null };
  const claims = JSON.stringify({ userinfo: named });
  await page.context().clearCookies({ domain: '127.0.0.1' });
  await askingFor({ ...address, scope: 'openid', claims }, page, () => harbor.visit());
  await page.getByRole('link', { name: 'Continue' }).click();
  await someone.unlock();
  await seeScreen(page, `Share with ${harbor.name}?`, '11k-consent-another-address');
  await expect(page.getByText('asked only for a certain e-mail address')).toBeVisible();
  await page.getByRole('button', { name: `Share this with ${harbor.name}` }).click();
  await harbor.received('sub');
  await expect(page.locator('[data-claim="email"]')).toHaveCount(0);

  // Whoever lost the passkey that is asked for, or does not want to, is not stuck here.
  const no = page.getByRole('button', { name: `Not now, back to ${harbor.name}` });
  const asksFreshly = async () => {
    await page.context().clearCookies({ domain: '127.0.0.1' });
    await askingFor({ ...address, prompt: 'login' }, page, () => harbor.visit());
    await page.getByRole('link', { name: 'Continue' }).click();
    await someone.unlock();
    await expect(no).toBeVisible();
    await seeScreen(page, 'Sign in', '10b-sign-in-again');
  };
  await asksFreshly();
  await no.click();
  await harbor.says('refused');
  await asksFreshly();
  await expect(page.getByText('Please sign in once more')).toBeVisible();
  await someone.enter(email);
  await someone.giveSecondStep('authenticator app');
  // The answer that they gave ended with the earlier sign-in.
  await someone.shareAgain(harbor.name);
  expect(await harbor.received('email')).toBe(email);
});

test('an agency whose agreement is over gets nobody, and is told; what is not registered is told to nobody (AGENCY-42, WEB-6)', async ({
  page,
}) => {
  const redirectUri = `${testPlan.agencyOrigin}/harbor/callback`;
  const asking = (changes: Readonly<Record<string, string>>) =>
    `${testPlan.issuer}/openid_connect/authorize?${new URLSearchParams({
      client_id: 'urn:signet:agency:bygone-ferries',
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid email',
      state: 'as-it-was-sent',
      ...changes,
    }).toString()}`;

  await page.goto(asking({}));
  await seeScreen(page, 'Bygone Ferry Office cannot use Signet now', '01c-agreement-over');
  const back = page.getByRole('link', { name: 'Go back to Bygone Ferry Office' });
  await back.focus();
  const returned = page.waitForRequest((request) => request.url().startsWith(redirectUri));
  await page.keyboard.press('Enter');
  const { searchParams } = new URL((await returned).url());
  expect(Object.fromEntries(searchParams)).toMatchObject({
    error: 'unauthorized_client',
    state: 'as-it-was-sent',
    iss: testPlan.issuer,
  });
  await expect(page.locator('[data-problem]')).toBeVisible();

  await page.goto(asking({ client_id: 'urn:signet:agency:nobody' }));
  await seeScreen(page, 'We cannot go on', '01d-cannot-go-on');
  await expect(page.getByRole('link', { name: /back/ })).toHaveCount(0);

  // Nor does anybody end at an address that leads nowhere, or not any more.
  await page.goto('/interaction/over-long-ago');
  await seeScreen(page, 'This request cannot go on', '01e-request-over');
  await page.getByRole('link', { name: 'Go to your account' }).click();
  await seeScreen(page, 'Sign in');
  expect((await page.goto('/no-such-page'))?.status()).toBe(404);
  await seeScreen(page, 'There is no such page', '01f-no-such-page');
  await page.getByRole('link', { name: 'Go to the start page' }).click();
  await seeScreen(page, 'Prove who you are, once');
});
