import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { isAcceptable } from '@signet/contracts/answerable';
import { claimsOfName, withoutLoneConfirmations, type ClaimName } from '@signet/contracts/claims';
import type { EmailId } from '@signet/contracts/ids';
import { requestedNames } from '@signet/contracts/requested-claims';
import { askedBy } from '../testing/asked-by.ts';
import { holderKey, issueCredential } from '../testing/credential.ts';
import { harbor, installation, p256, registryKey, signRegistry } from '../testing/installation.ts';
import { claimValues } from '../testing/person.ts';
import { pretendBff } from '../testing/pretend-bff.ts';
import { newVault } from '../testing/stored-vault.ts';
import { writeCredentials } from '../vault/credentials.ts';
import { holdVault, lock } from '../vault/this-tab.ts';
import { addressFor, questionOf } from './question.ts';

const wanted = ['given_name', 'birthdate', 'age_over_21'] as const;
const promise = { purpose: { en: 'To serve you' }, retention: { en: 'A year' }, required: true };
const agency = {
  ...harbor,
  attributes: ([...wanted, 'phone', 'verified_at', 'email', 'all_emails'] as const).map(
    (claim) => ({
      claim,
      ...promise,
    }),
  ),
};

let key: Awaited<ReturnType<typeof registryKey>>;
let jws: string;
let bffAhead = 0;
beforeAll(async () => {
  key = await registryKey();
  const { registry } = await installation();
  // Beyond its agreement.
  const expiresAt = Date.parse(agency.agreement.until) / 1_000 + 2 * 86_400;
  jws = await signRegistry(key, { ...registry, expiresAt, agencies: [agency] });
});
afterEach(() => {
  vi.useRealTimers();
  bffAhead = 0;
  lock();
});

/** What the consent screen asks of somebody who proved who they are, for a request with these conditions. */
async function asks(
  byScope: readonly ClaimName[],
  byName: Record<string, unknown>,
  requestedClaims: readonly ClaimName[] = wanted,
  disclosable: Record<string, unknown> = {},
  prompt: 'consent' | 'login' = 'consent',
) {
  vi.stubGlobal('__REGISTRY_KEY__', key.publicKey);
  const vault = await newVault();
  pretendBff(
    {
      ...vault.answers,
      readEmails: () => ({
        emails: [1, 2, 3].map((at) => ({
          id: `eml_0000000000000000000000000${at}`,
          email: `${at}@example.test`,
          primary: at === 2,
          confirmed: at < 3,
          addedAt: new Date(0).toISOString(),
        })),
      }),
      readInteraction: () => {
        const now = new Date(Date.now() + bffAhead).toISOString();
        const { keyBinding, ...details } = askedBy(agency.clientId, {
          prompt,
          requestedClaims: [...requestedClaims],
          byScope: [...byScope],
          byName,
        });
        return { ...details, keyBinding: { ...keyBinding, now } };
      },
    },
    { '/registry.jws': () => new Response(jws) },
  );
  holdVault(vault.open, vault.kept.stored);
  const holder = await holderKey();
  const { privateKey } = await p256('ES256');
  await writeCredentials([
    {
      credential: await issueCredential(privateKey, holder, { disclosable }),
      holderKey: holder,
      usedFor: null,
    },
  ]);
  const question = await questionOf('an-interaction');
  if (question === 'continue') throw new Error(question);
  if ('type' in question) throw question;
  const { details, ...rest } = question;
  return { asked: details.requestedClaims, ...rest };
}

const verified = (verification: object, claims: object) => ({
  verified_claims: { verification, claims },
});

