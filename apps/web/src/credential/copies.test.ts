import { CompactEncrypt, base64url, compactDecrypt, decodeJwt, type JWK } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { credential } from '@signet/contracts/claims';
import { sealedReplyType, topUpAudience, topUpNonce } from '@signet/contracts/proofing-wire';
import { holderKey, issueCredential, type Said } from '../testing/credential.ts';
import {
  installation,
  origin,
  p256,
  registryKey,
  signRegistry,
  type KeyPair,
} from '../testing/installation.ts';
import { applicationId, valuesIn } from '../testing/person.ts';
import { pretendBff, refused, type Answers } from '../testing/pretend-bff.ts';
import { signStatusList } from '../testing/status-list.ts';
import { newVault } from '../testing/stored-vault.ts';
import {
  credentialsIn,
  hidesAll,
  takeCopy,
  writeCredentials,
  type HeldCredential,
} from '../vault/credentials.ts';
import { disclosuresOf } from '../vault/sd-jwt.ts';
import { holdVault, lock } from '../vault/this-tab.ts';
import { copiesLike, enoughCopies } from './copies.ts';
import { statusOf } from './status.ts';

type Request = {
  readonly replyKey: string;
  readonly input: { readonly presentation: string; readonly holderKeys: readonly JWK[] };
};

const harbor = 'urn:test:harbor';
const application = {
  applicationId,
  state: 'issued',
  agencyClientId: null,
  awaitsLetter: false,
  review: null,
  attempts: [],
};
let place: Awaited<ReturnType<typeof installation>>;
let status: KeyPair;
let jws: string;
let vault: Awaited<ReturnType<typeof newVault>>;
let shown: string[];
let places: object[];

beforeAll(async () => {
  const key = await registryKey();
  vi.stubGlobal('__REGISTRY_KEY__', key.publicKey);
  place = await installation();
  status = await p256('ES256');
  const bff = { ...place.registry.bff, statusKey: status.jwk };
  // Beyond the days that a test goes through: a page reads one that has ended anew.
  const expiresAt = place.registry.expiresAt + 2 * 365 * 86_400;
  jws = await signRegistry(key, { ...place.registry, expiresAt, bff });
});
beforeEach(async () => {
  shown = [];
  places = [];
  vault = await newVault();
  holdVault(vault.open, vault.kept.stored);
});
afterEach(() => lock());

async function held(usedFor: string | null, said: Said = {}): Promise<HeldCredential> {
  const key = await holderKey();
  const text = await issueCredential(place.credential.privateKey, key, said);
  return { credential: text, holderKey: key, usedFor };
}

/** A bff that relays, and proofing behind it, which signs again what it is told to. */
function network(said: Said = {}, answers: Answers = {}, signingKey = place.credential.privateKey) {
  return pretendBff(
    {
      ...vault.answers,
      readProofing: () => ({ application }),
      submitStep: async ({ request, shown: at }: { request: string; shown: object }) => {
        places.push(at);
        const { plaintext } = await compactDecrypt(request, place.encryption.privateKey);
        const { replyKey, input } = JSON.parse(new TextDecoder().decode(plaintext)) as Request;
        shown.push(input.presentation);
        expect(decodeJwt(input.presentation.split('~').at(-1) ?? '')).toMatchObject({
          aud: topUpAudience,
          nonce: await topUpNonce(input.holderKeys as { x: string; y: string }[]),
        });
        const credentials = await Promise.all(
          input.holderKeys.map((key) => issueCredential(signingKey, key, said)),
        );
        const reply = { applicationId, step: 'top-up', outcome: { result: 'issued', credentials } };
        return {
          reply: await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(reply)))
            .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: sealedReplyType })
            .encrypt(base64url.decode(replyKey)),
          application,
        };
      },
      ...answers,
    },
    { '/registry.jws': () => new Response(jws) },
  );
}

test('of copies that were fetched since, those count that say what the person saw (AGENCY-20)', async () => {
  network();
  const others = { disclosable: { given_name: 'Other' } };
  const [seen, since, other] = [await held(null), await held(null), await held(null, others)];
  await writeCredentials([since, other, { ...since, batch: 'another' }]);
  expect(await copiesLike([seen], 0)).toEqual([since]);
  await writeCredentials([other]);
  expect(await copiesLike([seen], 0)).toEqual([seen]);
});

