import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Agency } from '@signet/contracts/registry';
import { registry } from '../app/registry.ts';
import { harbor } from '../testing/installation.ts';
import { listedAgencies } from '../testing/listed-agencies.ts';
import { pretendBff } from '../testing/pretend-bff.ts';
import { resume, sayYes } from '../testing/say-yes.ts';
import { newVault } from '../testing/stored-vault.ts';
import { holdVault, lock } from '../vault/this-tab.ts';

const hourMs = 3_600_000;
const app = 'test.example.harbor:/callback';
const ofAnApp: Agency = { ...harbor, profile: 'login.gov', redirectUris: [app] };
const [attribute] = harbor.attributes;
if (attribute === undefined) throw new Error('the agency may ask for nothing');

let vault: Awaited<ReturnType<typeof newVault>>;
let now = Date.now();

beforeEach(async () => {
  // After the end of what the test before had read.
  now += 5 * hourMs;
  vi.useFakeTimers({ toFake: ['Date'], now });
  vault = await newVault();
  holdVault(vault.open, vault.kept.stored);
});
afterEach(() => {
  vi.useRealTimers();
  lock();
});

/** From now on the registry says this, or what the network says in its place. */
async function network(next: readonly Agency[] | (() => Response), version: number) {
  const pages = typeof next === 'function' ? next : undefined;
  const { asked } = pretendBff(
    { ...vault.answers, grantConsent: () => ({ resume }) },
    {
      ...(pages === undefined
        ? await listedAgencies(next as readonly Agency[], version)
        : { '/registry.jws': pages }),
      [resume]: () => Response.json({ location: `${harbor.redirectUris[0]}?code=C` }),
    },
  );
  return {
    wasGranted: () => asked.some(({ operation }) => operation === 'grantConsent'),
    wasFetched: () => asked.some(({ path }) => path === resume),
  };
}

/** Says yes on a page that read the registry when it listed this agency as it was. */
async function yesUnder(next: readonly Agency[] | (() => Response), laterMs = 0) {
  await network([harbor], 1);
  await registry();
  vi.setSystemTime(now + laterMs);
  const { wasGranted } = await network(next, 2);
  return { answer: await sayYes(harbor), granted: wasGranted() };
}

const changed = { ok: false, error: { type: 'problem', code: 'agency_changed' } };
const unchecked = { ok: false, error: { type: 'problem', code: 'agency_unchecked' } };

