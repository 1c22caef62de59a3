import { CompactEncrypt, base64url, compactDecrypt, type JWK } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Application } from '@signet/contracts/proofing';
import { sealedReplyType } from '@signet/contracts/proofing-wire';
import { issueCredential, holderKey, type Said } from '../testing/credential.ts';
import {
  installation,
  p256,
  registryKey,
  signRegistry,
  type KeyPair,
} from '../testing/installation.ts';
import { applicationId, attributes, phone, ssn } from '../testing/person.ts';
import { pretendBff, refused, type Answers } from '../testing/pretend-bff.ts';
import { newVault } from '../testing/stored-vault.ts';
import { credentialsIn } from '../vault/credentials.ts';
import { holdVault, lock } from '../vault/this-tab.ts';
import { hasRecord } from '../vault/vault-session.ts';
import { keepDraft } from '../testing/keep-draft.ts';
import { readDraft, type Draft } from './draft.ts';
import { issueAndSeal } from './issue.ts';
import { attemptsLeft, resetsAt } from './submit-step.ts';

type Request = {
  readonly replyKey: string;
  readonly step: string;
  readonly input: { readonly holderKeys: readonly JWK[] };
};
/** What proofing makes of the holder keys it was sent. */
type Issue = (keys: readonly JWK[]) => Promise<object> | object;

const draft: Draft = {
  applicationId,
  agreed: true,
  ticket: 'aa..bb.cc.dd',
  attributes,
  ssn,
  phone,
};
const application = {
  applicationId,
  state: 'issued',
  agencyClientId: null,
  awaitsLetter: false,
  review: null,
  attempts: [],
};
let place: Awaited<ReturnType<typeof installation>>;
let stranger: KeyPair;
let jws: string;
let vault: Awaited<ReturnType<typeof newVault>>;

beforeAll(async () => {
  const key = await registryKey();
  vi.stubGlobal('__REGISTRY_KEY__', key.publicKey);
  place = await installation();
  stranger = await p256('ES256');
  jws = await signRegistry(key, place.registry);
});
beforeEach(async () => {
  vault = await newVault();
  holdVault(vault.open, vault.kept.stored);
});
afterEach(() => lock());

const credentials =
  (said: Said = {}, signingKey = place.credential.privateKey) =>
  async (keys: readonly JWK[]) => ({
    result: 'issued',
    credentials: await Promise.all(keys.map((key) => issueCredential(signingKey, key, said))),
  });

/** A bff that relays to proofing, and proofing behind it. */
async function proofing(issue: Issue, answers: Answers = {}) {
  const network = pretendBff(
    {
      ...vault.answers,
      submitStep: async ({ request }: { request: string }) => {
        const { plaintext } = await compactDecrypt(request, place.encryption.privateKey);
        const opened = JSON.parse(new TextDecoder().decode(plaintext)) as Request;
        const outcome = await issue(opened.input.holderKeys);
        const reply = { applicationId, step: 'issue', outcome };
        return {
          reply: await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(reply)))
            .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: sealedReplyType })
            .encrypt(base64url.decode(opened.replyKey)),
          application,
        };
      },
      ...answers,
    },
    { '/registry.jws': () => new Response(jws) },
  );
  await keepDraft(draft);
  return network;
}

test('credentials that say what was reviewed are sealed, one key each, and only then is the draft let go', async () => {
  const sent: (readonly JWK[])[] = [];
  const { asked } = await proofing((keys) => {
    sent.push(keys);
    return credentials()(keys);
  });
  expect(await issueAndSeal(draft)).toEqual({ ok: true, value: true });
  const held = await credentialsIn();
  expect(held.map(({ usedFor }) => usedFor)).toEqual(Array.from({ length: 8 }, () => null));
  expect(new Set(held.map(({ holderKey: { x } }) => x)).size).toBe(8);
  // Proved anew on the same day, it is another batch all the same (AGENCY-40).
  expect(new Set(held.map(({ batch }) => batch)).size).toBe(1);
  expect(held[0]?.batch).toMatch(/^[\w-]{36}$/);
  await proofing(credentials());
  await issueAndSeal(draft);
  expect((await credentialsIn())[0]?.batch).not.toBe(held[0]?.batch);
  expect(sent.flat().map((key) => Object.keys(key).toSorted())).toEqual(
    Array.from({ length: 8 }, () => ['crv', 'kty', 'x', 'y']),
  );
  expect(hasRecord('proofing-draft')).toBe(false);
  expect(asked.map(({ operation }) => operation).slice(-2)).toEqual([
    'writeRecord',
    'removeRecord',
  ]);
});