describe('more copies are fetched when few are unused, without proofing again (AGENCY-20)', () => {
  test('eight fresh ones, each for a key of its own, stand before those that were used', async () => {
    const { bodies } = network();
    const batch = 'of-one-proofing';
    const before = [await held(null), await held('urn:test:lantern')].map((one) => ({
      ...one,
      batch,
    }));
    await writeCredentials(before);
    const result = await enoughCopies(before, harbor, 0);
    const after = await credentialsIn();
    expect(result).toEqual({ ok: true, value: after });
    expect(after.map(({ usedFor }) => usedFor)).toEqual([
      ...Array.from({ length: credential.copies }, () => null),
      null,
      'urn:test:lantern',
    ]);
    expect(new Set(after.map(({ holderKey: { x } }) => x)).size).toBe(credential.copies + 2);
    expect(new Set(after.map((one) => one.batch))).toEqual(new Set([batch]));
    expect(shown).toHaveLength(1);
    expect(places).toEqual([{ status_list: { idx: 7, uri: `${origin}/credential-status/1` } }]);
    expect(valuesIn(bodies())).toEqual([]);
  });

  test('and what asks for them is dated by the bff’s clock, whatever this device’s says', async () => {
    network();
    const ahead = 3_600_000;
    const before = [await held(null)];
    await writeCredentials(before);
    expect((await enoughCopies(before, harbor, ahead)).ok).toBe(true);
    const { iat = 0 } = decodeJwt(shown.at(-1)?.split('~').at(-1) ?? '');
    expect(Math.abs(iat - (Date.now() + ahead) / 1_000)).toBeLessThan(10);
  });

  test.each([
    ['the agency has seen one before', async () => [await held(harbor)]],
    ['enough are left', () => Promise.all([held(null), held(null), held(null)])],
  ])('not when %s', async (_what, copies) => {
    const { asked } = network();
    const before = await copies();
    expect(await enoughCopies(before, harbor, 0)).toEqual({ ok: true, value: before });
    expect(asked).toEqual([]);
  });

  describe('of an earlier release, which say openly when and by what their owner was verified (AGENCY-2)', () => {
    const verification = {
      verified_at: Math.floor(Date.now() / 86_400_000) * 86_400,
      evidence: ['state_id', 'phone_account'],
    };
    const older: Said = {
      open: verification,
      disclosable: { verified_at: undefined, evidence: undefined },
    };

    test('no agency is shown one, not even one that has seen it: fresh ones take their place', async () => {
      network();
      const before = [await held(null, older), await held(null, older), await held(harbor, older)];
      expect(before.map(hidesAll)).toEqual([false, false, false]);
      await writeCredentials(before);
      const result = await enoughCopies(before, harbor, 0);
      const after = await credentialsIn();
      expect(result).toEqual({ ok: true, value: after });
      expect(after.map(({ usedFor }) => usedFor)).toEqual(
        Array.from({ length: credential.copies }, () => null),
      );
      expect(after.every(hidesAll)).toBe(true);
    });

    test('nor where none can be had, or proofing gives such ones again', async () => {
      const before = [await held(null, older), await held(harbor, older)];
      network({}, { submitStep: () => refused('temporarily_unavailable') });
      await writeCredentials(before);
      expect((await enoughCopies(before, harbor, 0)).ok).toBe(false);
      network(older);
      expect((await enoughCopies(before, harbor, 0)).ok).toBe(false);
      expect(await credentialsIn()).toEqual(before);
    });

    test('nor beside others, which are enough', async () => {
      const { asked } = network();
      const good = await Promise.all([held(null), held(null), held(null)]);
      const before = [await held(null, older), ...good];
      expect(await enoughCopies(before, harbor, 0)).toEqual({ ok: true, value: good });
      expect(asked).toEqual([]);
    });
  });

  test('not beside those of another credential that took their place meanwhile (VAULT-9)', async () => {
    network();
    const [before, now] = [await held('urn:test:lantern'), await held(null)];
    await writeCredentials([now]);
    expect(await enoughCopies([before], harbor, 0)).toMatchObject({
      ok: false,
      error: { code: 'vault_moved_on' },
    });
    expect(await credentialsIn()).toEqual([now]);
  });

  test('that it fails matters only when none is unused', async () => {
    network({}, { submitStep: () => refused('identity_suspended') });
    const one = [await held(null)];
    expect(await enoughCopies(one, harbor, 0)).toEqual({ ok: true, value: one });
    expect(await enoughCopies([await held('urn:test:lantern')], harbor, 0)).toEqual({
      ok: false,
      error: { type: 'problem', code: 'identity_suspended' },
    });
  });

  test.each<[string, Said, boolean]>([
    ['say something else', { disclosable: { given_name: 'Mallory' } }, false],
    ['reach another level', { open: { level: 'ial9' } }, false],
    ['live longer', { open: { exp: 9_999_999_999 } }, false],
    ['deny an age that the birth date gives', { disclosable: { age_over_21: false } }, false],
    ['are signed by somebody else', {}, true],
  ])('copies that %s are not kept', async (_what, said, stranger) => {
    const key = stranger ? (await p256('ES256')).privateKey : place.credential.privateKey;
    network(said, {}, key);
    const result = await enoughCopies([await held('urn:test:lantern')], harbor, 0);
    expect(result).toMatchObject({ ok: false, error: { code: 'temporarily_unavailable' } });
    expect(await credentialsIn()).toEqual([]);
  });
});

