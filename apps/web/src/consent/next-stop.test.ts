import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { statusValues } from '@signet/contracts/credential-status';
import type { SessionState } from '../app/guards.ts';
import { scannedCode } from '../app/scanned-code.ts';
import { askedBy } from '../testing/asked-by.ts';
import { holderKey, issueCredential } from '../testing/credential.ts';
import {
  harbor,
  installation,
  origin,
  p256,
  registryKey,
  signRegistry,
  type KeyPair,
} from '../testing/installation.ts';
import { pretendBff, refused, type Answers } from '../testing/pretend-bff.ts';
import { signStatusList } from '../testing/status-list.ts';
import { newVault } from '../testing/stored-vault.ts';
import type { HeldCredential } from '../vault/credentials.ts';
import { writeJsonRecord } from '../vault/json-record.ts';
import { holdVault, lock } from '../vault/this-tab.ts';
import { removeRecord } from '../vault/vault-session.ts';
import { nextStop } from './next-stop.ts';

const session = { stage: 'signed-in', verified: true } as SessionState;
const statusUri = `${origin}/credential-status/1`;
const resumePath = '/openid_connect/authorize/an-interaction';
const details = askedBy(harbor.clientId, { prompt: 'login' });
const [callback = ''] = harbor.redirectUris;

let key: Awaited<ReturnType<typeof registryKey>>;
let jws: string;
let status: KeyPair;
let held: HeldCredential;
let vault: Awaited<ReturnType<typeof newVault>>;
beforeAll(async () => {
  key = await registryKey();
  const place = await installation();
  status = await p256('ES256');
  const bff = { ...place.registry.bff, statusKey: status.jwk };
  jws = await signRegistry(key, { ...place.registry, bff, agencies: [harbor] });
  const holder = await holderKey();
  const text = await issueCredential(place.credential.privateKey, holder);
  held = { credential: text, holderKey: holder, usedFor: null };
});
beforeEach(async () => {
  vi.stubGlobal('__REGISTRY_KEY__', key.publicKey);
  vault = await newVault();
});
afterEach(() => lock());

/** Where somebody goes on whose sign-in is complete, and whom the provider sends to `location`. */
function after(location: string, answers: Answers = {}) {
  pretendBff(
    {
      ...vault.answers,
      readInteraction: () => details,
      completeLogin: () => ({ resume: resumePath }),
      ...answers,
    },
    {
      '/registry.jws': () => new Response(jws),
      [resumePath]: () => Response.json({ location }),
    },
  );
  holdVault(vault.open, vault.kept.stored);
  return nextStop('an-interaction', session);
}

describe('when the sign-in for an agency is complete', () => {
  test('the question comes next, where there is one', async () => {
    expect(await after(`${origin}/interaction/the-consent`)).toBe(
      '/interaction/the-consent/continue',
    );
  });

  test.each([
    ['with a code, where nothing is left to ask', '?code=C&state=s'],
    [
      'with an error, where it asked for what cannot be had',
      '?error=unmet_authentication_requirements',
    ],
  ])('the agency comes next %s (AGENCY-44)', async (_how, answer) => {
    expect(await after(`${callback}${answer}`)).toEqual({
      agency: harbor,
      address: new URL(`${callback}${answer}`),
    });
  });

  test('nowhere else than the agency, whatever the bff says (AGENCY-3)', async () => {
    await expect(after('https://evil.example/callback?code=C')).rejects.toThrow(
      'the registry does not list this address',
    );
  });

  test('signing in comes next where it was not fresh enough, or without the passkey that is asked for (AGENCY-44)', async () => {
    const stale = { completeLogin: () => refused('signed_out') };
    expect(await after(callback, stale)).toBe('/interaction/an-interaction/sign-in?again');
  });

  test('a problem is told', async () => {
    const gone = { completeLogin: () => refused('interaction_gone') };
    expect(await after(callback, gone)).toMatchObject({ code: 'interaction_gone' });
  });
});

