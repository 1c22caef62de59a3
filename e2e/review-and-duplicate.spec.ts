import { randomUUID } from 'node:crypto';
import { expect, persona, test } from './fixtures.ts';
import { citizen } from './vocabulary/citizen.ts';
import { reviewQueue } from './vocabulary/operators.ts';
import { outbox } from './vocabulary/outbox.ts';
import { seeProblem, seeScreen } from './vocabulary/screen.ts';
import { nextRisk } from './vocabulary/sources.ts';

test('what looks like fraud waits for two operators, and a second account of one person is told so (PROOF-21, PROOF-23)', async ({
  page,
  someone,
  anotherBrowser,
}) => {
  const one = persona('gideonel');
  const begun = new Date();
  await page.goto('/');
  await someone.createAccount('authenticator app');
  await page.getByRole('link', { name: 'Prove who you are' }).click();
  await someone.giveInformation(one);
  await nextRisk('review');
  await someone.confirmReview();
  await someone.confirmPhone(one.phone);

  await test.step('the person sees that it waits, for whom, and until which day', async () => {
    await seeScreen(page, 'Two people look at your application', '09a-in-review');
    const until = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });
    const day = until.format(Date.now() + 5 * 24 * 60 * 60_000);
    await expect(page.getByText(`You hear from us by ${day}`)).toBeVisible();
  });

  await test.step('operators see checks and no value; one of them alone changes nothing', async () => {
    const waiting = reviewQueue.waiting();
    expect(waiting).toHaveLength(1);
    const [application = ''] = waiting;
    const shown = reviewQueue.show(application);
    expect(shown).toMatch(/risk_low\s+risk\s+risk-bands\s+no/);
    for (const value of [one.givenName, one.familyName, one.ssn, one.documentNumber])
      expect(shown.toLowerCase().includes(value.toLowerCase())).toBe(false);
    const [ada, ben] = [reviewQueue.newOperator(), reviewQueue.newOperator()];
    expect(ada.vote(application, 'pass')).toContain('one more must agree');
    await page.reload();
    await someone.unlock();
    await seeScreen(page, 'Two people look at your application');
    expect(ben.vote(application, 'pass')).toContain('passed');
    expect(reviewQueue.waiting()).toHaveLength(0);
  });

  await test.step('the person is told on the page, and goes on where they were', async () => {
    await page.reload();
    await someone.unlock();
    await seeScreen(page, 'We can go on', '09b-review-passed');
    await page.getByRole('button', { name: 'Go on' }).click();
    await someone.saveRecoveryKey();
    await seeScreen(page, 'You have proved who you are');
  });

  const other = await (await anotherBrowser()).newPage();
  const twin = citizen(other, `${randomUUID()}@example.test`);
  await test.step('the same person in a second account', async () => {
    await other.goto('/');
    await twin.createAccount('authenticator app');
    await other.getByRole('link', { name: 'Prove who you are' }).click();
    await twin.giveInformation(one);
    await twin.confirmReview();
    await seeScreen(other, 'One person, one account', '09c-other-account');
    expect(await other.locator('main').textContent()).not.toContain(someone.email);
    await other.getByRole('button', { name: /ask again/ }).click();
    await seeProblem(other, 'It still cannot be this account.');
  });

  let proved = begun;
  await test.step('whoever the notice was for freezes the first account with it, and goes on in their own (PROOF-22)', async () => {
    const finder = await (await anotherBrowser()).newPage();
    await finder.goto(await outbox.linkLike(one.phone, begun, /https?:\S+not-my-identity\S+/));
    await finder.getByRole('button', { name: 'It was not me: freeze it' }).click();
    await expect(finder.getByText('in an account of your own')).toBeVisible();
    await other.getByRole('button', { name: /ask again/ }).click();
    await twin.confirmPhone(one.phone);
    await seeScreen(other, 'Two people look at your application');
    const [application = ''] = reviewQueue.waiting();
    for (const voter of [reviewQueue.newOperator(), reviewQueue.newOperator()])
      voter.vote(application, 'pass');
    await other.reload();
    await twin.unlock();
    proved = new Date();
    await other.getByRole('button', { name: 'Go on' }).click();
    await twin.saveRecoveryKey();
    await seeScreen(other, 'You have proved who you are');
  });

  await test.step('whoever deletes the account first does not silence its notice (PROOF-22)', async () => {
    await other.goto('/account/delete');
    await twin.unlock();
    await seeScreen(other, 'Delete your account');
    await expect(other.getByText('only whoever holds a link can open it')).toBeVisible();
    await expect(other.getByText('Your identity is frozen')).toBeHidden();
    await other.getByLabel('Password', { exact: true }).fill(twin.secrets().password);
    await other.getByRole('button', { name: 'Delete my account' }).click();
    await seeScreen(other, 'Your account is deleted');
    const page = await (await anotherBrowser()).newPage();
    await page.goto(await outbox.linkLike(one.phone, proved, /https?:\S+not-my-identity\S+/));
    await page.getByRole('button', { name: 'It was not me: freeze it' }).click();
    await expect(page.getByText('The account is deleted already')).toBeVisible();
  });
});
