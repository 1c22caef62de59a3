import type { Page, Route } from '@playwright/test';
import { expect, persona, test } from './fixtures.ts';
import { canaryInHeap } from './canary/canary.ts';
import { snapshotBffHeap } from './canary/heap.ts';
import { expectNoLeak } from './canary/leaks.ts';
import { lookClosely, seeScreen } from './vocabulary/screen.ts';

const atMostScreens = 4;
const atMostScreensForANewPerson = 15;
/** Nobody acts there: they only send on. */
const sendOn = ['/verify', '/verify/saving', '/sign-up/confirm'];

test('a new person proves who they are, shares it, and comes back (WEB-6, AGENCY-1)', async ({
  page,
  someone,
  agency,
}) => {
  const one = persona('quillon');
  const harbor = agency('harbor');

  const all = countScreens(page);
  await harbor.visit();
  await seeScreen(page, `Sign in for ${harbor.name}`, '01-start');
  await someone.createAccount('passkey');
  const key = await someone.prove(one);

  await test.step('the bff knows nothing of it, not even in memory (ZONE-5)', async () => {
    await expect(page.getByRole('heading', { level: 1 })).toContainText(harbor.name);
    await snapshotBffHeap();
    expectNoLeak(canaryInHeap(), 'values of personas on the heap of the bff (ZONE-5)');
  });

  await page.getByLabel('Also share: Phone number').check();
  await someone.share(harbor.name);
  const acted = all().filter((place) => !sendOn.includes(place));
  expect(acted.length, acted.join(' ')).toBeLessThanOrEqual(atMostScreensForANewPerson);
  expect(await harbor.received('given_name')).toBe(one.givenName.toUpperCase());
  expect(await harbor.received('family_name')).toBe(one.familyName.toUpperCase());
  expect(await harbor.received('birthdate')).toBe(one.birthDate);
  expect(await harbor.received('social_security_number')).toBe(one.ssn);
  expect(await harbor.received('phone')).toBe(one.phone);
  expect(await harbor.received('address')).toContain(one.address.street.toUpperCase());
  expect(await harbor.received('level')).toBe('verified');
  expect(await harbor.received('pathway')).toBe('document-and-phone');
  expect(await harbor.receivedInstant('verified_at')).toBeGreaterThan(1_700_000_000);
  const subAtHarbor = await harbor.received('sub');
  await page.screenshot({ path: 'test-results/screens/12-agency-1280.png', fullPage: true });

  await test.step('a second agency, still signed in: the password opens the vault, nothing is proofed twice', async () => {
    const lantern = agency('lantern');
    const screens = countScreens(page);
    await lantern.visit();
    await seeScreen(page, `Sign in for ${lantern.name}`);
    await page.getByRole('link', { name: 'Continue' }).click();
    await expect(page.getByText('your vault is still locked on this page')).toBeVisible();
    await someone.unlock();
    await someone.share(lantern.name);
    expect(await lantern.received('birthdate')).toBe(one.birthDate);
    await expect(page.locator('[data-claim="social_security_number"]')).toHaveCount(0);
    expect(await lantern.received('sub')).not.toBe(subAtHarbor);
    await keepPictures(page, '12b-login-gov');
    expect(screens().length).toBeLessThanOrEqual(atMostScreens);
  });

  await test.step('a third one, with sealed delivery: it opens what Signet only hands on (AGENCY-22, AGENCY-54)', async () => {
    const meridian = agency('meridian');
    const callback = '**/meridian/callback?*';
    await page.route(callback, withoutSecret);
    await meridian.visit();
    await seeScreen(page, `Sign in for ${meridian.name}`);
    await page.getByRole('link', { name: 'Continue' }).click();
    await someone.unlock();
    await someone.share(meridian.name);
    await meridian.says('not_agreed_here');
    await page.unroute(callback);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'Continue' }).click();
    await someone.unlock();
    await page.getByRole('button', { name: `Share the same with ${meridian.name}` }).click();
    expect(await meridian.received('given_name')).toBe(one.givenName.toUpperCase());
    expect(await meridian.received('birthdate')).toBe(one.birthDate);
    // Nor when and with what they were verified, which it did not register (AGENCY-30).
    for (const hidden of ['account', 'verified_at', 'evidence'])
      await expect(page.locator(`[data-claim="${hidden}"]`)).toHaveCount(0);
    await expect(page.locator('[data-sealed]')).toContainText('…');
    await keepPictures(page, '13-sealed');
  });

  await test.step('a fourth one, by FAPI 2.0: its request is pushed and its token bound to a key (AGENCY-31)', async () => {
    const granite = agency('granite');
    await granite.visit();
    await seeScreen(page, `Sign in for ${granite.name}`);
    await page.getByRole('link', { name: 'Continue' }).click();
    await someone.unlock();
    await someone.share(granite.name);
    expect(await granite.received('social_security_number')).toBe(one.ssn);
    await keepPictures(page, '14-fapi2');
  });

  await test.step('the recovery key that was written down is on the account’s page, checked then and right now (AUTH-24)', async () => {
    await page.goto('/account');
    await someone.unlock();
    await seeScreen(page, 'Your account');
    await expect(page.getByText('Last checked')).toBeVisible();
    await page.getByRole('link', { name: 'Ways back in' }).click();
    await page.getByRole('link', { name: 'Check it now' }).click();
    await page.getByLabel('Recovery key').fill(key);
    await page.getByRole('button', { name: 'Check it' }).click();
    await expect(page.getByText('Your recovery key is right')).toBeVisible();
  });

  await test.step('another day: sign in, second step, consent, done', async () => {
    await someone.signOut();
    await page.context().clearCookies({ domain: '127.0.0.1' });
    const screens = countScreens(page);
    await harbor.visit();
    await seeScreen(page, `Sign in for ${harbor.name}`);
    await someone.signIn('passkey');
    await someone.shareAgain(harbor.name);
    expect(await harbor.received('sub')).toBe(subAtHarbor);
    expect(await harbor.received('given_name')).toBe(one.givenName.toUpperCase());
    expect(screens()).toHaveLength(atMostScreens);
  });

  await test.step('the pages of the provider itself: signing out, and what cannot go on (WEB-6)', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await seeScreen(page, 'Sign out of Signet?');
    await page.getByRole('button', { name: 'Stay signed in' }).click();
    // The agency signed them out before it asked Signet, and is not told the answer.
    await expect(page.getByRole('status')).toContainText('You are signed out here.');
    await lookClosely(page, `signed out at ${harbor.name}`, '53-agency-signed-out');
    await page.goto('/openid_connect/logout');
    await seeScreen(page, 'Sign out of Signet?');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await seeScreen(page, 'You are signed out');
    await page.goto('/openid_connect/authorize?client_id=nobody-that-is-registered');
    await seeScreen(page, 'We cannot go on');
    await expect(page.locator('code')).toHaveText('invalid_client');
  });
});

/** The agency's page, which is an outsider's: looked at by people, at both widths. */
async function keepPictures(page: Page, name: string): Promise<void> {
  for (const [width, height] of [
    [390, 844],
    [1280, 800],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: `test-results/screens/${name}-${width}.png`, fullPage: true });
  }
}

/** The different pages of Signet that the person has to act on; where a page only sends on, nobody acts. */
function countScreens(page: Page): () => string[] {
  const seen = new Set<string>();
  page.on('framenavigated', (frame) => {
    const { origin, pathname } = new URL(frame.url());
    if (origin !== new URL(page.url()).origin) return;
    const place = pathname.replace(/^\/interaction\/[\w-]+/, '');
    if (pathname.startsWith('/interaction/') && place !== '/continue') seen.add(place);
  });
  return () => [...seen];
}

/** As it comes back to a login to which somebody brought what another shared. */
function withoutSecret(route: Route): Promise<void> {
  const url = new URL(route.request().url());
  expect(url.searchParams.get('release_secret')).toMatch(/^[\w-]{43}$/);
  url.searchParams.delete('release_secret');
  return route.continue({ url: url.href });
}