describe('what is not what the person reviewed is not saved', () => {
  const address = { formatted: '1 Elsewhere\nEastlumen, OH 00417' };
  // prettier-ignore
  const forgeries: [string, () => Issue][] = [
    ['signed by another key',          () => credentials({}, stranger.privateKey)],
    ['of another type',                () => credentials({ typ: 'jwt' })],
    ['of another credential type',     () => credentials({ open: { vct: 'urn:other' } })],
    ['of another issuer',              () => credentials({ open: { iss: 'https://other.example.test' } })],
    ['expired',                        () => credentials({ open: { exp: 1 } })],
    ['bound to no key',                () => credentials({ open: { cnf: undefined } })],
    ['bound to another key',           () => async (keys) => credentials()(await Promise.all(keys.map(holderKey)))],
    ['bound to each other’s keys',     () => (keys) => credentials()(keys.toReversed())],
    ['bound to half of our key',       () => (keys) => credentials()(keys.map((key) => ({ ...key, y: key.x ?? '' })))],
    ['for another account',            () => credentials({ account: 'sub_00000000000000000000000002' })],
    ['with another first name',        () => credentials({ disclosable: { given_name: 'Someone' } })],
    ['with another last name',         () => credentials({ disclosable: { family_name: 'Else' } })],
    ['with another birth date',        () => credentials({ disclosable: { birthdate: '1981-03-10' } })],
    ['with another address',           () => credentials({ disclosable: { address } })],
    ['with another SSN',               () => credentials({ disclosable: { social_security_number: '900-99-9914' } })],
    ['with another phone',             () => credentials({ disclosable: { phone: '+12025550178' } })],
    ['too few',                        () => async (keys) => credentials()(keys.slice(1))],
    ['none',                           () => () => ({ result: 'issued', credentials: [] })],
    ['not credentials',                () => (keys) => ({ result: 'issued', credentials: keys.map(() => 'x') })],
    ['one of them forged',             () => async (keys) => {
      const good = await credentials()(keys);
      const bad = await credentials({}, stranger.privateKey)(keys);
      return { ...good, credentials: [...good.credentials.slice(1), ...bad.credentials.slice(0, 1)] };
    }],
  ];

  test.each(forgeries)('%s', async (_what, issue) => {
    await proofing(issue());
    expect(await issueAndSeal(draft)).toEqual({
      ok: false,
      error: { type: 'not_what_was_reviewed' },
    });
    expect(await credentialsIn()).toEqual([]);
    expect(await readDraft()).toEqual(draft);
  });
});

describe('interrupted anywhere, it can be done again', () => {
  test('when the policy is not satisfied', async () => {
    await proofing(() => ({ result: 'not_satisfied' }));
    expect(await issueAndSeal(draft)).toEqual({ ok: false, error: { type: 'not_satisfied' } });
    expect(await readDraft()).toEqual(draft);
  });

  test('when the bff refuses', async () => {
    await proofing(credentials(), { submitStep: () => refused('temporarily_unavailable') });
    expect(await issueAndSeal(draft)).toMatchObject({ error: { code: 'temporarily_unavailable' } });
    expect(await readDraft()).toEqual(draft);
  });

  test('when the credentials could not be written', async () => {
    const write = vault.answers.writeRecord;
    await proofing(credentials(), {
      writeRecord: (...asked: Parameters<NonNullable<typeof write>>) =>
        (asked[0] as { record: { purpose: string } }).record.purpose === 'credentials'
          ? refused('temporarily_unavailable')
          : write?.(...asked),
    });
    expect(await issueAndSeal(draft)).toMatchObject({ error: { code: 'temporarily_unavailable' } });
    expect(await readDraft()).toEqual(draft);
  });
});

test('what is left of each step is read from the application (PROOF-11)', () => {
  const resets = '2026-11-24T10:00:00.000Z';
  const described: Application = {
    applicationId,
    state: 'started',
    agencyClientId: null,
    awaitsLetter: false,
    review: null,
    attempts: [
      { step: 'examine-document', left: 2, resetsAt: null },
      { step: 'send-code', left: 0, resetsAt: resets },
    ],
  };
  expect(attemptsLeft(described, 'examine-document')).toBe(2);
  expect(resetsAt(described, 'examine-document')).toBeUndefined();
  expect(attemptsLeft(described, 'send-code')).toBe(0);
  expect(resetsAt(described, 'send-code')).toBe(resets);
  expect(attemptsLeft(described, 'issue')).toBe(0);
});
