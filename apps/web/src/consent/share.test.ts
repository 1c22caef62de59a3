import { compactDecrypt, decodeJwt } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ClaimName } from '@signet/contracts/claims';
import type { EmailId } from '@signet/contracts/ids';
import type { InputOf } from '@signet/contracts/operation';
import type { consentOperations } from '@signet/contracts/consent';
import { registry } from '../app/registry.ts';
import { askedBy } from '../testing/asked-by.ts';
import { holderKey, issueCredential } from '../testing/credential.ts';
import { harbor, p256 } from '../testing/installation.ts';
import { claimValues, valuesIn } from '../testing/person.ts';
import { listedAgencies } from '../testing/listed-agencies.ts';
import { pretendBff, refused, type Answers } from '../testing/pretend-bff.ts';
import { newVault, writeElsewhere } from '../testing/stored-vault.ts';
import { keyChangeOf, rememberKeys, type KeyChange } from '../vault/agency-keys.ts';
import { credentialsIn, writeCredentials, type HeldCredential } from '../vault/credentials.ts';
import { holdVault, lock } from '../vault/this-tab.ts';
import { readRecord } from '../vault/vault-session.ts';
import { readSharing } from './agreements.ts';
import { refuse, share } from './share.ts';

type Granted = InputOf<typeof consentOperations.grantConsent>;

const uid = 'an-interaction';
const resumePath = '/openid_connect/authorize/an-interaction';
const callback = 'https://harbor.example.test/callback?code=C&state=s';
const details = askedBy(harbor.clientId, {
  requestedClaims: ['given_name', 'family_name', 'email'],
  byScope: ['given_name', 'family_name', 'email'],
});
const app = 'test.example.harbor:/callback';
const redirectUris = [...harbor.redirectUris, app];
const agency = { ...harbor, profile: 'login.gov' as const, redirectUris };
let listed: Awaited<ReturnType<typeof listedAgencies>>;
let copies: HeldCredential[];
let vault: Awaited<ReturnType<typeof newVault>>;
let granted: Granted[];
let clockAhead = 0;
let keyChange: KeyChange | undefined;

beforeAll(async () => {
  listed = await listedAgencies([agency]);
  const { privateKey } = await p256('ES256');
  copies = await Promise.all(
    ['urn:test:lantern', null, null].map(async (usedFor) => {
      const key = await holderKey();
      return {
        credential: await issueCredential(privateKey, key),
        holderKey: key,
        usedFor,
        batch: 'first',
      };
    }),
  );
});
beforeEach(async () => {
  granted = [];
  vault = await newVault();
  holdVault(vault.open, vault.kept.stored);
  bff();
  await registry();
  await writeCredentials(copies);
});
afterEach(() => {
  clockAhead = 0;
  keyChange = undefined;
  vi.useRealTimers();
  lock();
});

const addresses = ['1', '2'].map((last) => ({
  id: `eml_0000000000000000000000000${last}` as EmailId,
  email: `${last}@example.test`,
}));
const say = async (
  claims: readonly ClaimName[],
  asked = details,
  seen?: HeldCredential[],
  again: { readonly isRepeat?: boolean } = {},
) =>
  share(
    {
      uid,
      details: asked,
      clockAhead,
      agency,
      values: {},
      copies: seen ?? (await credentialsIn()),
      allAddresses: addresses,
      keyChange,
    },
    { claims, emailId: null, ...again },
  );

function bff(answers: Answers = {}, location = callback) {
  return pretendBff(
    {
      ...vault.answers,
      grantConsent: (input: Granted) => {
        granted.push(input);
        return { resume: resumePath };
      },
      refuseConsent: () => ({ resume: resumePath }),
      ...answers,
    },
    { ...listed, [resumePath]: () => Response.json({ location }) },
  );
}