// prettier-ignore
test.each<[string, readonly ClaimName[], Record<string, unknown>, readonly ClaimName[]]>([
  ['what a scope asks for is asked',             wanted,         {},                                                            wanted],
  ['a value that is so is asked for',            [],             { given_name: { value: claimValues.given_name } },              ['given_name']],
  ['a value that is not so stays here',          [],             { given_name: { value: 'Somebody' }, birthdate: null },         ['birthdate']],
  ['however else it was asked for',              wanted,         { age_over_21: { value: false } },                             ['given_name', 'birthdate']],
  ['one of several values will do',              [],             { birthdate: { values: ['1900-01-01', claimValues.birthdate] } }, ['birthdate']],
  ['a verification that is so opens its claims', [],             verified({ trust_framework: { value: 'nist_800_63A' } }, { birthdate: null }), ['birthdate']],
  ['one that is not so opens none',              ['given_name'], verified({ trust_framework: { value: 'eidas' } }, { birthdate: null }), ['given_name']],
])('%s, before anything is disclosed (AGENCY-30)', async (_what, byScope, byName, answered) => {
  const { asked, unmet } = await asks(byScope, byName);
  expect(asked).toEqual(answered);
  expect(unmet).toEqual(wanted.filter((claim) => !answered.includes(claim)));
});

// prettier-ignore
test.each<[string, readonly ClaimName[], Record<string, unknown>, readonly ClaimName[], readonly number[]]>([
  ['any address where none is named',       ['email'],      {},                                          ['email'],      [2, 1]],
  ['the one that is named, and no other',   [],             { email: { value: '1@example.test' } },      ['email'],      [1]],
  ['of several those that are theirs',      ['email'],      { email: { values: ['1@example.test'] } },   ['email'],      [1]],
  ['none where another is named',           ['email'],      { email: { value: 'other@example.test' } },  [],             []],
  ['none where it must not be confirmed',   [],             { email_verified: { value: false } },        [],             []],
  ['none where only that is asked for',     [],             { email_verified: null },                    [],             []],
  ['any where it must be confirmed',        [],             { email: null, email_verified: { value: true } }, ['email'], [2, 1]],
  ['none but the named one, confirmed or not', [],          { email: { value: 'other@example.test' }, email_verified: null }, [], []],
  ['whatever else is, where a scope asks',  ['email'],      { email_verified: { value: false } },        ['email'],      [2, 1]],
  ['only the named one beside all of them', ['all_emails'], { email: { value: '1@example.test' } },      ['email', 'all_emails'], [1]],
  ['none beside all, where another is named', ['all_emails'], { email: { value: 'other@example.test' } }, ['all_emails'], []],
])('of addresses the screen offers %s (AGENCY-30, AGENCY-50)', async (_what, byScope, byName, answered, offered) => {
  const named = Object.keys(byName).flatMap((name) => claimsOfName(name));
  const question = await asks(byScope, byName, [...new Set([...named, ...byScope])]);
  expect(question.asked).toEqual(answered);
  const emails = (some: readonly { readonly email: string }[]) => some.map(({ email }) => email);
  expect(emails(question.addresses)).toEqual(offered.map((one) => `${one}@example.test`));
  // Of which nothing goes unless all are asked for.
  expect(emails(question.allAddresses)).toEqual(['2@example.test', '1@example.test']);
});

const valuesOf = (theirs: unknown, other: unknown) => [
  undefined,
  null,
  { value: theirs },
  { value: other },
];
/** Every way to ask for a claim and for what says that it was confirmed. */
const waysOfAsking = (
  [
    ['email', 'email_verified', '1@example.test', 'other@example.test'],
    ['phone', 'phone_verified', claimValues.phone, '+12025550199'],
  ] as const
).flatMap(([claim, confirmed, theirs, other]) =>
  valuesOf(theirs, other).flatMap((value) =>
    valuesOf(true, false).flatMap((isConfirmed) =>
      [[], [claim]].map((byScope) => {
        const all = { [claim]: value, [confirmed]: isConfirmed };
        const named = Object.entries(all).filter(([, one]) => one !== undefined);
        return { byScope, byName: Object.fromEntries(named) };
      }),
    ),
  ),
);

test.each(waysOfAsking)(
  'a yes to what the page shows is one that the bff takes, however it was asked for: %# (AGENCY-30)',
  async ({ byScope, byName }) => {
    const names = withoutLoneConfirmations(requestedNames({ userinfo: byName }));
    const claims = [
      ...new Set([...byScope, ...names.flatMap((name) => claimsOfName(name))]),
    ] as ClaimName[];
    const { asked, lacking } = await asks(byScope, byName, claims);
    expect(lacking).toEqual([]);
    const required = agency.attributes.map((one) => one.claim);
    expect(isAcceptable({ claims, byScope, byName }, required, asked)).toBe(true);
  },
);