describe('whoever says yes does so to what the registry says at that moment (WEB-5)', () => {
  test.each([0, 2 * hourMs])('and a yes counts where it says the same: %i ms later', async (ms) => {
    expect(await yesUnder([harbor], ms)).toMatchObject({ answer: { ok: true }, granted: true });
  });

  test('nor does it for a page whose registry has ended since', async () => {
    expect(await yesUnder([], 2 * hourMs)).toEqual({ answer: changed, granted: false });
  });

  // prettier-ignore
  test.each<[string, Partial<Agency>]>([
    ['the agreement was renewed',          { agreement: { from: '2020-01-01', until: '2039-12-31' } }],
    ['its signals go elsewhere',           { signals: { delivery: 'push', endpoint: 'https://harbor.example.test/signals' } }],
    ['it is told of sign-outs',            { backchannelLogoutUri: 'https://harbor.example.test/out' }],
    ['another page is for who said no',    { failureUri: 'https://harbor.example.test/sorry' }],
    ['a list stands in another order',     { redirectUris: harbor.redirectUris.toReversed(), attributes: harbor.attributes.toReversed() }],
  ])('nobody is disturbed where %s', async (_what, change) => {
    const { answer } = await yesUnder([{ ...harbor, ...change }]);
    expect(answer.ok).toBe(true);
  });

  const [key] = harbor.jwks?.keys ?? [];
  if (key === undefined) throw new Error('the agency has no key');
  const withKeys = (...keys: (typeof key)[]) => ({ ...harbor, jwks: { keys } });
  const another = { ...key, kid: 'another' };

  test('nor where its keys stand in another order; one that is new or gone counts', async () => {
    await network([withKeys(key, another)], 1);
    await registry();
    const shared = () => sayYes(withKeys(key, another));
    vi.setSystemTime(now + 1);
    await network([withKeys(another, key)], 2);
    expect((await shared()).ok).toBe(true);
    await network([withKeys(key)], 3);
    expect(await shared()).toEqual(changed);
    await network([withKeys(key, { ...another, kid: 'a third' })], 4);
    expect(await shared()).toEqual(changed);
  });

  // prettier-ignore
  test.each<[string, readonly Agency[]]>([
    ['has another name',               [{ ...harbor, name: { en: 'Another Office' } }]],
    ['has a logo',                     [{ ...harbor, logo: 'iVBORw0KGgoAAAAA' }]],
    ['may be answered elsewhere, too', [{ ...harbor, redirectUris: [...harbor.redirectUris, 'https://harbor.example.test/third'] }]],
    ['is answered at fewer places',    [{ ...harbor, redirectUris: harbor.redirectUris.slice(0, 1) }]],
    ['uses something for another purpose', [{ ...harbor, attributes: [{ ...attribute, purpose: { en: 'To sell it' } }, ...harbor.attributes.slice(1)] }]],
    ['keeps something for longer',     [{ ...harbor, attributes: [{ ...attribute, retention: { en: 'for ever' } }, ...harbor.attributes.slice(1)] }]],
    ['shares a sector with another',   [{ ...harbor, sector: 'another' }]],
    ['has an agreement that is over',  [{ ...harbor, agreement: { from: '2020-01-01', until: '2020-12-31' } }]],
    ['is not listed any more',         []],
  ])('nothing goes to one that by now %s: the person is asked anew', async (_what, next) => {
    expect(await yesUnder(next)).toEqual({ answer: changed, granted: false });
  });

  test.each<[string, () => Response]>([
    [
      'no answer comes',
      () => {
        throw new TypeError('Failed to fetch');
      },
    ],
    ['the server has a mistake', () => new Response('oops', { status: 502 })],
  ])('nothing goes either where it cannot be read: %s', async (_what, answer) => {
    expect(await yesUnder(answer)).toEqual({ answer: unchecked, granted: false });
  });

  test('nor where it comes unsigned, or older than it was (WEB-20)', async () => {
    const unsigned = yesUnder(() => new Response('e30.e30.'));
    await expect(unsigned).rejects.toThrow('not signed by the registry key');
    await network([harbor], 3);
    await registry();
    await network([harbor], 2);
    await expect(sayYes(harbor)).rejects.toThrow('older than one that was seen before');
  });
});

describe('and so does whoever presses to go back to an app, before a code is made (WEB-5, AGENCY-52)', () => {
  async function pressUnder(next: readonly Agency[] | (() => Response)) {
    await network([ofAnApp], 1);
    const answer = await sayYes(ofAnApp, true);
    if (!answer.ok || answer.value instanceof URL) throw new Error('expected to wait for a press');
    const { wasFetched } = await network(next, 2);
    const pressed = await answer.value().catch((cause: Error) => cause.message);
    return { pressed, fetched: wasFetched() };
  }

  test('none is where it says something else by then', async () => {
    const renamed = { ...ofAnApp, name: { en: 'Another Office' } };
    expect(await pressUnder([renamed])).toEqual({ pressed: changed, fetched: false });
  });

  test('nor where that cannot be read', async () => {
    const broken = () => new Response('oops', { status: 502 });
    expect(await pressUnder(broken)).toEqual({ pressed: unchecked, fetched: false });
  });

  test('and one is where it is the same', async () => {
    expect(await pressUnder([ofAnApp])).toMatchObject({ fetched: true });
  });
});