/** Plays the agency and the bff together: what the code and the stored release give when they meet. */
async function redeemed(address: URL): Promise<string> {
  const [, half = ''] = address.searchParams.get('code')?.split('~') ?? [];
  const key = Uint8Array.from(atob(half.replaceAll('-', '+').replaceAll('_', '/')), (one) =>
    one.charCodeAt(0),
  );
  const { plaintext } = await compactDecrypt(granted[0]?.release ?? '', key);
  const { presentation } = JSON.parse(new TextDecoder().decode(plaintext)) as {
    presentation: string;
  };
  return presentation;
}

function addressOf(result: Awaited<ReturnType<typeof share>>): URL {
  if (!result.ok || !(result.value instanceof URL)) throw new Error('expected to go well');
  return result.value;
}

describe('to an app (AGENCY-52)', () => {
  const noted = async () => (await readSharing()).agreements.map((one) => one.agreed);
  /** What a press gives, before which no code is made (AGENCY-7). */
  const shared = async (location: string, returnsToApp: boolean) => {
    const { asked } = bff({}, location);
    const answer = await say(['given_name'], { ...details, returnsToApp });
    expect(answer.ok && answer.value instanceof URL).toBe(!returnsToApp);
    if (!answer.ok || answer.value instanceof URL) return answer;
    expect(asked.map(({ path }) => path)).not.toContain(resumePath);
    // Nobody shared anything by it so far.
    expect(await noted()).toEqual([]);
    return answer.value();
  };

  test('nothing goes where the bff asks anew meanwhile', async () => {
    const again = `${location.origin}/interaction/another`;
    expect(await shared(again, true)).toMatchObject({ error: { code: 'interaction_gone' } });
  });

  test('goes what the person was told goes there, with the key’s half', async () => {
    const { href } = addressOf(await shared(`${app}?code=C&state=s`, true));
    expect(href).toMatch(/^test\.example\.harbor:\/callback\?code=C%7E[\w-]{43}&state=s$/);
    await vi.waitFor(async () => expect(await noted()).toEqual([['given_name']]));
  });

  test.each([
    ['what the person was told goes to a web address', `${app}?code=C`, false],
    ['and to a web address what they were told goes to an app', callback, true],
    ['what goes to another path', 'test.example.harbor:/evil?code=C', true],
    ['what goes to a name', 'test.example.harbor://evil/callback?code=C', true],
    ['what goes to another scheme', 'test.example.harbour:/callback?code=C', true],
  ])('goes nothing else: %s', async (_what, location, returnsToApp) => {
    await expect(shared(location, returnsToApp)).rejects.toThrow(
      'the registry does not list this address',
    );
  });
});

