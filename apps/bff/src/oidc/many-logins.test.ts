import { createHash, hkdfSync } from 'node:crypto';
import { compactDecrypt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { secretNames } from '../keys/bff-keys.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { needlesOf } from '../testing/needles.ts';
import { person } from '../testing/person.ts';
import { createRawAgency, type RawAgency } from '../testing/raw-agency.ts';
import { createVisit } from '../testing/visit.ts';
import { oidcRows, releases } from './schema.ts';

// `npm run test:leaks` does it a hundred times; every run of the tests does some.
const logins = Number(process.env['SIGNET_LOGINS'] ?? '4');
const claims = [
  'given_name',
  'family_name',
  'birthdate',
  'address',
  'phone',
  'social_security_number',
  'age_over_18',
  'age_over_21',
  'region_of_residence',
  'verified_at',
  'email',
] as const;
let house: House;
let harbor: TestAgency;
beforeAll(async () => {
  harbor = await testAgency('harbor', { claims });
  house = await openHouse([harbor]);
});
afterAll(() => house.close());

/** Every value that is released, by its claim or its member of the address; two of them are the day's and the account's. */
const released = (at: number): Readonly<Record<string, unknown>> => ({
  ...Object.fromEntries(
    claims
      .filter((claim) => claim !== 'address')
      .map((claim) => [claim, (person as Values)[claim]]),
  ),
  ...person.address,
  verified_at: Math.floor(Date.now() / 86_400_000) * 86_400,
  email: emailOf(at),
});
type Values = Readonly<Record<string, unknown>>;
const emailOf = (at: number) => `login-${at}@example.test`;

/** The claims of which something stands there, in whatever spelling. */
const found = (bytes: Buffer, at: number): readonly string[] =>
  Object.entries(released(at)).flatMap(([claim, value]) =>
    needlesOf(claim, value).some((needle) => bytes.includes(needle)) ? [claim] : [],
  );

/** Redeems two of three; what is left lies at rest as long as it lives. */
async function signIn(at: number): Promise<{ agency: RawAgency; code: string; token?: string }> {
  const agency = createRawAgency(house, harbor);
  const visit = await createVisit(house, house.signUp(emailOf(at)));
  const scope = `openid profile ${claims
    .slice(3)
    .filter((one) => one !== 'verified_at')
    .join(' ')}`;
  const location = await visit.share(agency.authorizationUrl({ scope }));
  const code = new URL(location).searchParams.get('code') ?? '';
  if (at % 3 === 0) return { agency, code };
  const { access_token: token } = (await (await agency.redeem(code)).json()) as {
    access_token: string;
  };
  const userinfo = await agency.userinfo({ authorization: `Bearer ${token}` });
  // The search can find what it looks for: here, where it may be.
  expect(found(Buffer.from(await userinfo.text()), at)).toEqual(Object.keys(released(at)));
  return { agency, code, token };
}

/** Everything that a thief of database and keys holds and could take for a key. */
function candidateKeys(): Buffer[] {
  const secrets = secretNames.map((name) => house.bff.keys.secret(name));
  const { $client } = house.bff.db;
  const tables = $client
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`)
    .pluck()
    .all() as string[];
  const stored = tables.flatMap((table) =>
    $client
      .prepare(`SELECT * FROM "${table}"`)
      .raw()
      .all()
      .flat()
      .filter((cell) => typeof cell === 'string'),
  ) as string[];
  const decoded = stored
    .flatMap((cell) => cell.split(/[.~:]/))
    .map((part) => Buffer.from(part, 'base64url'));
  const derived = [...secrets, ...stored.map((cell) => Buffer.from(cell))].flatMap((secret) => [
    createHash('sha256').update(secret).digest(),
    Buffer.from(hkdfSync('sha256', secret, '', 'signet release', 32)),
  ]);
  return [...secrets, ...decoded, ...derived].filter(({ length }) => length === 32);
}

async function opens(sealed: string, key: Uint8Array): Promise<boolean> {
  return compactDecrypt(sealed, key).then(
    () => true,
    () => false,
  );
}

test('after many logins no value of anybody is at rest or printed, and a thief of everything opens no release (AGENCY-3, ZONE-3)', async () => {
  const left: string[] = [];
  for (let at = 0; at < logins; at += 1) {
    const { code, token } = await signIn(at);
    if (token === undefined) left.push(code);
    const bytes = Buffer.concat([house.bytesAtRest(), Buffer.from(house.output())]);
    expect(found(bytes, at)).toEqual([]);
    for (const secret of [...code.split('~'), ...(token === undefined ? [] : [token])])
      expect(bytes.includes(secret)).toBe(false);
  }
  const unredeemed = house.bff.db.select().from(releases).all();
  expect(unredeemed).toHaveLength(left.length);
  const rows = house.bff.db.select().from(oidcRows).all();
  const tokens = rows.filter(({ model }) => model === 'AccessToken');
  expect(tokens).toHaveLength(logins - left.length);

  const thief = candidateKeys();
  expect(thief.length).toBeGreaterThan(secretNames.length);
  const owners = left.map((code) => Buffer.from(code.split('~')[1] ?? '', 'base64url'));
  for (const { releaseSealed } of unredeemed.slice(0, 10)) {
    for (const key of thief) expect(await opens(releaseSealed, key)).toBe(false);
    expect(
      (await Promise.all(owners.map((key) => opens(releaseSealed, key)))).filter(Boolean),
    ).toHaveLength(1);
  }
}, 600_000);
