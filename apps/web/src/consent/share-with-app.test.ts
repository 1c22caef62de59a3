import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { consentOperations } from '@signet/contracts/consent';
import type { InputOf } from '@signet/contracts/operation';
import { harbor } from '../testing/installation.ts';
import { listedAgencies } from '../testing/listed-agencies.ts';
import { pretendBff, type Answers } from '../testing/pretend-bff.ts';
import { resume, sayYes } from '../testing/say-yes.ts';
import { newVault } from '../testing/stored-vault.ts';
import { holdVault, lock } from '../vault/this-tab.ts';
import { readSharing } from './agreements.ts';

const app = 'test.example.harbor:/callback';
const agency = { ...harbor, profile: 'login.gov' as const, redirectUris: [app] };
const asked = ['email' as const];
let vault: Awaited<ReturnType<typeof newVault>>;
let listed: Awaited<ReturnType<typeof listedAgencies>>;
let granted: InputOf<typeof consentOperations.grantConsent>[] = [];

beforeEach(async () => {
  granted = [];
  listed = await listedAgencies([agency]);
  vault = await newVault();
  holdVault(vault.open, vault.kept.stored);
});
afterEach(() => lock());

/** Says yes to an app; answers what the press on the next page does. */
async function yes(location = `${app}?code=C`, answers: Answers = {}) {
  pretendBff(
    {
      ...vault.answers,
      grantConsent: (input: (typeof granted)[number]) => {
        granted.push(input);
        return { resume };
      },
      ...answers,
    },
    { ...listed, [resume]: () => Response.json({ location }) },
  );
  const answer = await sayYes(agency, true);
  if (!answer.ok || answer.value instanceof URL) throw new Error('expected to wait for a press');
  return answer.value;
}

async function history() {
  const { agreements, shared } = await readSharing();
  return {
    agreed: agreements.map((one) => one.agreed),
    shared: shared.map(({ claims }) => claims),
  };
}

describe('to an app (AGENCY-40, AGENCY-52)', () => {
  test('nothing is on record with the yes, and what was shared is once the press has its code', async () => {
    const press = await yes();
    expect(await history()).toEqual({ agreed: [], shared: [] });
    await press();
    expect(await history()).toEqual({ agreed: [asked], shared: [asked] });
  });

  test('nor is anything where the press brings an error', async () => {
    const press = await yes(`${app}?error=access_denied`);
    await press();
    // It would be by then, also if nobody waited for it.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await history()).toEqual({ agreed: [], shared: [] });
  });

  test('a second yes of the same page is known as one, so that it counts where the answer to the first got lost', async () => {
    await yes();
    await yes();
    const [first, second] = granted.map(({ page }) => page);
    expect(first).toMatch(/^[\w-]{36}$/);
    expect(second).toBe(first);
  });

  test('a note that does not get written in time keeps nobody from the app', async () => {
    const { writeRecord } = vault.answers;
    let isPressed = false;
    const written = Promise.withResolvers<void>();
    const press = await yes(undefined, {
      writeRecord: async (...record: Parameters<NonNullable<typeof writeRecord>>) => {
        if (isPressed) await written.promise;
        return writeRecord?.(...record);
      },
    });
    isPressed = true;
    const pressedAt = performance.now();
    expect(await press()).toEqual({ ok: true, value: new URL(`${app}?code=C`) });
    expect(performance.now() - pressedAt).toBeLessThan(3_000);
    written.resolve();
    await expect.poll(async () => (await history()).shared).toEqual([asked]);
  });
});