describe('yes', () => {
  test('sends the agency half a key, and the bff a release that it cannot open (AGENCY-3)', async () => {
    const { bodies } = bff();
    const address = addressOf(await say(['given_name']));
    const presentation = await redeemed(address);
    const names = presentation
      .split('~')
      .slice(1, -1)
      .map(
        (text) =>
          (JSON.parse(atob(text.replaceAll('-', '+').replaceAll('_', '/'))) as unknown[])[1],
      );
    expect(new Set(names)).toEqual(new Set(['account', 'given_name']));
    expect(names).toHaveLength(2);
    expect(address.searchParams.get('state')).toBe('s');
    const half = address.searchParams.get('code')?.split('~')[1] ?? '';
    expect(half).toHaveLength(43);
    expect(bodies()).not.toContain(half);
    expect(valuesIn(bodies())).toEqual([]);
  });

  test.each([-3_600_000, 3_600_000])(
    'is dated by the bff’s clock, whatever this device’s says: %i ms (AGENCY-4)',
    async (ahead) => {
      clockAhead = ahead;
      const presentation = await redeemed(addressOf(await say(['given_name'])));
      const { iat = 0 } = decodeJwt(presentation.split('~').at(-1) ?? '');
      expect(Math.abs(iat - (Date.now() + ahead) / 1_000)).toBeLessThan(10);
    },
  );

  test('names to the bff what was agreed to, and no more (AGENCY-2)', async () => {
    await say(['given_name', 'email']);
    expect(granted[0]?.claims).toEqual(['given_name', 'email']);
  });

  test('to all addresses names those that were shown, and only there (AGENCY-50)', async () => {
    const asked = { ...details, requestedClaims: ['all_emails'] as ClaimName[] };
    await say(['all_emails'], asked);
    const ids = addresses.map(({ id }) => id);
    expect(granted).toEqual([{ claims: ['all_emails'], allEmailIds: ids }]);
    expect(await readSharing()).toMatchObject({ agreements: [{ allEmailIds: ids }] });
    await say(['email']);
    expect(granted[1]).toEqual({ claims: ['email'] });
  });

  test('to nothing that was proofed releases nothing and appends nothing', async () => {
    const address = addressOf(await say(['email']));
    expect(granted).toEqual([{ claims: ['email'] }]);
    expect(address.href).toBe(callback);
    expect((await credentialsIn()).map(({ usedFor }) => usedFor)).toEqual([
      'urn:test:lantern',
      null,
      null,
    ]);
  });

  test('uses a copy that no other agency has seen, and the same one the next time', async () => {
    const first = await redeemed(addressOf(await say(['given_name'])));
    expect(copies[1]?.credential).toContain(first.split('~')[0]);
    expect((await credentialsIn()).map(({ usedFor }) => usedFor)).toEqual([
      'urn:test:lantern',
      null,
      harbor.clientId,
    ]);
    granted = [];
    const second = await redeemed(addressOf(await say(['given_name'])));
    expect(second.split('~')[0]).toBe(first.split('~')[0]);
  });

  test('is written into the person’s own record, sealed, without a value', async () => {
    await say(['given_name']);
    const text = new TextDecoder().decode(await readRecord('sharing-history'));
    expect(JSON.parse(text)).toEqual({
      agreements: [
        {
          clientId: harbor.clientId,
          offered: details.requestedClaims,
          agreed: ['given_name'],
          emailId: null,
          allEmailIds: [],
          agreedAt: expect.any(String) as string,
          verifiedAt: null,
          batch: 'first',
          terms: expect.any(String) as string,
          stoppedAt: null,
          earlier: [],
        },
      ],
      shared: [
        { clientId: harbor.clientId, claims: ['given_name'], at: expect.any(String) as string },
      ],
      cutShort: [],
      forgotten: 0,
    });
    expect(text).not.toContain(claimValues.given_name);
  });

  test('that repeats the answer of before leaves it as old as it is (AGENCY-40)', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const aSecondLater = () => vi.setSystemTime(Date.now() + 1_000);
    await say(['given_name']);
    const { agreements: before } = await readSharing();
    aSecondLater();
    await say(['given_name'], details, undefined, { isRepeat: true });
    const { agreements, shared } = await readSharing();
    expect(agreements).toEqual(before);
    expect(Date.parse(shared[1]?.at ?? '')).toBeGreaterThan(Date.parse(shared[0]?.at ?? ''));
    aSecondLater();
    await say(['given_name']);
    expect((await readSharing()).agreements[0]?.agreedAt).not.toBe(before[0]?.agreedAt);
  });

  test('to less stays beside what was agreed before, which is marked where the agency has another key by now (AGENCY-40)', async () => {
    await say(['given_name', 'email']);
    keyChange = { before: ['one'], now: ['other'] };
    await say(['email'], { ...details, requestedClaims: ['email'] });
    expect((await readSharing()).agreements).toMatchObject([
      { offered: ['email'], earlier: [{ agreed: ['given_name', 'email'], keyChanged: true }] },
    ]);
  });

  describe('that cannot be written down', () => {
    beforeEach(() => {
      const write = vault.answers.writeRecord;
      bff({
        writeRecord: (...asked: Parameters<NonNullable<typeof write>>) =>
          (asked[0] as { record: { purpose: string } }).record.purpose === 'sharing-history'
            ? refused('temporarily_unavailable')
            : write?.(...asked),
      });
    });

    test('still goes through', async () => {
      expect((await say(['given_name'])).ok).toBe(true);
    });

    test('leaves a changed key to be shown the next time (AGENCY-40)', async () => {
      await rememberKeys({ ...harbor, jwks: { keys: [] } });
      keyChange = await keyChangeOf(harbor);
      expect(keyChange).toBeDefined();
      await say(['given_name']);
      expect(await keyChangeOf(harbor)).toEqual(keyChange);
    });
  });
});

