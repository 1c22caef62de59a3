import { expect, persona, test } from './fixtures.ts';
import { seeScreen } from './vocabulary/screen.ts';

test('a new person proves who they are, shares it, and comes back', async ({
  page,
  someone,
  agency,
}) => {
  const one = persona('quillon');
  const harbor = agency('harbor');

  await harbor.visit();
  await seeScreen(page, `Sign in for ${harbor.name}`, '01-start');
  await someone.createAccount('passkey');
  await someone.prove(one);
  await someone.share(harbor.name);

  const address = await harbor.received('address');
  expect(await harbor.received('given_name')).toBe(one.givenName.toUpperCase());
  expect(await harbor.received('family_name')).toBe(one.familyName.toUpperCase());
  expect(await harbor.received('birthdate')).toBe(one.birthDate);
  expect(await harbor.received('social_security_number')).toBe(one.ssn);
  expect(await harbor.received('phone')).toBe(one.phone);
  expect(address).toContain(one.address.street.toUpperCase());
  expect(await harbor.received('level')).toBe('verified');
  expect(await harbor.received('pathway')).toBe('state-id-and-phone');
  expect(Number(await harbor.received('verified_at'))).toBeGreaterThan(1_700_000_000);
  const subAtHarbor = await harbor.received('sub');
  await page.screenshot({ path: 'test-results/screens/12-agency-1280.png', fullPage: true });

  // Another agency, still signed in: the vault was closed when the page was left, so the password opens it; nothing is proofed twice.
  const lantern = agency('lantern');
  await lantern.visit();
  await seeScreen(page, `Sign in for ${lantern.name}`);
  await someone.page.getByRole('link', { name: 'Sign in' }).first().click();
  await seeScreen(page, 'Sign in');
});
