import { expect, persona, test } from './fixtures.ts';
import {
  letTheCodesEnd,
  letTheNightPass,
  letTheTriesComeBack,
  letterBox,
} from './vocabulary/letter-box.ts';
import { outbox } from './vocabulary/outbox.ts';
import { seeProblem, seeScreen } from './vocabulary/screen.ts';

test('a letter comes back, its successor’s code ends, and a third one does it (LETTER-2, LETTER-3)', async ({
  page,
  someone,
}) => {
  const one = persona('rosamund');
  const since = new Date(Date.now() - 1_000);
  const ask = async () => {
    await seeScreen(page, 'Get a letter with a code');
    await page.getByRole('button', { name: 'Send the letter' }).click();
    await seeScreen(page, 'Your letter');
    await expect(page.getByText('Your letter is on order')).toBeVisible();
  };
  const lookAgain = async () => {
    await page.reload();
    await someone.unlock();
    await seeScreen(page, 'Your letter');
  };
  const enter = async (code: string) => {
    await page.getByLabel('Code from the letter').fill(code);
    await page.getByRole('button', { name: 'Confirm my address' }).click();
  };
  await page.goto('/');
  await someone.createAccount('authenticator app');
  await page.getByRole('link', { name: 'Prove who you are' }).click();
  await someone.giveInformation(one);
  await someone.confirmReview();
  await page.getByRole('link', { name: 'Send a letter to my address instead' }).click();
  await ask();
  letTheNightPass();
  const first = await letterBox.letterTo(one);

  await test.step('the post brings the first one back: the page says so, and offers another', async () => {
    await letterBox.bringBack(first.letterId, 2);
    await lookAgain();
    await expect(page.getByText('Your letter came back')).toBeVisible();
    await seeScreen(page, 'Your letter', '46-letter-returned');
    await expect(page.getByRole('link', { name: 'Enter the code' })).toHaveCount(0);
    expect(await outbox.linkLike(someone.email, since, /https?:\S+letter\S*/)).toBeTruthy();
    await page.getByRole('link', { name: 'Send another letter' }).click();
    await expect(page.getByText(/Letters left: 3\. At .*\d:\d\d/)).toBeVisible();
    await ask();
  });

  letTheNightPass();
  const second = await letterBox.letterTo(one, [first.letterId]);
  await test.step('the code of the first one does not go with the second', async () => {
    expect(second.code).not.toBe(first.code);
    await page.getByRole('link', { name: 'Enter the code' }).click();
    await enter(first.code);
    await seeProblem(page, 'Use the one in your newest letter.', '47-old-letter-code');
    await page.getByRole('link', { name: 'How my letter stands' }).click();
    await page.getByRole('link', { name: 'Enter the code' }).click();
    await expect(page.getByText(/Tries left: 4\. At .*\d:\d\d/)).toBeVisible();
    await seeScreen(page, 'Enter the code from your letter', '47b-tries-left');
    await page.getByRole('link', { name: 'How my letter stands' }).click();
  });

  await test.step('its days end: the page says so, and the right code is worth nothing', async () => {
    const ended = new Date(Date.now() - 1_000);
    letTheCodesEnd();
    // The bff looks for such letters now and then, and writes to the person.
    const toldOfIt = /not entered in time[^]*https?:\S+/;
    expect(await outbox.linkLike(someone.email, ended, toldOfIt)).toBeTruthy();
    await lookAgain();
    await expect(page.getByText('The code of this letter has expired')).toBeVisible();
    await seeScreen(page, 'Your letter', '48-letter-expired');
    await page.goto('/verify/letter-code');
    await someone.unlock();
    await enter(second.code);
    await seeProblem(page, 'This code has expired. Send another letter, or use a phone.');
    await page.getByRole('link', { name: 'How my letter stands' }).click();
    await seeScreen(page, 'Your letter');
    await page.getByRole('link', { name: 'Send another letter' }).click();
    await ask();
  });

  letTheNightPass();
  const third = await letterBox.letterTo(one, [first.letterId, second.letterId]);
  await page.getByRole('link', { name: 'Enter the code' }).click();
  letTheTriesComeBack();
  await test.step('after the last try the page says at once when there are more (PROOF-11)', async () => {
    for (const left of [4, 3, 2, 1]) {
      await enter(second.code);
      await seeProblem(page, `Use the one in your newest letter. Tries left: ${left}.`);
    }
    await enter(second.code);
    await seeProblem(
      page,
      /not right\. You have no tries left for now\. You can try again at .*\d:\d\d/,
    );
    await expect(page.getByRole('alert')).not.toContainText('newest letter');
    letTheTriesComeBack();
  });
  await enter(third.code);
  await someone.saveRecoveryKey();
  await seeScreen(page, 'You have proved who you are');
});
