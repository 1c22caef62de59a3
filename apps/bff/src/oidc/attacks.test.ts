import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attacks } from '../testing/attacks/attacks.ts';
import { setStage, type Stage } from '../testing/attacks/stage.ts';

let stage: Stage;
let codes: { harbor: string; strict: string };
beforeAll(async () => {
  stage = await setStage();
  codes = {
    harbor: await stage.code(stage.harbor),
    strict: await stage.code(stage.strict, await stage.strict.pushed()),
  };
});
afterAll(() => stage.close());

/** What came of it, in the words of the table. */
async function refusalOf(response: Response): Promise<string> {
  const location = response.headers.get('location');
  if (location !== null) {
    const { origin, search, hash } = new URL(location, stage.house.issuer);
    const searchParams = new URLSearchParams(search === '' ? hash.slice(1) : search);
    const isHome = /^http:\/\/\w+\.agency\.test$/.test(origin);
    if (!isHome || searchParams.has('code')) return `led to ${location}`;
    return `told ${searchParams.get('error')}`;
  }
  if (response.status === 404) return 'nowhere';
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('html'))
    return response.status === 400 ? 'page' : `a page of ${response.status}`;
  if (type.includes('json')) {
    const { error, code } = JSON.parse(text) as { readonly error?: string; readonly code?: string };
    return `${response.status} ${error ?? code}`;
  }
  return text.includes('evil.example.test') ? 'the lie was repeated' : 'silence';
}

for (const [family, rows] of Object.entries(attacks)) {
  describe(`${family} is refused (AGENCY-32)`, () => {
    test.each(rows)('%s: %s', async (_attack, expected, attempt) => {
      const code = family === 'a proof of possession' ? codes.strict : codes.harbor;
      expect(await refusalOf(await attempt(stage, code))).toBe(expected);
    });
  });
}

test('after all of them the codes still serve those whose they are, and nothing else was given (AGENCY-32)', async () => {
  const { harbor, strict, own } = stage;
  expect((await harbor.redeem(codes.harbor)).status).toBe(200);
  const proof = await strict.dpop(own);
  expect((await strict.redeem(codes.strict, {}, { dpop: proof })).status).toBe(200);
});

test('the table has at least 80 attacks (AGENCY-32)', () => {
  expect(Object.values(attacks).flat().length).toBeGreaterThanOrEqual(80);
});
