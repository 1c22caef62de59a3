import { randomUUID } from 'node:crypto';
import type { Route } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { agencySite } from './vocabulary/agency.ts';
import { citizen } from './vocabulary/citizen.ts';
import { outbox } from './vocabulary/outbox.ts';
import { seeProblem, seeScreen } from './vocabulary/screen.ts';

test('somebody else signs in, or up, in the browser of an open vault: its tab is wiped and does nothing to them (AUTH-8)', async ({
  page,
  someone,
  anotherBrowser,
}) => {
  const elsewhere = await (await anotherBrowser()).newPage();
  await elsewhere.goto('/');
  const other = citizen(elsewhere, `other-${randomUUID()}@example.test`);
  await other.createAccount('authenticator app', 'backup codes');
  await page.goto('/');
  await someone.createAccount('authenticator app', 'backup codes');
  await someone.openAccount();
  const tab = await page.context().newPage();

  await test.step('the password of another account is enough', async () => {
    await tab.goto('/sign-in');
    await other.at(tab).enter(other.email);
    await seeScreen(page, 'This tab is signed out', '33-elsewhere');
    await other.at(tab).giveSecondStep('backup code');
    await seeScreen(tab, 'Your account');
  });

  await test.step('a page that was not told asks, and nothing is done', async () => {
    // Neither told by the other tab nor looking after the session: as when the tab slept all the while.
    await page.addInitScript(() => {
      Reflect.set(
        globalThis,
        'BroadcastChannel',
        class extends EventTarget {
          postMessage() {}
          close() {}
        },
      );
    });
    await page.goto('/account/delete');
    await other.at(page).unlock();
    await seeScreen(page, 'Delete your account');
    await page.route('**/api/session', (route) => route.abort());
    await tab.goto('/sign-in');
    await someone.at(tab).enter(someone.email);
    await someone.at(tab).giveSecondStep('backup code');
    await seeScreen(tab, 'Your account');
    await other.at(page).enterPassword('Delete my account');
    await seeScreen(page, 'This tab is signed out');
    await tab.reload();
    await someone.at(tab).unlock();
    await seeScreen(tab, 'Your account');
  });

  await test.step('so is a link of somebody who signs up', async () => {
    const stranger = await (await anotherBrowser()).newPage();
    await stranger.goto('/');
    const third = citizen(stranger, `third-${randomUUID()}@example.test`);
    const since = new Date();
    await third.beginSignUp();
    const link = await outbox.latestLink(third.email, since);
    const fourth = await page.context().newPage();
    await fourth.goto(link);
    const goOn = fourth.getByRole('button', { name: 'Sign out and go on' });
    await goOn.waitFor();
    // The session ends, whatever comes of the link. The other tab is told, and need not ask.
    await tab.route('**/api/session', (route) => route.abort());
    const broken = '**/api/sign-up/confirm';
    await fourth.route(broken, (route) => route.abort());
    await goOn.click();
    await seeScreen(tab, 'You are signed out');
    await fourth.unroute(broken);
    await fourth.goto('about:blank');
    await fourth.goto(link);
    await seeScreen(fourth, 'Choose a password');
  });
});

test('who signs in since takes an agency’s request over, and is asked by a question of their own (AGENCY-40, AUTH-8)', async ({
  page,
  someone,
  agency,
  anotherBrowser,
}) => {
  const elsewhere = await (await anotherBrowser()).newPage();
  await elsewhere.goto('/');
  const other = citizen(elsewhere, `other-${randomUUID()}@example.test`);
  await other.createAccount('authenticator app', 'backup codes');
  await agency('harbor').visit();
  await someone.createAccount('authenticator app');
  await seeScreen(page, 'Before you prove who you are');
  const requestAt = (url: string) => /\/interaction\/[\w-]+/.exec(url)?.[0] ?? '';
  const asked = requestAt(page.url());

  const tab = await page.context().newPage();
  await tab.goto('/sign-in');
  await other.at(tab).enter(other.email);
  await other.at(tab).giveSecondStep('backup code');
  await seeScreen(tab, 'Your account');
  await seeScreen(page, 'This tab is signed out');

  await tab.goto(`${asked}/consent`);
  await other.at(tab).unlock();
  await seeScreen(tab, 'Before you prove who you are');
  expect(requestAt(tab.url())).toMatch(/^\/interaction\//);
  expect(requestAt(tab.url())).not.toBe(asked);
  await tab.getByRole('button', { name: /Not now/ }).click();
  await agencySite(tab, 'harbor').says('refused');
});

test('a sign-out that did not arrive is said to be none, and is tried again (AUTH-8)', async ({
  page,
  someone,
}) => {
  await page.goto('/');
  await someone.createAccount('authenticator app', 'backup codes');
  await someone.openAccount();
  const tab = await page.context().newPage();
  await tab.goto('/account');
  await someone.at(tab).unlock();
  await seeScreen(tab, 'Your account');
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  const giveUp = (route: Route) => held.then(() => route.abort());
  await page.route('**/api/session/end', giveUp, { times: 2 });
  await tab.route('**/api/session', (route) => held.then(() => route.continue()), { times: 1 });
  await page.getByRole('button', { name: 'Sign out' }).click();
  // What was shown does not wait for the network, in no tab.
  for (const one of [page, tab]) {
    await expect(one.locator('#root')).toBeEmpty({ timeout: 2_000 });
    expect(new URL(one.url()).pathname).toBe('/account');
  }
  letGo();
  await seeScreen(page, 'You may still be signed in', '33-unsure');
  await seeScreen(tab, 'You may still be signed in');
  await page.getByRole('button', { name: 'Try again' }).click();
  await seeProblem(page, 'No answer came from Signet.');
  const code = 'temporarily_unavailable';
  const refusal = { type: 'about:blank', title: code, status: 503, code };
  await page.route('**/api/session/end', (route) => route.fulfill({ status: 503, json: refusal }), {
    times: 1,
  });
  await page.getByRole('button', { name: 'Try again' }).click();
  await seeProblem(page, 'It is our problem, not yours');
  await page.getByRole('button', { name: 'Try again' }).click();
  await seeScreen(page, 'You are signed out');
  await seeScreen(tab, 'You are signed out');
  await page.goto('/account');
  await seeScreen(page, 'Sign in');
});
