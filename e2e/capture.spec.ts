import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { foldersOf } from '../scripts/launch/plan.ts';
import { databasePlaces, exchangePlaces, outputPlaces } from './canary/places.ts';
import { expect, persona, test } from './fixtures.ts';
import { browserWithCamera } from './house/browsers.ts';
import { recordings, testHome } from './house/test-plan.ts';
import { fromAfar, holdBeforeCamera, keepPictureBack } from './vocabulary/camera.ts';
import { letTheQuarterHourPass } from './vocabulary/clock.ts';
import { keepBack } from './vocabulary/late-answer.ts';
import { seeProblem, seeScreen } from './vocabulary/screen.ts';
import { outbox } from './vocabulary/outbox.ts';
import { scanCode, telephone } from './vocabulary/telephone.ts';

test.use({ launchOptions: browserWithCamera });

const one = persona('quillon');
const photographOf = (name: string) =>
  path.join(foldersOf(testHome).personas, one.id, `${name}.jpg`);
const camera = (page: Page) => page.getByRole('region', { name: 'Camera' });

/** What the camera says, from now on: each sentence with its time. */
async function listen(page: Page): Promise<() => Promise<{ at: number; text: string }[]>> {
  const spoken = camera(page).getByRole('status');
  await expect(spoken).toHaveAttribute('aria-live', 'polite');
  const heard = await spoken.evaluateHandle((element) => {
    const sentences = [{ at: performance.now(), text: element.textContent }];
    new MutationObserver(() =>
      sentences.push({ at: performance.now(), text: element.textContent }),
    ).observe(element, { childList: true, characterData: true, subtree: true });
    return sentences;
  });
  return () => heard.evaluate((sentences) => sentences);
}

