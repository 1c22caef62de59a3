import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { decodeProtectedHeader, type JWK } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBffKeys } from '../keys/bff-keys.ts';
import { createKeys } from '../keys/create-keys.ts';
import { rotateSigningKeys } from '../keys/rotate-signing-keys.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createClient, createVisit } from '../testing/visit.ts';

const day = 24 * 60 * 60_000;
const folder = mkdtempSync(path.join(os.tmpdir(), 'signet-keys-'));
/** What the keys take for the time; the rest of the house, and its sessions, stay in the present. */
let ahead = 0;
const now = () => Date.now() + ahead;
let house: House;
let harbor: TestAgency;

beforeAll(async () => {
  await createKeys(folder, path.join(folder, 'opaque'));
  harbor = await testAgency('harbor', { claims: ['email'] });
  house = await openHouse([harbor], { keys: readBffKeys(folder, now) });
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

async function published(): Promise<JWK[]> {
  const response = await fetch(`${house.issuer}/api/openid_connect/certs`);
  return ((await response.json()) as { readonly keys: JWK[] }).keys;
}

/** A whole login, whose ID token a certified client verifies against the published keys. */
async function signIn(name: string) {
  const client = await createClient(house, harbor);
  const visit = await createVisit(house, house.signUp(`${name}@example.test`));
  const tokens = await client.redeem(await visit.share(client.authorizationUrl('openid email')));
  const idToken = tokens.id_token ?? '';
  return { visit, idToken, kid: decodeProtectedHeader(idToken).kid };
}

/** Whether an ID token is still known for ours, at the place that reads one. */
async function isKnown({ visit, idToken }: Awaited<ReturnType<typeof signIn>>): Promise<boolean> {
  const hint = new URLSearchParams({ id_token_hint: idToken }).toString();
  return (await visit.browser.send(`/openid_connect/logout?${hint}`)).status === 200;
}

test('keys rotate without a restart: published first, then signing, then published until the end (AGENCY-33)', async () => {
  const before = await signIn('before');
  expect((await published())[0]?.kid).toBe(before.kid);

  await rotateSigningKeys(folder, { now: now(), overlapDays: 14, compromised: false });
  ahead += 2_000;
  const during = await signIn('during');
  expect(during.kid).toBe(before.kid);
  const both = await published();
  expect(both).toHaveLength(4);
  expect(both[0]?.kid).toBe(before.kid);
  for (const key of both) expect(Object.keys(key)).not.toContain('d');

  ahead += 14 * day;
  const after = await signIn('after');
  expect(after.kid).not.toBe(before.kid);
  expect(both.map(({ kid }) => kid)).toContain(after.kid);
  expect((await published())[0]?.kid).toBe(after.kid);
  expect(await isKnown(before)).toBe(true);

  ahead += 3 * day;
  const last = await published();
  expect(last.map(({ kid }) => kid)).not.toContain(before.kid);
  expect(last).toHaveLength(2);
  expect(await isKnown(before)).toBe(false);
  expect(await isKnown(after)).toBe(true);
});

test('a stolen key is worth nothing from the moment it is taken off (AGENCY-33)', async () => {
  const stolen = await signIn('stolen');
  await rotateSigningKeys(folder, { now: now(), overlapDays: 0, compromised: true });
  ahead += 2_000;
  expect((await published()).map(({ kid }) => kid)).not.toContain(stolen.kid);
  expect(await isKnown(stolen)).toBe(false);
  expect((await signIn('next')).kid).not.toBe(stolen.kid);
});
