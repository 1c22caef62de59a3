import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { harbor } from '../testing/installation.ts';
import { listedAgencies } from '../testing/listed-agencies.ts';
import { pretendBff } from '../testing/pretend-bff.ts';
import { resume, sayYes } from '../testing/say-yes.ts';
import { newVault } from '../testing/stored-vault.ts';
import { holdVault, lock } from '../vault/this-tab.ts';
import { readSharing } from './agreements.ts';

const callback = harbor.redirectUris[0] ?? '';
let vault: Awaited<ReturnType<typeof newVault>>;
let listed: Awaited<ReturnType<typeof listedAgencies>>;

beforeEach(async () => {
  listed = await listedAgencies([harbor]);
  vault = await newVault();
  holdVault(vault.open, vault.kept.stored);
});
afterEach(() => lock());

/** Says yes, where the provider then answers like this; what the vault has a note of afterwards. */
async function notedAfter(answer: () => Response) {
  pretendBff(
    { ...vault.answers, grantConsent: () => ({ resume }) },
    { ...listed, [resume]: answer },
  );
  await sayYes(harbor);
  const { agreements, shared } = await readSharing();
  return { agreed: agreements.map((one) => one.agreed), shared: shared.map((one) => one.claims) };
}

describe('the vault notes what was shared once the answer to the agency is there, as the receipt does (AGENCY-40, AGENCY-41)', () => {
  test('and before the page goes there', async () => {
    const location = `${callback}?code=C`;
    const noted = await notedAfter(() => Response.json({ location }));
    expect(noted).toEqual({ agreed: [['email']], shared: [['email']] });
  });

  test.each<[string, () => Response]>([
    [
      'it does not come',
      () => {
        throw new TypeError('Failed to fetch');
      },
    ],
    ['the request has ended', () => Response.json({}, { status: 400 })],
    [
      'the bff asks anew',
      () => Response.json({ location: `${location.origin}/interaction/another` }),
    ],
    ['it is an error', () => Response.json({ location: `${callback}?error=server_error` })],
  ])('nothing was shared where %s', async (_what, answer) => {
    expect(await notedAfter(answer)).toEqual({ agreed: [], shared: [] });
  });
});