test('the camera in the page: refused, allowed, and what it says before the shutter is pressed', async ({
  page,
  context,
  someone,
}) => {
  await page.goto('/');
  await someone.createAccount('authenticator app');
  await page.getByRole('link', { name: 'Prove who you are' }).click();
  await someone.agreeToProofing();
  await seeScreen(page, 'Take photos of your ID');
  await holdBeforeCamera(
    { photograph: photographOf('back-dark'), seconds: 6 },
    { photograph: await fromAfar(photographOf('back')), seconds: 6 },
    { photograph: photographOf('back'), seconds: 8 },
  );

  await test.step('the page says why before the browser asks', async () => {
    await page.getByRole('button', { name: 'Use the camera for the back' }).click();
    await expect(camera(page)).toContainText('Your browser will ask whether Signet may use');
    // As everywhere here: what was pressed is gone, and its place has the focus.
    const side = page.locator(':focus').filter({ has: camera(page) });
    await expect(side).toContainText('Back of your ID');
    await seeScreen(page, 'Take photos of your ID', '06d-camera-primer');
  });

  await test.step('refused: how to allow it after all, and a file does as well', async () => {
    await camera(page).getByRole('button', { name: 'Turn on the camera' }).click();
    await expect(camera(page).getByRole('alert')).toContainText(
      'To allow it, press the camera or lock beside the address',
    );
    await expect(page).toHaveTitle('Error: Take photos of your ID – Signet');
    await seeScreen(page, 'Take photos of your ID', '06e-camera-refused');
    await page.getByLabel('Front of your ID').setInputFiles(photographOf('front'));
    await expect(page.getByRole('img', { name: 'Front of your ID' })).toBeVisible();
  });

  await test.step('allowed: one hint at a time, no faster than it can be spoken, and a shutter all the while', async () => {
    await context.grantPermissions(['camera']);
    await camera(page).getByRole('button', { name: 'Try again' }).click();
    const shutter = camera(page).getByRole('button', { name: 'Take the photo' });
    await expect(shutter).toBeVisible();
    await expect(camera(page)).toBeFocused();
    await expect(page).toHaveTitle('Take photos of your ID – Signet');
    const heard = await listen(page);
    const said = camera(page).getByRole('status');
    await expect(said).toHaveText('It is too dark. Find more light.');
    await expect(shutter).toBeEnabled();
    await expect(said).toHaveText('Move closer, so that the card fills the frame.');
    await expect(shutter).toBeEnabled();
    await expect(said).toHaveText('That looks good. Take the photo.');
    await seeScreen(page, 'Take photos of your ID', '06f-camera');
    const sentences = await heard();
    expect(sentences.length).toBeGreaterThanOrEqual(4);
    for (const [at, { at: time }] of sentences.entries())
      if (at > 1) expect(time - (sentences[at - 1]?.at ?? 0)).toBeGreaterThan(2_400);
  });

  await test.step('the photograph is taken by hand, at a moment that the person chooses', async () => {
    await camera(page).getByRole('button', { name: 'Cancel' }).click();
    await holdBeforeCamera({ photograph: photographOf('back'), seconds: 2 });
    await page.getByRole('button', { name: 'Use the camera for the back' }).click();
    await camera(page).getByRole('button', { name: 'Turn on the camera' }).click();
    await expect(camera(page).getByRole('status')).toHaveText('That looks good. Take the photo.');
    await camera(page).getByRole('button', { name: 'Take the photo' }).press('Enter');
    await expect(page.getByRole('img', { name: 'Back of your ID' })).toBeVisible();
    await expect(camera(page)).toHaveCount(0);
    await expect(page.locator(':focus')).toContainText('Back of your ID');
  });

  await test.step('while photographs are checked no other way to them is open: not the phone’s, nor a shutter that was pressed just before', async () => {
    const back = page.getByRole('img', { name: 'Back of your ID' });
    const checked = await back.getAttribute('src');
    await page.getByRole('button', { name: 'Use the camera for the back' }).click();
    await camera(page).getByRole('button', { name: 'Turn on the camera' }).click();
    await expect(camera(page).getByRole('status')).toHaveText('That looks good. Take the photo.');
    const letItBeMade = await keepPictureBack(page);
    await camera(page).getByRole('button', { name: 'Take the photo' }).click();
    const letItAnswer = await keepBack(page, '**/api/proofing/step', () =>
      page.getByRole('button', { name: 'Check my ID' }).click(),
    );
    await expect(page.getByText('Take them with your phone instead')).toBeVisible();
    await expect(page.getByRole('link', { name: 'with your phone' })).toHaveCount(0);
    await letItBeMade();
    await expect(camera(page)).toBeVisible();
    await expect(back).toHaveAttribute('src', checked ?? '');
    await letItAnswer();
    await seeScreen(page, 'Your Social Security number');
  });
});

test('files that are no photograph, or too much of one, are told by one sentence each (PROOF-14)', async ({
  page,
  someone,
}) => {
  await page.goto('/');
  await someone.createAccount('authenticator app');
  await page.getByRole('link', { name: 'Prove who you are' }).click();
  await someone.agreeToProofing();
  await page.getByLabel('Front of your ID').setInputFiles(photographOf('front'));
  for (const [name, buffer, sentence] of [
    ['100 megapixels', pngOf(10_000, 10_000), 'That picture is too large.'],
    ['moving', movingPng(), 'That picture moves.'],
    ['a page with the name of a photograph', Buffer.from('<html>'), 'That is not a photo'],
    ['cut off', readFileSync(photographOf('back')).subarray(0, 90_000), 'That file is not whole'],
    ['nothing', Buffer.alloc(0), 'That file is empty.'],
  ] as const)
    await test.step(name, async () => {
      const file = { name: 'back.jpg', mimeType: 'image/jpeg', buffer };
      await page.getByLabel('Back of your ID').setInputFiles(file);
      await page.getByRole('button', { name: 'Check my ID' }).click();
      await seeProblem(page, `Back: ${sentence}`);
    });

  await test.step('a photograph of ten megabytes that is an archive as well is drawn anew, and read', async () => {
    const archive = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(10_000_000, 'x')]);
    const file = test.info().outputPath('back.jpg');
    writeFileSync(file, Buffer.concat([readFileSync(photographOf('back')), archive]));
    await page.getByLabel('Back of your ID').setInputFiles(file);
    await page.getByRole('button', { name: 'Check my ID' }).click();
    await seeScreen(page, 'Your Social Security number');
  });
});