test('what an agency requires and nobody verified is told apart: the telephone of somebody who proved their address by letter', async () => {
  const withPhone = [...wanted, 'phone'] as const;
  expect((await asks(withPhone, {}, withPhone)).lacking).toEqual([]);
  lock();
  expect((await asks(withPhone, {}, withPhone, { phone: undefined })).lacking).toEqual(['phone']);
});

test.each<[string, Record<string, unknown>]>([
  ['for its value', { phone: { value: '+12025550199' } }],
  ['under a verification', verified({ trust_framework: { value: 'eidas' } }, { phone: null })],
  ['under any verification', verified({ trust_framework: null }, { phone: null })],
])(
  'what it asks for only on a condition, %s, it is served without, as the bff takes it (AGENCY-30)',
  async (_how, byName) => {
    const withPhone = [...wanted, 'phone'] as const;
    const { asked, lacking } = await asks(wanted, byName, withPhone, { phone: undefined });
    expect({ asked, lacking }).toEqual({ asked: wanted, lacking: [] });
    lock();
    const { lacking: anyhow } = await asks(withPhone, { phone: null }, withPhone, {
      phone: undefined,
    });
    expect(anyhow).toEqual(['phone']);
  },
);

test('an age that was reached since is asked about as reached, on the screen and where the agency requires it (AGENCY-53)', async () => {
  const birthday = new Date();
  birthday.setUTCFullYear(birthday.getUTCFullYear() - 21);
  const born = { birthdate: birthday.toISOString().slice(0, 10), age_over_21: false };
  const only = { age_over_21: { value: true } };
  const { asked, values } = await asks([], only, ['age_over_21'], born);
  expect(asked).toEqual(['age_over_21']);
  expect(values.age_over_21).toBe(true);
});

test('how old something is goes by the bff’s clock, as it does where it is delivered (AGENCY-30)', async () => {
  // The credential says the day and no hour.
  const age = Math.ceil((Date.now() % 86_400_000) / 1_000);
  const young = verified({ time: { max_age: age + 12 * 3_600 } }, { birthdate: null });
  const claims = ['birthdate', 'verified_at'] as const;
  expect((await asks([], young, claims)).asked).toEqual(claims);
  lock();
  bffAhead = 23 * 3_600_000;
  const { asked, clockAhead } = await asks([], young, claims);
  expect(asked).toEqual([]);
  expect(Math.abs(clockAhead - bffAhead)).toBeLessThan(10_000);
});

test.each([25, -25])(
  'with clocks %i hours apart nothing is signed, and the person reads why (AGENCY-4)',
  async (hours) => {
    bffAhead = hours * 3_600_000;
    await expect(asks(wanted, {})).rejects.toMatchObject({ code: 'clock_wrong' });
  },
);

test('an agency whose agreement is over is asked nothing for, whatever the bff says (AGENCY-42)', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(`${agency.agreement.until}T23:59:59Z`) });
  await expect(asks(wanted, {})).resolves.toMatchObject({ asked: wanted });
  lock();
  vi.setSystemTime(Date.now() + 1_000);
  await expect(asks(wanted, {})).rejects.toMatchObject({ code: 'agreement_over' });
});

test('the address that was shown is the one that is agreed to, also where there is no other to choose (AGENCY-50)', () => {
  const [shown, other] = ['1', '2'].map((last) => ({
    id: `eml_0000000000000000000000000${last}` as EmailId,
    email: `${last}@example.test`,
  })) as [{ id: EmailId; email: string }, { id: EmailId; email: string }];
  expect(addressFor(['email'], [shown], '')).toBe(shown.id);
  expect(addressFor(['email'], [shown, other], other.id)).toBe(other.id);
  expect(addressFor(['email'], [shown, other], 'eml_of_somebody_else')).toBe(shown.id);
  expect(addressFor(['all_emails'], [shown], shown.id)).toBeNull();
});

test('a request in which nobody was asked yet, or somebody else was, asks nothing of who is here: it goes on where they are (AUTH-8)', async () => {
  await expect(asks(wanted, {}, wanted, {}, 'login')).rejects.toThrow('continue');
});