describe('an age that was reached is shown as reached (AGENCY-53)', () => {
  const lantern = 'urn:test:lantern';
  const bornYearsAgo = (years: number, days = 0) => {
    const date = new Date(Date.now() + days * 86_400_000);
    date.setUTCFullYear(date.getUTCFullYear() - years);
    return date.toISOString().slice(0, 10);
  };
  const aged = (birthdate: string, isOver21: boolean): Said => ({
    disclosable: { birthdate, age_over_21: isOver21 },
  });
  const [stale, fresh] = [aged(bornYearsAgo(21), false), aged(bornYearsAgo(21), true)];
  const never = () => false;
  const three = async () => [
    await held(null, stale),
    await held(harbor, stale),
    await held(lantern, stale),
  ];

  test('by copies that say so, also to an agency that has seen one; what nobody saw goes, what others saw stays theirs', async () => {
    network(fresh);
    const before = await three();
    await writeCredentials(before);
    const result = await enoughCopies(before, harbor, 0, ['age_over_21'], never);
    const after = await credentialsIn();
    expect(after.map(({ usedFor }) => usedFor)).toEqual([
      ...Array.from({ length: credential.copies }, () => null),
      harbor,
      lantern,
    ]);
    expect(result).toEqual({ ok: true, value: after.slice(0, credential.copies) });
    const taken = await takeCopy(result.ok ? result.value : [], harbor);
    expect(taken.ok && (await disclosuresOf(taken.value.credential))['age_over_21']).toBe(true);
    expect((await credentialsIn()).filter(({ usedFor }) => usedFor === harbor)).toHaveLength(1);
  });

  test('and nothing is where proofing does not answer', async () => {
    network(fresh, { submitStep: () => refused('temporarily_unavailable') });
    const before = await three();
    await writeCredentials(before);
    expect(await enoughCopies(before, harbor, 0, ['age_over_18', 'age_over_21'], never)).toEqual({
      ok: false,
      error: expect.objectContaining({ code: 'temporarily_unavailable' }),
    });
    expect(await credentialsIn()).toEqual(before);
  });

  test.each<[string, Said, ('given_name' | 'age_over_21')[]]>([
    ['no age is shown', stale, ['given_name']],
    ['it is true that it was not reached', aged(bornYearsAgo(21, 1), false), ['age_over_21']],
    ['it was reached before', fresh, ['age_over_21']],
  ])('what is held will do where %s', async (_when, said, shows) => {
    const { asked } = network();
    const before = [await held(harbor, said)];
    expect(await enoughCopies(before, harbor, 0, shows, never)).toEqual({
      ok: true,
      value: before,
    });
    expect(asked).toEqual([]);
  });

  test('that it was not reached yet nobody can have signed otherwise', async () => {
    const young = bornYearsAgo(21, 1);
    network(aged(young, true));
    const result = await enoughCopies([await held(lantern, aged(young, false))], harbor, 0);
    expect(result).toMatchObject({ ok: false, error: { code: 'temporarily_unavailable' } });
  });

  const always = () => true;
  const isFetched = ({ asked }: ReturnType<typeof network>) =>
    asked.some(({ operation }) => operation === 'submitStep');

  test('now and then copies are fetched for anybody of whom an age is shown, and for nobody else', async () => {
    const other = network();
    const before = [await held(null), await held(harbor)];
    await writeCredentials(before);
    expect((await enoughCopies(before, harbor, 0, ['given_name'], always)).ok).toBe(true);
    expect(isFetched(other)).toBe(false);
    const result = await enoughCopies(before, harbor, 0, ['age_over_21'], always);
    const after = await credentialsIn();
    expect(after).toHaveLength(credential.copies + 1);
    expect(result).toEqual({ ok: true, value: after });
  });

  // What the bff can see of each is the same: a fetch that it refused, and no share after it.
  test.each<[string, Said, number, () => boolean]>([
    ['there was a birthday', stale, 3, never],
    ['there was none, and it is for show', fresh, 3, always],
    ['there was none, and few are left', fresh, 1, never],
  ])(
    'a bff that refuses such a fetch ends the share where %s',
    async (_when, said, unused, draw) => {
      const seen = network(fresh, { submitStep: () => refused('temporarily_unavailable') });
      const nobodys = Array.from({ length: unused }, () => held(null, said));
      const before = await Promise.all([...nobodys, held(lantern, said)]);
      expect(await enoughCopies(before, harbor, 0, ['age_over_21'], draw)).toMatchObject({
        ok: false,
        error: { code: 'temporarily_unavailable' },
      });
      expect(isFetched(seen)).toBe(true);
    },
  );

  test('which is one day in eight, and the same however often somebody tries that day: a refusal brings no other draw', async () => {
    const copies = [await held(harbor, fresh)];
    const noon = Date.UTC(2026, 5, 1, 12);
    const isDrawn = async (at: number) => {
      vi.setSystemTime(at);
      const seen = network({}, { submitStep: () => refused('temporarily_unavailable') });
      await enoughCopies(copies, harbor, 0, ['age_over_21']);
      return isFetched(seen);
    };
    vi.useFakeTimers({ toFake: ['Date'] });
    const days: boolean[] = [];
    try {
      for (let day = 0; day < 300; day += 1) {
        const at = noon + day * 86_400_000;
        const drawn = await isDrawn(at);
        if (drawn || day < 20) expect(await isDrawn(at + 3_600_000)).toBe(drawn);
        days.push(drawn);
      }
    } finally {
      vi.useRealTimers();
    }
    // 37 or 38 are to be expected; five standard deviations to either side.
    expect(Math.abs(days.filter(Boolean).length - 37.5)).toBeLessThan(29);
  });
});

describe('what a status list says is known before a copy is shown (AGENCY-21)', () => {
  const uri = `${origin}/credential-status/1`;

  const list = (value: number, changes: { sub?: string; typ?: string; key?: CryptoKey } = {}) =>
    signStatusList(changes.key ?? status.privateKey, value, { sub: uri, ...changes });
  const look = async (token: string) => {
    pretendBff(vault.answers, {
      '/registry.jws': () => new Response(jws),
      '/credential-status/1': () => new Response(token),
    });
    return statusOf((await held(null)).credential);
  };

  test.each([
    [0, 'valid'],
    [1, 'invalid'],
    [2, 'suspended'],
    [3, undefined],
  ])('%i is %s', async (value, said) => {
    expect(await look(await list(value))).toBe(said);
  });

  test.each<[string, () => Promise<string>]>([
    ['of another address', () => list(0, { sub: `${uri}0` })],
    ['of another type', () => list(0, { typ: 'JWT' })],
    ['signed by somebody else', async () => list(0, { key: (await p256('ES256')).privateKey })],
    ['that is none', async () => 'nothing'],
  ])('a list %s says nothing', async (_what, make) => {
    expect(await look(await make())).toBeUndefined();
  });
});