async function expectTheSameWords(phone: Page, computer: Page): Promise<void> {
  const shown = phone.getByTestId('match-words');
  await expect(shown).toHaveText(/^\w+ · \w+ · \w+$/);
  await expect(computer.getByTestId('match-words')).toHaveText((await shown.textContent()) ?? '');
}

test('a phone takes the photographs for a computer, and the relay reads nothing (PROOF-13)', async ({
  page,
  someone,
  anotherBrowser,
}) => {
  await page.goto('/');
  await someone.createAccount('authenticator app');
  await page.getByRole('link', { name: 'Prove who you are' }).click();
  await someone.agreeToProofing();
  await page.getByRole('link', { name: 'Take them with your phone instead' }).click();
  const code = page.getByRole('img', { name: 'Code that opens this on your phone' });
  await expect(code).toBeVisible();
  await seeScreen(page, 'Take the photos with your phone', '06g-code');
  const addresses = [await scanCode(code)];
  expect(addresses[0]).toMatch(/\/hand-off#token=[\w-]{43}$/);

  const context = await anotherBrowser({ ...telephone, permissions: ['camera'] });
  const phone = await context.newPage();

  await test.step('after a quarter of an hour the code is void, on both screens', async () => {
    letTheQuarterHourPass();
    await expect(page.getByRole('alert')).toContainText('The code is not valid any more.');
    await expect(page).toHaveTitle('Error: Take the photos with your phone – Signet');
    await seeScreen(page, 'Take the photos with your phone', '06h-code-over');
    await open(phone, addresses[0]);
    await seeScreen(phone, 'Does your computer show these words?');
    await phone.getByRole('button', { name: 'Yes, they are the same' }).click();
    await seeScreen(phone, 'This link does not work', '06i-link-void');
    await page.getByRole('button', { name: 'Make a new code' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await expect(page).toHaveTitle('Take the photos with your phone – Signet');
    await expect(code).toBeVisible();
  });

  await test.step('a page opened anew shows a new code, and says so', async () => {
    await page.reload();
    await someone.unlock();
    await expect(page.getByText('This is a new code.')).toBeVisible();
    await seeScreen(page, 'Take the photos with your phone', '06j-code-anew');
    addresses.push(await scanCode(code));
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  await test.step('whoever sees other words stops it, and both screens say so', async () => {
    await open(phone, addresses.at(-1));
    const no = phone.getByRole('button', { name: 'No, stop' });
    const redeem = '**/api/hand-off/redeem';
    await phone.route(redeem, (route) => route.abort());
    await no.click();
    await seeProblem(phone, 'Signet could not end the link', '06v-not-stopped');
    await phone.getByRole('button', { name: 'Yes, they are the same' }).click();
    await seeProblem(phone, 'No answer came from Signet');
    await phone.unroute(redeem);
    // A yes that is not answered yet is taken back: the link is theirs already, and its answer leads nowhere any more.
    const letItCome = await keepBack(phone, redeem, () =>
      phone.getByRole('button', { name: 'Yes, they are the same' }).click(),
    );
    await no.click();
    await seeScreen(phone, 'Stopped', '06w-stopped');
    await letItCome();
    await expect(page.getByRole('alert')).toContainText('Somebody ended it at the phone.');
    await expect(phone.getByRole('heading', { level: 1, name: 'Stopped' })).toBeVisible();
    await seeScreen(page, 'Take the photos with your phone', '06x-stopped-at-phone');
    await page.getByRole('button', { name: 'Make a new code' }).click();
    await expect(code).toBeVisible();
    addresses.push(await scanCode(code));
  });

  await test.step('both screens show the same words', async () => {
    await open(phone, addresses.at(-1));
    await seeScreen(phone, 'Does your computer show these words?', '06k-words');
    await expectTheSameWords(phone, page);
    // The secret is out of the address, where a shoulder or a history could read it.
    expect(phone.url()).toMatch(/\/hand-off$/);
    await phone.getByRole('button', { name: 'Yes, they are the same' }).click();
    await seeScreen(phone, 'Take photos of your ID', '06l-phone');
    await expect(page.getByText('Your phone is connected.')).toBeVisible();
    await seeScreen(page, 'Take the photos with your phone', '06m-connected');
  });

  await test.step('the link works once', async () => {
    const second = await (await anotherBrowser(telephone)).newPage();
    await open(second, addresses.at(-1));
    await second.getByRole('button', { name: 'Yes, they are the same' }).click();
    await seeScreen(second, 'This link does not work');
  });

  await test.step('a phone that lost its page: the computer makes a new code without being asked twice', async () => {
    await phone.reload();
    await seeScreen(phone, 'This link does not work');
    await page.getByRole('button', { name: 'Make a new code' }).click();
    await expect(page.getByText('This is a new code.')).toBeVisible();
    addresses.push(await scanCode(code));
    await open(phone, addresses.at(-1));
    await expectTheSameWords(phone, page);
    await phone.getByRole('button', { name: 'Yes, they are the same' }).click();
    await seeScreen(phone, 'Take photos of your ID');
  });

  await test.step('by the code: two files from the phone are at the computer, and can be taken anew', async () => {
    for (const side of ['front', 'back'])
      await phone
        .getByLabel(side === 'front' ? 'Front of your ID' : 'Back of your ID')
        .setInputFiles(photographOf(side));
    await phone.getByRole('button', { name: 'Send to my computer' }).click();
    await seeScreen(phone, 'Go on at your computer');
    await expect(page.getByText('The photos from your phone are here.')).toBeVisible();
    for (const name of ['Front of your ID', 'Back of your ID'])
      await expect(page.getByRole('img', { name })).toBeVisible();
    await page.getByRole('link', { name: 'Take them with your phone instead' }).click();
    await expect(code).toBeVisible();
  });

  await test.step('whose phone cannot scan gets a link by text message, with no secret in it', async () => {
    await page.getByText('Your phone cannot scan it?').click();
    await page.getByLabel('Your phone number').fill('202-555-01');
    await page.getByRole('button', { name: 'Text me a link' }).click();
    await seeProblem(page, 'Enter a US phone number', '06r-text-wrong');
    await page.getByLabel('Your phone number').fill('876-555-0143');
    await page.getByRole('button', { name: 'Text me a link' }).click();
    await seeProblem(page, 'Enter a US phone number');

    // A link that reaches nobody took the code's place: another code is shown, beside what was typed.
    const before = await scanCode(code);
    await page.getByLabel('Your phone number').fill('202-555-0153');
    await page.getByRole('button', { name: 'Text me a link' }).click();
    await seeProblem(page, 'The message could not be delivered to this number.');
    await expect(page.getByText('This is a new code.')).toBeVisible();
    expect(await scanCode(code)).not.toBe(before);
    await expect(page.getByLabel('Your phone number')).toHaveValue('202-555-0153');

    await page.getByLabel('Your phone number').fill(one.phone);
    const asked = new Date();
    const posted: string[] = [];
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (request.method() === 'POST' && pathname.startsWith('/api/proofing'))
        posted.push(pathname);
    });
    await page.getByRole('button', { name: 'Text me a link' }).click();
    await expect(page.getByText('We sent a text message to the phone that ends in')).toBeVisible();
    // A phone that opens the link at once must find what was begun for it.
    expect(posted).toEqual(['/api/proofing/hand-off', '/api/proofing/step']);
    await expect(page.getByTestId('match-words')).toHaveCount(0);
    await seeScreen(page, 'Take the photos with your phone', '06s-texted');
    await open(phone, await outbox.linkLike(one.phone, asked, /https?:\S+\/hand-off#text=\S+/));
    await seeScreen(phone, 'Did you ask for this link?', '06t-asked');
    const connect = phone.getByRole('button', { name: 'Yes, connect this phone' });
    await phone.route('**/api/hand-off/redeem', (route) => route.abort());
    await connect.click();
    await seeProblem(phone, 'No answer came from Signet', '06y-not-connected');
    await expect(phone).toHaveTitle('Error: Did you ask for this link? – Signet');
    await phone.unroute('**/api/hand-off/redeem');
    await connect.click();
    await seeScreen(phone, 'Does your computer show these words?');
    await expectTheSameWords(phone, page);
    await seeScreen(page, 'Take the photos with your phone', '06u-text-words');
    await phone.getByRole('button', { name: 'Yes, they are the same' }).click();
    await seeScreen(phone, 'Take photos of your ID');
  });

  await test.step('what cannot be read is told on the phone, before anything is sent', async () => {
    await phone.getByLabel('Front of your ID').setInputFiles(photographOf('front'));
    await phone.getByLabel('Back of your ID').setInputFiles(photographOf('back-blurred'));
    await phone.getByRole('button', { name: 'Send to my computer' }).click();
    await seeProblem(phone, 'Back: The photo is blurred.', '06n-phone-blurred');
  });

  await test.step('taken with the phone’s camera, sent, and the computer goes on by itself', async () => {
    await holdBeforeCamera({ photograph: photographOf('back'), seconds: 4 });
    await phone.getByRole('button', { name: 'Use the camera for the back' }).click();
    await camera(phone).getByRole('button', { name: 'Turn on the camera' }).click();
    await expect(camera(phone).getByRole('status')).toHaveText('That looks good. Take the photo.');
    await seeScreen(phone, 'Take photos of your ID', '06o-phone-camera');
    await camera(phone).getByRole('button', { name: 'Take the photo' }).click();
    await expect(camera(phone)).toHaveCount(0);
    await phone.getByRole('button', { name: 'Send to my computer' }).click();
    await seeScreen(phone, 'Go on at your computer', '06p-phone-done');
    await expect(page.getByText('The photos from your phone are here.')).toBeVisible();
    await seeScreen(page, 'Take photos of your ID', '06q-brought');
    await page.getByRole('button', { name: 'Check my ID' }).click();
    await seeScreen(page, 'Your Social Security number');
  });

  await test.step('neither the secret nor a picture was ever in the relay’s hands', () => {
    const seen = [
      ...exchangePlaces(recordings, [], new Set()),
      ...databasePlaces(recordings),
      ...outputPlaces(recordings),
    ];
    const sent = seen.filter(({ name }) =>
      name.includes('request of POST /api/hand-off/photograph'),
    );
    // A pair by the code and a pair by the text message.
    expect(sent).toHaveLength(4);
    for (const address of addresses) {
      const secret = address.split('#token=')[1] ?? 'none';
      expect(seen.filter(({ bytes }) => bytes.includes(secret)).map(({ name }) => name)).toEqual(
        [],
      );
    }
    // A JWE; and nowhere in it what JPEG begins with, in base64url.
    for (const { bytes } of sent)
      expect(/"photograph":"[\w-]+\.\.[\w-]+\.(?!_9j_)[\w-]+\.[\w-]+"/.test(String(bytes))).toBe(
        true,
      );
  });
});

/** As the camera app does: a page of its own, with the fragment. */
async function open(phone: Page, address = ''): Promise<void> {
  await phone.goto('about:blank');
  await phone.goto(address);
}

/** A PNG as far as its header; nobody gets further. */
function pngOf(width: number, height: number, ...chunks: Buffer[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, chunk('IHDR', header), ...chunks, chunk('IEND')]);
}

function movingPng(): Buffer {
  return pngOf(1_000, 800, chunk('acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0])));
}

function chunk(name: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, Buffer.from(name), content, Buffer.alloc(4)]);
}
