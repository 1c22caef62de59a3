import type { Page, Route } from '@playwright/test';
import { expect, test as base } from './fixtures.ts';
import {
  openBrowserThatKeepsPages,
  takeOffNoStore,
} from './vocabulary/browser-that-keeps-pages.ts';
import {
  comeBackTo,
  letMuchHappen,
  letTheDayOfWorkEnd,
  letTheProofAge,
  letTheSessionAge,
} from './vocabulary/clock.ts';
import { keepBack } from './vocabulary/late-answer.ts';
import { outbox } from './vocabulary/outbox.ts';
import { inLargeLetters, lookClosely, seeProblem, seeScreen } from './vocabulary/screen.ts';

const test = base.extend({
  // Playwright reads from the first parameter which fixtures are needed.
  // oxlint-disable-next-line no-empty-pattern
  context: async ({}, use, testInfo) => {
    const context = await openBrowserThatKeepsPages(testInfo);
    await use(context);
    await context.close();
  },
});

test('what is recorded, where one is signed in, and the end of an account (AUTH-12)', async ({
  page,
  someone,
  agency,
  anotherBrowser,
}) => {
  await page.goto('/');
  await someone.createAccount('authenticator app');

  await test.step('a page that the browser kept and brings back is locked, and shows nothing (AUTH-8)', async () => {
    const putNoStoreBack = await takeOffNoStore(page.context());
    await page.addInitScript(() => {
      // Whoever took the network away reads on until it is loaded anew.
      addEventListener('pageshow', ({ persisted }) =>
        console.log(`shown, kept: ${persisted}, with “${document.body.innerText.trim()}”`),
      );
    });
    await someone.openAccount();
    await inLargeLetters(page, async () => {
      await lookClosely(page, 'the account in letters of twice the size', '13c-account-large');
      const value = await page.getByText('Known to you alone').boundingBox();
      expect(value?.width).toBeGreaterThan(240);
    });
    await page.goto('about:blank');
    const broughtBack = page.waitForEvent('console', (line) => line.text().includes('kept: true'));
    // Of a page that was kept nothing is loaded, so there is nothing more to wait for.
    await page.goBack({ waitUntil: 'commit' });
    expect((await broughtBack).text()).toBe('shown, kept: true, with “”');
    await someone.unlock();
    await seeScreen(page, 'Your account');
    await putNoStoreBack();
  });

  await test.step('two minutes before the end every tab is warned; signing out in one ends it in all (AUTH-8)', async () => {
    const tab = await page.context().newPage();
    await tab.goto('/account');
    await someone.at(tab).unlock();
    await seeScreen(tab, 'Your account');
    // Nothing is unlocked in this one, and what it shows is a secret all the same.
    const locked = await page.context().newPage();
    await locked.goto('/sign-up/another-step/backup-codes');
    // Whoever set up the first one slowly is asked for the password here, and goes on here (AUTH-15).
    letTheProofAge();
    await locked.getByRole('button', { name: 'Make ten codes' }).click();
    await expect(locked.getByText('more than 15 minutes ago')).toBeVisible();
    // Whoever has a keyboard only goes on from the heading, where what they pressed is gone.
    await expect(locked.getByRole('heading', { level: 1 })).toBeFocused();
    await seeScreen(locked, 'Make backup codes', '04f-asked-again');
    await someone.at(locked).enterPassword('Continue');
    await locked.getByRole('button', { name: 'Make ten codes' }).click();
    await expect(locked.getByTestId('backup-codes').getByRole('listitem')).toHaveCount(10);
    await expect(locked.getByRole('heading', { level: 1 })).toBeFocused();
    const warnings = [page, tab, locked].map((one) =>
      one.getByRole('dialog', { name: 'Are you still there?' }),
    );
    for (const warning of warnings) await expect(warning).toBeHidden();
    letTheSessionAge(110);
    // A tab asks every half minute, and when one comes back to it.
    await comeBackTo(page);
    await comeBackTo(tab);
    await comeBackTo(locked);
    for (const warning of warnings) await expect(warning).toBeVisible();
    await tab.getByRole('button', { name: 'Stay signed in' }).click();
    for (const warning of warnings) await expect(warning).toBeHidden();
    // What was shown is gone, also where no page comes in its place.
    await page.route('**/signed-out', (route) => route.fulfill({ status: 204 }), { times: 1 });
    const nothing = page.waitForResponse('**/signed-out');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await nothing;
    await expect(page.locator('#root')).toBeEmpty();
    expect(new URL(page.url()).pathname).toBe('/account');
    await page.goto('/signed-out');
    await seeScreen(page, 'You are signed out');
    await seeScreen(tab, 'You are signed out');
    await seeScreen(locked, 'You are signed out');
    await tab.close();
    await locked.close();
    await page.goto('/');
    await someone.signIn('authenticator app');
    await seeScreen(page, 'Your account');
  });

  await test.step('before the end of twelve hours nobody is offered to stay (AUTH-8)', async () => {
    letTheDayOfWorkEnd(110);
    await comeBackTo(page);
    const warning = page.getByRole('dialog', { name: 'You will be signed out soon' });
    await expect(warning).toBeVisible();
    await expect(warning.getByRole('button')).toHaveText(['OK', 'Sign out']);
    await lookClosely(page, 'The last warning', '33-last-warning');
    await page.keyboard.press('Escape');
    await expect(warning).toBeHidden();
    letTheDayOfWorkEnd(-1);
    await comeBackTo(page);
    await seeScreen(page, 'You are signed out');
  });

  await test.step('whoever looks for a second step is warned too, and then no key waits in the tab (AUTH-8)', async () => {
    await page.goto('/sign-in');
    await someone.enter(someone.email);
    await seeScreen(page, 'Your second step');
    const warning = page.getByRole('dialog', { name: 'Are you still there?' });
    letTheSessionAge(110);
    await comeBackTo(page);
    const extended = page.waitForResponse('**/api/session/extend');
    await warning.getByRole('button', { name: 'Stay signed in' }).click();
    await extended;
    await expect(warning).toBeHidden();
    letTheSessionAge(-1);
    await comeBackTo(page);
    await seeScreen(page, 'You are signed out');
    await page.goto('/');
    await someone.signIn('authenticator app');
    await seeScreen(page, 'Your account');
  });

  await test.step('of letters nothing is said where none was sent', async () => {
    await page.getByRole('link', { name: 'Letters we sent you' }).click();
    await expect(page.getByText('No letter was sent.')).toBeVisible();
    await expect(page.getByText('print shop')).toHaveCount(0);
    await seeScreen(page, 'Letters we sent you', '45a-no-letter');
    await page.getByRole('link', { name: 'Back to your account' }).click();
  });

  await test.step('what was recorded is read and deleted first (AUTH-13)', async () => {
    letMuchHappen(95);
    await page.getByRole('link', { name: 'What Signet records' }).click();
    await expect(page.getByText(/small steps are not shown/)).toBeVisible();
    await expect(page.getByText('Something was put into your vault')).toBeHidden();
    await expect(page.getByText('Second step added')).toBeHidden();
    await page.getByRole('button', { name: 'Show older entries' }).click();
    await expect(page.getByText('Second step added')).toHaveCount(2);
    await expect(page.getByRole('button', { name: 'Show older entries' })).toBeHidden();
    await expect(page.locator(':focus')).toContainText('Second step added');
    await expect(page.getByRole('heading', { level: 2 }).first()).toHaveText('What happened');
    const rule = page.getByText('We do not record your internet address.');
    await expect(rule).toBeHidden();
    expect(new Set(await page.getByRole('term').evaluateAll(linesOf))).toEqual(new Set([1]));
    await expect(page.getByText('This browser', { exact: true })).toBeVisible();
    await seeScreen(page, 'What Signet records', '17-activity');
    await page.getByRole('button', { name: 'Show everything that is kept' }).click();
    await expect(page.getByText('Something was put into your vault').first()).toBeVisible();
    await expect(page.getByText('kind: totp').first()).toBeVisible();
    await page.getByText('What we write down, and for how long').click();
    await expect(rule).toBeVisible();
    await seeScreen(page, 'What Signet records', '17b-activity-all');

    letTheProofAge();
    await page.getByRole('button', { name: 'Delete this list' }).click();
    await expect(
      page.getByText('You entered your password more than 15 minutes ago.'),
    ).toBeVisible();
    await someone.unlock();

    // Once more, with older entries on their way while the list is deleted: none of it comes back.
    const letThemCome = await keepBack(page, '**/api/account/activity/older', () =>
      page.getByRole('button', { name: 'Show older entries' }).click(),
    );
    await page.getByRole('button', { name: 'Delete this list' }).click();
    const none = page.getByText('Nothing is recorded.');
    await expect(none).toBeVisible();
    // The button that was pressed went with the list.
    await expect(page.getByRole('button', { name: 'Delete this list' })).toBeHidden();
    await expect(page.locator(':focus')).toContainText('Nothing is recorded.');
    await expect(page.getByText('This browser', { exact: true })).toBeVisible();
    expect(await (await letThemCome()).json()).not.toMatchObject({ events: [] });
    await twoFrames(page);
    await expect(none).toBeVisible();
    await page.getByRole('link', { name: 'Back to your account' }).click();
  });

  const signedInElsewhere = new Date(Date.now() - 1_000);
  await test.step('another browser is signed out from here (AUTH-14)', async () => {
    const elsewhere = await (await anotherBrowser()).newPage();
    await elsewhere.goto('/');
    await someone.at(elsewhere).signIn('authenticator app');
    await seeScreen(elsewhere, 'Your account');
    // A third one, which is signed out by itself before anybody here does it.
    const all = '**/api/session/all';
    await page.route(all, async (route) => {
      const response = await route.fetch();
      const listed = (await response.json()) as { sessions: object[] };
      await route.fulfill({
        response,
        json: { sessions: [...listed.sessions, { ...listed.sessions[1], id: 'A'.repeat(43) }] },
      });
    });
    await page.getByRole('link', { name: 'Where you are signed in' }).click();
    await expect(page.getByText('Browser 2', { exact: true })).toBeVisible();
    await page.unroute(all);
    await seeScreen(page, 'Where you are signed in', '18-sessions');
    await twoPressesOneAfterTheOther(page);
    await page.getByRole('button', { name: 'Sign out browser 2' }).click();
    await expect(page.getByText('Browser 2', { exact: true })).toBeHidden();
    await expect(page.locator(':focus')).toContainText('You are signed out of browser 2.');
    await expect(page).toHaveTitle('Where you are signed in – Signet');
    await elsewhere.reload();
    await seeScreen(elsewhere, 'Sign in');
    await page.getByRole('link', { name: 'Back to your account' }).click();
  });

  const further = `further-${someone.email}`;
  await test.step('a further address is confirmed elsewhere and becomes the main one (AUTH-19)', async () => {
    await page.getByRole('link', { name: 'Add or change' }).click();
    const added = new Date(Date.now() - 1_000);
    await page.getByLabel('New e-mail address').fill(further.toUpperCase());
    await page.getByRole('button', { name: 'Send a link to it' }).click();
    const sent = `We sent a link to ${further}. The address counts when you have opened it.`;
    await expect(page.getByText(sent, { exact: true })).toBeVisible();
    await expect(page.getByText('Not confirmed yet')).toBeVisible();
    await expect(page.getByLabel('New e-mail address')).toHaveValue('');
    // The rules are beside what they are about, for whoever wants to know.
    await expect(page.getByText('We keep it sealed for a week.')).toBeHidden();
    await seeScreen(page, 'Your e-mail addresses', '23-emails');
    const elsewhere = await (await anotherBrowser()).newPage();
    const link = await outbox.latestLink(further, added);
    // A program that looks through e-mail loads the page too, and confirms nothing by it (AUTH-9).
    await elsewhere.goto(link);
    await seeScreen(elsewhere, 'Confirm your e-mail address', '23b-confirm-address');
    await elsewhere.goto('about:blank');
    await elsewhere.goto(link.replace(/token=.*/, `token=${'A'.repeat(64)}`));
    const confirm = elsewhere.getByRole('button', { name: 'Yes, confirm it' });
    await confirm.click();
    await seeProblem(elsewhere, 'This link was used already');
    // The right one, pasted into the same tab: its fragment changes, and nothing is loaded.
    await elsewhere.goto(link);
    await confirm.click();
    await seeScreen(elsewhere, 'Your e-mail address is confirmed', '24-address-confirmed');
    await page.reload();
    await someone.unlock();
    await page.getByRole('button', { name: `Make it the main one ${further}` }).click();
    await expect(page.getByRole('region').first()).toContainText(`${further}Main address`);
    // What was pressed is gone: what became of it has the focus, and nothing is said that is over.
    await expect(page.locator(':focus')).toContainText(`${further} is your main address now`);
    await expect(page.getByText('We sent a link to')).toBeHidden();
    const [another, third] = [`another-${someone.email}`, `third-${someone.email}`];
    for (const address of [another, third]) {
      await page.getByLabel('New e-mail address').fill(address);
      await page.getByRole('button', { name: 'Send a link to it' }).click();
      await expect(page.locator(':focus')).toContainText(`We sent a link to ${address}`);
    }
    // The list without the first alone comes after the one without both.
    const late = Promise.withResolvers<void>();
    const held = async (route: Route) => {
      const response = await route.fetch();
      await late.promise;
      await route.fulfill({ response });
    };
    await page.route('**/api/account/emails', held, { times: 1 });
    const first = page.waitForResponse('**/api/account/emails');
    for (const address of [another, third]) {
      await page.getByRole('button', { name: `Remove ${address}` }).click();
      await expect(page.locator(':focus')).toContainText(`${address} is removed`);
    }
    await expect(page.getByRole('region', { name: third })).toBeHidden();
    late.resolve();
    await (await first).finished();
    await page.getByText('What happens when you remove an address').click();
    await expect(page.getByText('We keep it sealed for a week.')).toBeVisible();
    await seeScreen(page, 'Your e-mail addresses', '23d-address-removed');
    for (const address of [another, third])
      await expect(page.getByRole('region', { name: address })).toBeHidden();
    await page.getByRole('link', { name: 'Back to your account' }).click();
    await expect(page.getByText(further)).toBeVisible();
  });

  await test.step('the letter about that other browser: it was somebody else (AUTH-22)', async () => {
    const letter = /http\S+\/not-me#\S+/;
    const link = await outbox.linkLike(someone.email, signedInElsewhere, letter);
    const elsewhere = await (await anotherBrowser()).newPage();
    await elsewhere.goto(link);
    await seeScreen(elsewhere, 'Was it somebody else?', '31-not-me');
    const disavowed = new Date(Date.now() - 1_000);
    await elsewhere.getByRole('button', { name: 'It was not me: sign everyone out' }).click();
    await expect(elsewhere.getByText('Everyone is signed out')).toBeVisible();
    await elsewhere.goto('about:blank');
    await elsewhere.goto(link);
    await elsewhere.getByRole('button', { name: 'It was not me: sign everyone out' }).click();
    await seeProblem(elsewhere, 'look for a newer e-mail from us', '31b-not-me-over');
    const lantern = agency('lantern');
    await lantern.visit();
    await page.getByRole('link', { name: 'Sign in', exact: true }).click();
    // The main address was added since that sign-in, and went with it.
    expect(await outbox.latestLink(further, disavowed)).toMatch(/^http/);
    await someone.enter(someone.email);
    await someone.giveSecondStep('authenticator app');
    await seeScreen(page, 'Change your password', '32-change-due');
    await expect(page.getByText('The agency’s request waits meanwhile')).toBeVisible();
    // There is no way around it but out.
    await expect(page.getByRole('button', { name: 'Sign out instead' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Not now' })).toHaveCount(0);
    await page.getByLabel('Current password').fill('a quiet harbor before seven');
    await page.getByLabel('New password', { exact: true }).fill('a quiet harbor after the storm');
    await page.getByRole('button', { name: 'Change password' }).click();
    await seeScreen(page, 'Your password was changed');
    someone.remember({ password: 'a quiet harbor after the storm' });
    // Nobody wrote the recovery key down yet, and whoever opened the vault may have read it.
    await page.getByRole('link', { name: 'Change the locks of your vault' }).click();
    await page.getByLabel('Password', { exact: true }).fill('a quiet harbor after the storm');
    await page.getByRole('button', { name: 'Change the locks' }).click();
    await someone.saveRecoveryKey();
    await seeScreen(page, 'Before you prove who you are');
    await expect(page.getByRole('banner')).toContainText(`for ${lantern.name}`);
    await someone.openAccount();
  });

  const asked = new Date(Date.now() - 1_000);
  await page.getByRole('link', { name: 'Delete my account' }).click();
  await seeScreen(page, 'Delete your account', '16-delete');
  await page.getByLabel('Password', { exact: true }).fill('a quiet harbor after the storm');
  await page.getByRole('button', { name: 'Delete my account' }).click();
  await seeScreen(page, 'Your account is deleted');
  expect(await outbox.latestLink(someone.email, asked)).toMatch(/^http/);

  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Your account');
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(someone.email);
  await page.getByLabel('Password', { exact: true }).fill('a quiet harbor before seven');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText(
    'The e-mail address or the password is not right.',
  );
});

/** Of two that are signed out one after the other, the first fails late: it is said, at its own place, and that it was that one. */
async function twoPressesOneAfterTheOther(page: Page): Promise<void> {
  const late = Promise.withResolvers<void>();
  const end = '**/api/session/end-one';
  await page.route(end, async (route) => {
    if (route.request().postData()?.includes('A'.repeat(43)) === true)
      return route.fulfill({ json: {} });
    await late.promise;
    await route.abort();
  });
  const title = await page.title();
  await page.getByRole('button', { name: 'Sign out browser 2' }).click();
  await page.getByRole('button', { name: 'Sign out browser 3' }).click();
  await expect(page.getByText('Browser 3', { exact: true })).toBeHidden();
  late.resolve();
  const problem = page.locator('form', { hasText: 'Sign out browser 2' }).getByRole('alert');
  await expect(problem).toContainText('“Sign out browser 2” did not work');
  await expect(problem).toBeFocused();
  await expect(page).toHaveTitle(`Error: ${title}`);
  // Which leaves the words beside it their room.
  const words = await page
    .getByText(/^Signed in .*, last used/)
    .last()
    .boundingBox();
  expect(words?.width).toBeGreaterThan(150);
  await lookClosely(page, 'a problem that came late', '18b-late-problem');
  await inLargeLetters(page, async () => {
    await lookClosely(page, 'a problem in letters of twice the size', '18c-problem-large');
    const sentence = await problem.getByRole('listitem').boundingBox();
    expect(sentence?.width).toBeGreaterThan(200);
    const answer = await page.getByText('You are signed out of browser 3.').boundingBox();
    expect(answer?.width).toBeGreaterThan(240);
  });
  await page.unroute(end);
}

/** What the page does with an answer it has done by then. */
const linesOf = (elements: Element[]) =>
  elements.map((element) => {
    const text = document.createRange();
    text.selectNodeContents(element);
    return text.getClientRects().length;
  });

const twoFrames = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  );
