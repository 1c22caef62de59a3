import { expect, persona, test } from './fixtures.ts';
import { testPlan } from './house/test-plan.ts';
import { registryOf, withAnotherKeyAlone } from './vocabulary/registry.ts';
import { seeProblem, seeScreen } from './vocabulary/screen.ts';
import { telephoneApp } from './vocabulary/telephone-app.ts';

test('somebody who began in an app goes back to it by their own press, whatever the answer; and it may ask for an age alone (AGENCY-52, AGENCY-53, AGENCY-3, WEB-6)', async ({
  page,
  someone,
}) => {
  const one = persona('hildegard');
  const app = await telephoneApp(page);
  const goesToAnApp = page.getByRole('region', { name: 'This goes to an app on your device' });

  await test.step('"not now" goes back; the question says where the answer goes, and it waits behind a link', async () => {
    await page.goto(await app.begin());
    await seeScreen(page, `Sign in for ${app.name}`);
    await someone.createAccount('authenticator app');
    await page.getByRole('button', { name: `Not now, back to ${app.name}` }).click();
    await expect(page.getByText('learns only that you said no')).toBeVisible();
    expect((await app.handedOver()).searchParams.get('error')).toBe('access_denied');

    await page.goto(await app.begin());
    await page.getByRole('link', { name: 'Continue' }).click();
    await someone.unlock();
    await someone.prove(one);
    await seeScreen(page, `Share with ${app.name}?`, '11f-consent-app');
    await expect(goesToAnApp).toContainText('www.parks.example.test');
    await expect(
      page.locator('.signet-summary > div', { hasText: 'That you are 18 or older' }),
    ).toContainText('Yes');
    await expect(page.getByText('Birth date')).toHaveCount(0);
    await page.getByRole('button', { name: `Share with ${app.name}` }).click();
    await seeScreen(page, 'Go back to the app', '12c-to-app');
    await expect(app.button).toBeVisible();
    await expect(app.link).toHaveCount(0);
  });

  await test.step('who never presses has handed nothing over, and reads so', async () => {
    await someone.openAccount();
    await page.getByRole('link', { name: 'Connected agencies' }).click();
    await expect(page.getByText('You have not shared anything with an agency yet.')).toBeVisible();
    await page.goto(await app.begin());
    await page.getByRole('link', { name: 'Continue' }).click();
    await someone.unlock();
    // Once the answer gets lost, and the second yes is the one that counts.
    await page.route(
      '**/api/consent',
      (route) =>
        route.fetch().then(
          () => route.abort(),
          () => route.abort(),
        ),
      { times: 1 },
    );
    const yes = page.getByRole('button', { name: `Share with ${app.name}` });
    await yes.click();
    await seeProblem(page, 'No answer came from Signet');
    await yes.click();
    await expect(app.button).toBeVisible();
  });

  await test.step('a press has one code made and asks the browser for the app, which redeems it with its verifier and no key', async () => {
    let fetched = 0;
    page.on('request', (request) => {
      if (/\/openid_connect\/authorize\//.test(request.url())) fetched += 1;
    });
    await app.button.dblclick();
    await seeScreen(page, 'The app opens now', '12d-app-opening');
    await expect(app.button).toHaveCount(0);
    expect(fetched).toBe(1);
    const received = await app.redeem(await app.handedOver());
    expect(received).toMatchObject({
      given_name: one.givenName.toUpperCase(),
      age_over_18: true,
    });
    expect(received).not.toHaveProperty('birthdate');
  });

  await test.step('where there is none the page stays, and says what to do', async () => {
    await expect(
      page.getByRole('link', { name: `Go to the website of ${app.name}` }),
    ).toHaveAttribute('href', 'https://www.parks.example.test/app');
  });

  await test.step('once the app took over, no second press is offered', async () => {
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await seeScreen(page, 'You can close this page', '12e-app-opened');
    await expect(app.link).toHaveCount(0);
    await page.reload();
    await seeScreen(page, 'Begin again in the app', '12f-app-again');
    await page.goBack();
    await expect(app.link).toHaveCount(0);
  });

  await test.step('what is remembered is asked again, by one press; "no" goes back by the same way', async () => {
    await page.goto(await app.begin());
    await page.getByRole('link', { name: 'Continue' }).click();
    await someone.unlock();
    await seeScreen(page, `Share with ${app.name}?`, '11g-consent-app-again');
    await expect(goesToAnApp).toBeVisible();
    await expect(page.getByRole('button', { name: 'Share the same' })).toBeVisible();
    await page.getByRole('button', { name: 'No, do not share' }).click();
    await seeScreen(page, 'Go back to the app', '12g-to-app-no');
    await expect(page.getByText('learns only that you said no')).toBeVisible();
    expect((await app.handedOver()).searchParams.get('error')).toBe('access_denied');
  });

  await test.step('who waits for too long, before the press or after it, begins again', async () => {
    for (const [presses, minutes] of [
      [false, 3.5],
      [true, 1],
    ] as const) {
      await page.goto(await app.begin());
      await page.getByRole('link', { name: 'Continue' }).click();
      await someone.unlock();
      await page.getByRole('button', { name: `Share the same with ${app.name}` }).click();
      if (presses) await app.button.click();
      await expect(presses ? app.link : app.button).toBeVisible();
      await page.clock.setSystemTime(Date.now() + minutes * 60_000);
      await expect(page.getByRole('heading', { name: 'Begin again in the app' })).toBeVisible();
      for (const way of [app.link, app.button]) await expect(way).toHaveCount(0);
      await page.clock.setSystemTime(Date.now());
    }
  });

  await test.step('whoever presses when something else is registered by then reads it first, and a second yes counts (WEB-5)', async () => {
    await page.goto(await app.begin());
    await page.getByRole('link', { name: 'Continue' }).click();
    await someone.unlock();
    await page.getByRole('button', { name: `Share the same with ${app.name}` }).click();
    await expect(app.button).toBeVisible();
    const signed = registryOf(withAnotherKeyAlone);
    await page.route('**/registry.jws', (route) => route.fulfill({ body: signed }));
    await app.button.click();
    await seeScreen(page, 'Read the question again', '12j-to-app-changed');
    await page.getByRole('link', { name: `See what ${app.name} asks now` }).click();
    await expect(page.getByText('It is registered with Signet')).toBeVisible();
    await page.getByRole('button', { name: `Share with ${app.name}` }).click();
    await app.button.click();
    expect((await app.handedOver()).searchParams.get('code')).toContain('~');
  });

  await test.step('an error before any page of ours waits behind a link, too, and so does signing out', async () => {
    await page.goto(await app.begin({ prompt: 'none' }));
    await seeScreen(page, 'Go back to the app', '12h-to-app-error');
    expect((await app.handedOver()).searchParams.get('error')).toBe('interaction_required');

    const out = new URL('/openid_connect/logout', testPlan.issuer);
    out.search = new URLSearchParams({
      client_id: 'urn:signet:agency:parks-app',
      post_logout_redirect_uri: 'test.example.parks:/signed-out',
    }).toString();
    await page.goto(out.href);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await seeScreen(page, 'Go back to the app', '12i-to-app-signed-out');
    await expect(app.link).toHaveAttribute('href', 'test.example.parks:/signed-out');
  });
});
