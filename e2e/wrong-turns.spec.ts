import type { Page } from '@playwright/test';
import { expect, persona, test } from './fixtures.ts';
import { keepBack } from './vocabulary/late-answer.ts';
import { identity } from './vocabulary/operators.ts';
import { outbox } from './vocabulary/outbox.ts';
import { lookClosely, seeProblem, seeScreen } from './vocabulary/screen.ts';
import { breakSource } from './vocabulary/sources.ts';

const kept =
  'What you typed or chose is still on this page. Everything before it is kept in your vault, even if you close the page.';
const ours = `It is our problem, not yours, and it did not count as a try. ${kept} Try again in a few minutes.`;

test('photographs that cannot be read, and cards that cannot be used', async ({
  page,
  someone,
  agency,
}) => {
  const one = persona('quillon');
  await agency('harbor').visit();
  await someone.createAccount('authenticator app');
  await someone.agreeToProofing();

  for (const [photograph, sentence] of [
    ['back-blurred', 'Back: The photo is blurred.'],
    ['back-dark', 'Back: The photo is too dark.'],
    ['back-glare', 'Back: Light is reflected on the card.'],
  ] as const) {
    await test.step(photograph, async () => {
      await someone.givePhotographs(one, photograph);
      await seeProblem(page, sentence, photograph === 'back-blurred' ? '06b-blurred' : undefined);
    });
  }

  await test.step('a text file with the name of a photograph', async () => {
    const notes = { name: 'front.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a photo') };
    await page.getByLabel('Front of your ID').setInputFiles(notes);
    await page.getByRole('button', { name: 'Check my ID' }).click();
    await seeProblem(page, 'Front: That is not a photo that we can read.');
  });

  await test.step('what is wrong with a photograph is not said of the next one', async () => {
    const faults = page.getByRole('alert').getByRole('listitem');
    await expect(faults).toHaveText([/^Front: /, /^Back: /]);
    await someone.choosePhotograph(one, 'front');
    await expect(faults).toHaveText([/^Back: /]);
    await expect(page.getByText('That is not a photo that we can read.')).toHaveCount(0);
    await someone.choosePhotograph(one, 'back');
    await expect(page.getByRole('alert')).toBeHidden();
    await expect(page).toHaveTitle('Take photos of your ID – Signet');
    await lookClosely(page, 'photographs in the place of others', '06z-replaced');
  });

  await test.step('a forged card and an expired one: each costs a try, and says so', async () => {
    // What is answered is said of the photographs that were asked about: none takes their place meanwhile.
    const letItCome = await keepBack(page, '**/api/proofing/step', () =>
      someone.givePhotographs(persona('barnabas')),
    );
    const takes = page.getByLabel(/of your ID/).or(page.getByRole('button', { name: /camera/ }));
    await expect(takes).toHaveCount(4);
    for (const way of await takes.all()) await expect(way).toBeDisabled();
    await lookClosely(page, 'photographs that are being checked', '06y-checking');
    await letItCome();
    for (const way of await takes.all()) await expect(way).toBeEnabled();
    await seeProblem(page, /could not confirm that this ID is genuine.*Tries left: 4\./);
    await someone.givePhotographs(persona('philippa'));
    await seeProblem(page, /This ID has expired\..*Tries left: 3\./);
    await page.reload();
    await someone.unlock();
    await expect(page.getByText(/Tries left: 3\. At .*\d:\d\d/)).toBeVisible();
  });

  await test.step('the person’s own card is taken after all that, with a simple camera too', async () => {
    await someone.givePhotographs(one, 'back-small');
    await seeScreen(page, 'Your Social Security number');
  });
});