describe('what was proved longer ago than the agency takes (AGENCY-31)', () => {
  const asks = { ...details, prompt: 'consent', verifiedOnly: true, proveAnew: true };
  const begun = { applicationId: 'app_00000000000000000000000001', agencyClientId: null };
  const application = (state: string) => ({
    readProofing: () => ({
      application: { ...begun, awaitsLetter: false, review: null, attempts: [], state },
    }),
  });

  async function next(answers: Answers, { list = '', draft = {} } = {}) {
    const readInteraction = () => asks;
    pretendBff(
      { ...vault.answers, readInteraction, ...answers },
      {
        '/registry.jws': () => new Response(jws),
        '/credential-status/1': () => new Response(list),
      },
    );
    holdVault(vault.open, vault.kept.stored);
    await writeJsonRecord('credentials', [held]);
    await removeRecord('recovery-key-to-show');
    await writeJsonRecord('proofing-draft', { applicationId: begun.applicationId, ...draft });
    return nextStop('an-interaction', session);
  }

  test('is proved anew before the question', async () => {
    expect(await next(application('issued'))).toBe(
      '/interaction/an-interaction/account/prove-anew',
    );
  });

  test('and gone on with where that has begun', async () => {
    expect(await next(application('started'))).toBe('/interaction/an-interaction/verify');
  });

  test('and is no matter where nothing of it is asked for', async () => {
    const readInteraction = () => ({ ...asks, verifiedOnly: false });
    expect(await next({ readInteraction })).toBe('/interaction/an-interaction/consent');
  });

  describe('proved anew, what was sealed before is over (PROOF-12)', () => {
    const readInteraction = () => ({ ...asks, proveAnew: false });

    test.each([
      ['and is not sealed yet: it is sealed first', { ticket: 'aa..bb.cc.dd' }, 'verify'],
      ['and was sealed: the question comes', {}, 'consent'],
    ])('%s', async (_how, draft, page) => {
      expect(await next({ readInteraction, ...application('issued') }, { draft })).toBe(
        `/interaction/an-interaction/${page}`,
      );
    });

    test.each([
      ['of before stands: the question comes', statusValues.valid, 'consent'],
      ['of before is over: it is gone on with', statusValues.invalid, 'verify'],
    ])('with another application open, and what is %s', async (_how, value, page) => {
      const list = await signStatusList(status.privateKey, value, { sub: statusUri });
      expect(await next({ readInteraction, ...application('started') }, { list })).toBe(
        `/interaction/an-interaction/${page}`,
      );
    });
  });
});

describe('whoever signs in with no agency asking', () => {
  async function next(awaitsLetter: boolean, holds: boolean, state = 'code-sent') {
    const application = {
      applicationId: 'app_00000000000000000000000001',
      state,
      agencyClientId: null,
      awaitsLetter,
      review: null,
      attempts: [],
    };
    pretendBff({ ...vault.answers, readProofing: () => ({ application }) }, {});
    holdVault(vault.open, vault.kept.stored);
    const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'd' };
    const held = [{ credential: 'a.b.c', holderKey: key, usedFor: null }];
    await writeJsonRecord('credentials', holds ? held : []);
    await removeRecord('recovery-key-to-show');
    return nextStop(undefined, session);
  }

  test.each([false, true])(
    'sees how a letter stands, though a phone was tried since; holds a credential: %s (LETTER-7)',
    async (holds) => {
      expect(await next(true, holds)).toBe('/verify/letter-sent');
    },
  );

  test('or enters the code of the letter that was scanned', async () => {
    vi.spyOn(scannedCode, 'read').mockReturnValue('7K3QWXZ9RT');
    expect(await next(true, true)).toBe('/verify/letter-code');
    vi.restoreAllMocks();
  });

  test.each([
    [false, '/verify/letter-sent'],
    [true, '/account'],
  ])(
    'is told of a letter that is worth nothing any more, but not each time where one is held: %s',
    async (holds, page) => {
      expect(await next(false, holds, 'letter-sent')).toBe(page);
    },
  );

  test.each([false, true])(
    'sees the account where there is no letter; holds one: %s',
    async (holds) => {
      expect(await next(false, holds)).toBe('/account');
    },
  );
});
