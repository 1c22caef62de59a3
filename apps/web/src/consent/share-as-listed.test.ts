import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Agency } from '@signet/contracts/registry';
import { registry } from '../app/registry.ts';
import { harbor } from '../testing/installation.ts';
import { listedAgencies } from '../testing/listed-agencies.ts';
import { pretendBff } from '../testing/pretend-bff.ts';
import { newVault } from '../testing/stored-vault.ts';
import { holdVault, lock } from '../vault/this-tab.ts';
import { share } from './share.ts';

const resume = '/openid_connect/authorize/an-interaction';
const asked = ['email' as const];

const hourMs = 3_600_000;
let now = Date.now();

beforeEach(() => {
  // After the end of what the test before had read.
  now += 5 * hourMs;
  vi.useFakeTimers({ toFake: ['Date'], now });
});
afterEach(() => {
  vi.useRealTimers();
  lock();
});

/** Says yes to an agency of a registry that has ended since, while the page was open, where the next one lists these. */
async function yesUnder(next: readonly Agency[]) {
  const vault = await newVault();
  holdVault(vault.open, vault.kept.stored);
  const network = async (agencies: readonly Agency[], version: number) =>
    pretendBff(
      { ...vault.answers, grantConsent: () => ({ resume }) },
      {
        ...(await listedAgencies(agencies, version)),
        [resume]: () => Response.json({ location: `${harbor.redirectUris[0]}?code=C` }),
      },
    );
  await network([harbor], 1);
  await registry();
  vi.setSystemTime(now + 2 * hourMs);
  const { asked: requests } = await network(next, 2);
  const answer = await share(
    {
      uid: 'an-interaction',
      details: {
        prompt: 'consent',
        clientId: harbor.clientId,
        requestedClaims: asked,
        byScope: asked,
        byName: {},
        verifiedOnly: false,
        proveAnew: false,
        returnsToApp: false,
        newHere: false,
        language: 'en',
        keyBinding: { audience: harbor.clientId, nonce: 'N', now: new Date().toISOString() },
      },
      clockAhead: 0,
      agency: harbor,
      values: {},
      copies: [],
      allAddresses: [],
      keyChange: undefined,
    },
    { claims: asked, emailId: null },
  );
  return { answer, granted: requests.some(({ operation }) => operation === 'grantConsent') };
}

test('a yes counts where the next registry says the same of the agency', async () => {
  expect(await yesUnder([harbor])).toMatchObject({ answer: { ok: true }, granted: true });
});

test.each<[string, readonly Agency[]]>([
  ['has another name', [{ ...harbor, name: { en: 'Another Office' } }]],
  ['has other addresses', [{ ...harbor, redirectUris: ['https://harbor.example.test/third'] }]],
  ['is not listed any more', []],
])(
  'a yes to an agency that, by the next registry, %s goes nowhere: the person is asked anew (WEB-5)',
  async (_what, next) => {
    expect(await yesUnder(next)).toEqual({
      answer: { ok: false, error: { type: 'problem', code: 'interaction_gone' } },
      granted: false,
    });
  },
);