describe('nothing leaves the browser', () => {
  test('when the bff’s request is bound to another agency (AGENCY-4)', async () => {
    const other = {
      ...details,
      keyBinding: { ...details.keyBinding, audience: 'urn:test:lantern' },
    };
    await expect(say(['given_name'], other)).rejects.toThrow('another agency');
    expect(granted).toEqual([]);
  });

  test('when there is no credential', async () => {
    await writeCredentials([]);
    await expect(say(['given_name'])).rejects.toThrow('no credential');
    expect(granted).toEqual([]);
  });

  describe('of a copy that another tab has used meanwhile (AGENCY-20, VAULT-9)', () => {
    test.each([3, 2])('the next one is taken, fetched since or not: %i', async (seen) => {
      const [first, second, third] = copies as [HeldCredential, HeldCredential, HeldCredential];
      await elsewhere([first, third, { ...second, usedFor: 'urn:test:one' }]);
      const address = addressOf(await say(['given_name'], details, copies.slice(0, seen)));
      const shown = await redeemed(address);
      expect(third.credential).toContain(shown.split('~')[0]);
      expect((await credentialsIn()).map(({ usedFor }) => usedFor)).toEqual([
        'urn:test:lantern',
        'urn:test:one',
        harbor.clientId,
      ]);
    });

    test('none is, when there is none left of those whose values were on the screen', async () => {
      await elsewhere(copies.map((one, at) => ({ ...one, credential: `another-${at}` })));
      expect(await say(['given_name'], details, copies)).toEqual({
        ok: false,
        error: { type: 'problem', code: 'vault_moved_on' },
      });
      expect(granted).toEqual([]);
    });

    const elsewhere = (left: HeldCredential[]) =>
      writeElsewhere(vault, 'credentials', JSON.stringify(left));
  });

  test('when it cannot be written down which agency saw which copy', async () => {
    bff({ writeRecord: () => refused('temporarily_unavailable') });
    expect(await say(['given_name'])).toMatchObject({ error: { code: 'temporarily_unavailable' } });
    expect(granted).toEqual([]);
  });
});

describe('the half of the key stays here', () => {
  test('when the bff refuses the release', async () => {
    bff({ grantConsent: () => refused('release_not_accepted') });
    expect(await say(['given_name'])).toMatchObject({ error: { code: 'release_not_accepted' } });
  });

  test('when the bff would send it elsewhere', async () => {
    bff({}, 'https://lantern.example.test/callback?code=C');
    await expect(say(['given_name'])).rejects.toThrow('the registry does not list this address');
  });

  test.each([
    ['the request has ended', 'not an address'],
    ['the bff asks anew', 'https://signet.example.test/interaction/another?code=C'],
  ])('when %s', async (_what, next) => {
    bff({}, next);
    expect(await say(['given_name'])).toMatchObject({ error: { code: 'interaction_gone' } });
  });
});

test('no takes the person back to the agency, with nothing (AGENCY-1)', async () => {
  const denied = 'https://harbor.example.test/callback?error=access_denied&state=s';
  const { asked } = bff({}, denied);
  expect(addressOf(await refuse(uid, harbor)).href).toBe(denied);
  expect(asked.map(({ init }) => init.body)).toEqual(['{}', undefined]);
});