test('information that does not match, and sources that are down (PROOF-5, PROOF-6)', async ({
  page,
  someone,
  agency,
}) => {
  const one = persona('cordelia');
  const harbor = agency('harbor');
  await harbor.visit();
  await someone.createAccount('authenticator app');
  await someone.agreeToProofing();

  await test.step('the document checker is down', async () => {
    await breakSource('document-checker', '503');
    await someone.givePhotographs(one);
    await seeProblem(page, ours, '06c-down');
  });
  await page.getByRole('button', { name: 'Check my ID' }).click();

  await test.step('an SSN with a wrong digit: the answer names nothing, and nothing is lost', async () => {
    await someone.giveSsn(one.ssn.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)));
    await someone.confirmReview();
    await seeProblem(
      page,
      /not told what differs.*Everything you did is kept.*Tries left: 4\./,
      '08-unmatched',
    );
    await page.reload();
    await someone.unlock();
    await seeScreen(page, 'Is this right?');
    await page.getByRole('link', { name: 'Change address' }).click();
    await seeScreen(page, 'Where do you live?', '08a-address');
    await page.getByLabel('Number and street').fill('5 🏠 Newer Street');
    await page.getByLabel('ZIP code').fill('12<script>');
    await page.getByRole('button', { name: 'Use this address' }).click();
    await seeProblem(page, /letters and digits only.*five digits/s);
    await page.getByRole('button', { name: 'Use the address on my ID' }).click();
    await seeScreen(page, 'Is this right?');
    await page.getByRole('link', { name: 'Change', exact: true }).click();
  });
  await someone.giveSsn(one.ssn);

  await test.step('the bureau is down: no try is spent, and the page says what was kept and what to do', async () => {
    await breakSource('records', 'garbage');
    await someone.confirmReview();
    await seeProblem(page, ours);
  });
  await someone.confirmReview();

  await test.step('a phone of somebody else', async () => {
    await someone.askForCode(persona('wilhelmina').phone);
    await seeProblem(page, /could not connect this number to you.*Tries left: 4\./, '08c-phone');
  });

  const asked = new Date(Date.now() - 1_000);
  await test.step('a wrong code', async () => {
    await someone.askForCode(one.phone);
    await seeScreen(page, 'Enter the code', '08d-code');
    const right = await outbox.latestCode(one.phone, asked);
    await someone.enterCode(right === '000000' ? '000001' : '000000');
    await seeProblem(page, 'That code is not right. Tries left:');
  });
  await someone.enterCode(await outbox.latestCode(one.phone, asked));
  await someone.saveRecoveryKey();

  await test.step('where neither “yes” nor “no” arrives, the page says so once', async () => {
    const either = /\/interaction\/[^/]+\/api\/(consent|refuse)$/;
    await page.route(either, (route) => route.abort());
    await page.getByRole('button', { name: `Share with ${harbor.name}` }).click();
    await seeProblem(page, 'No answer came from Signet');
    await page.getByRole('button', { name: 'No, do not share' }).click();
    const no = page.locator('form', { hasText: 'No, do not share' });
    await expect(no.getByRole('alert')).toBeFocused();
    await seeProblem(page, 'No answer came from Signet');
    await page.unroute(either);
  });

  await test.step('a “yes” that fails after “no” was said does not answer for it', async () => {
    const [yes, no] = ['**/api/consent', '**/api/refuse'];
    const late = Promise.withResolvers<void>();
    await page.route(yes, async (route) => {
      await late.promise;
      await route.abort();
    });
    await page.route(no, (route) => route.abort());
    await page.getByRole('button', { name: `Share with ${harbor.name}` }).click();
    await page.getByRole('button', { name: 'No, do not share' }).click();
    const answer = page.locator('form', { hasText: 'No, do not share' }).getByRole('alert');
    await expect(answer).toBeFocused();
    const failed = page.waitForEvent('requestfailed', (request) =>
      request.url().endsWith('/api/consent'),
    );
    late.resolve();
    await failed;
    await expect(page.locator('form[aria-busy=true]')).toHaveCount(0);
    await expect(answer).toBeFocused();
    // It is said all the same: what was agreed to did not go.
    await expect(
      page.locator('form', { hasText: `Share with ${harbor.name}` }).getByRole('alert'),
    ).toContainText(`“Share with ${harbor.name}” did not work`);
    await page.unroute(yes);
    await page.unroute(no);
  });

  await test.step('“no” tells the agency only that it was said (AGENCY-1)', async () => {
    const back = page.waitForRequest((request) => request.url().includes('error=access_denied'));
    await someone.refuse(harbor.name);
    expect(Object.fromEntries(new URL((await back).url()).searchParams)).toEqual({
      error: 'access_denied',
      error_description: expect.any(String),
      state: expect.any(String),
      iss: expect.any(String),
    });
    await harbor.says('refused');
    await page.screenshot({ path: 'test-results/screens/12-refused-1280.png' });
  });

  await test.step('the person reads what was checked, and whoever gets the notice freezes it (PROOF-22, PROOF-25)', async () => {
    await someone.openAccount();
    await page.getByRole('link', { name: 'What was checked about you' }).click();
    await seeScreen(page, 'What was checked about you', '40-record');
    await expect(page.getByText('Level reached: verified')).toBeVisible();
    const wrong = page.getByText('The code that was entered was not the right one.');
    await expect(wrong).toBeVisible();
    const accountId = await page.evaluate(async () => {
      const session = (await (await fetch('/api/session')).json()) as { accountId: string };
      return session.accountId;
    });
    identity('suspend', accountId, 'fraud-suspected');
    await someone.openAccount();
    await expect(page.getByText('Your identity is suspended')).toBeVisible();
    await expect(page.getByText('You have proved who you are')).toBeHidden();
    await seeScreen(page, 'Your account', '13b-suspended');
    identity('reinstate', accountId);
    await someone.openAccount();
    await expect(page.getByText('You have proved who you are')).toBeVisible();
    await expect(page.getByText('Your identity is suspended')).toBeHidden();
    await page.goto(await outbox.linkLike(one.phone, asked, /https?:\S+not-my-identity\S+/));
    await seeScreen(page, 'Did somebody else use your identity?', '41-not-my-identity');
    await page.getByRole('button', { name: 'It was not me: freeze it' }).click();
    await expect(page.getByText('It is frozen')).toBeVisible();
    await page.getByRole('link', { name: 'Sign in', exact: true }).click();
    await seeScreen(page, 'Sign in');
    await someone.enter(someone.email);
    await someone.giveSecondStep('authenticator app');
    await page.goto('/account');
    await someone.unlock();
    await expect(page.getByText('Your identity is frozen')).toBeVisible();
    await page.getByRole('link', { name: 'Delete my account' }).click();
    await expect(page.getByText('for a year we keep a code')).toBeVisible();
    await page.getByRole('link', { name: 'Keep it' }).click();
    await page.getByRole('link', { name: 'Prove who you are anew' }).click();
    await seeScreen(page, 'Before you prove who you are');
  });
});

test('whichever attribute or source says no, the person reads the same words (PROOF-5)', async ({
  page,
  someone,
}) => {
  await page.goto('/');
  await someone.createAccount('authenticator app');
  await page.getByRole('link', { name: 'Prove who you are' }).click();
  const words = new Set<string>();
  for (const id of ['severine', 'isolde'] as const) {
    const one = persona(id);
    if (id === 'severine') await someone.agreeToProofing();
    else await page.getByRole('link', { name: 'Take new photos' }).click();
    await someone.givePhotographs(one);
    // The bureau knows another SSN for the one; the other mistypes hers.
    await someone.giveSsn(id === 'severine' ? one.ssn : '900-22-9999');
    await someone.confirmReview();
    await seeProblem(page, 'We could not match your information');
    words.add((await unmatched(page)).replaceAll(/\d/g, 'N'));
  }
  expect([...words]).toHaveLength(1);
});

const unmatched = async (page: Page) =>
  (await page.locator('.usa-alert--error').textContent()) ?? '';
