import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test, vi } from 'vitest';
import { requestRefusals, type RequestRefusal } from '../audit/request-refusals.ts';
import { testAgency } from '../testing/agencies.ts';
import { setStage, type Stage } from '../testing/attacks/stage.ts';
import { openHouse } from '../testing/house.ts';
import { createRawAgency, type Fields } from '../testing/raw-agency.ts';

let stage: Stage;
let code: string;
let unheard: Awaited<ReturnType<typeof houseOfUnheard>>;
let lines: string[];
beforeAll(async () => {
  stage = await setStage();
  code = await stage.code(stage.harbor);
  unheard = await houseOfUnheard();
});
afterAll(async () => {
  await stage.close();
  await unheard.house.close();
});

/** With an agency whose address for its keys does not answer. */
async function houseOfUnheard() {
  const agency = await testAgency('unheard', { claims: ['email'] });
  const { jwks: _atThatAddress, ...rest } = agency;
  const published = { jwksUri: 'http://127.0.0.1:1/keys', jwksThumbprints: ['x'.repeat(43)] };
  const house = await openHouse([{ ...rest, ...published }]);
  return { house, raw: createRawAgency(house, agency) };
}
beforeEach(() => {
  lines = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => void vi.restoreAllMocks());

type Mistake = readonly [RequestRefusal, (stage: Stage, code: string) => Promise<Response>];

const now = () => Math.floor(Date.now() / 1_000);
const redeem = (changes: Fields) => (s: Stage) => s.harbor.redeem(code, changes);
const asserting =
  (claims: object, header: object = {}) =>
  async (s: Stage) =>
    s.harbor.redeem(code, {
      client_assertion: await s.harbor.assertion(claims as never, header as never),
    });
const nobody = { client_assertion: undefined, client_assertion_type: undefined };
const pushing = (claims: object) => async (s: Stage) =>
  s.strict.push({ client_assertion: await s.strict.assertion(claims as never) });

/** What an engineer gets wrong, and the word for it. */
// prettier-ignore
const mistakes: readonly Mistake[] = [
  ['client_unknown',         redeem({ ...nobody, client_id: 'urn:test:nobody' })],
  ['other_method',           redeem({ ...nobody, client_id: 'urn:test:harbor' })],
  ['other_method',           (s) => s.harbor.redeem(code, nobody, { authorization: `Basic ${Buffer.from('urn%3Atest%3Aharbor:secret').toString('base64')}` })],
  ['assertion_algorithm',    async (s) => s.harbor.redeem(code, { client_assertion: (await s.harbor.assertion()).replace(/^[^.]+/, Buffer.from('{"alg":"HS256"}').toString('base64url')) })],
  ['assertion_issuer',       asserting({ iss: 'urn:test:lantern' })],
  ['assertion_issuer',       asserting({ sub: undefined })],
  ['assertion_audience',     asserting({ aud: undefined })],
  ['assertion_audience',     (s) => asserting({ aud: `${s.house.issuer}/` })(s)],
  ['assertion_audience',     asserting({ aud: ['urn:test:harbor'] })],
  ['assertion_audience',     (s) => pushing({ aud: s.strict.endpoint('token') })(s)],
  ['assertion_expired',      asserting({ iat: now() - 900, exp: now() - 600 })],
  ['assertion_too_long',     asserting({ exp: now() + 86_400 })],
  ['assertion_ahead',        asserting({ nbf: now() + 600, exp: now() + 900 })],
  ['assertion_ahead',        pushing({ iat: now() + 600, exp: now() + 200 })],
  ['assertion_no_end',       asserting({ exp: undefined })],
  ['assertion_no_jti',       asserting({ jti: undefined })],
  ['assertion_used',         async (s) => { const client_assertion = await s.harbor.assertion(); const wrong = { client_assertion, redirect_uri: 'http://harbor.agency.test/' }; await s.harbor.redeem(code, wrong); return s.harbor.redeem(code, wrong); }],
  ['assertion_key',          asserting({}, { kid: 'second' })],
  ['assertion_signature',    async (s) => s.harbor.redeem(code, { client_assertion: await s.harbor.assertion({}, {}, s.stranger.privateKey) })],
  ['assertion_type',         asserting({}, { typ: 'secevent+jwt' })],
  ['code_unknown',           (s) => s.harbor.redeem('x'.repeat(43))],
  ['code_of_another_agency', async (s) => s.lantern.redeem(code)],
  ['redirect_uri',           redeem({ redirect_uri: 'http://harbor.agency.test/callback/' })],
  ['pkce_missing',           redeem({ code_verifier: undefined })],
  ['pkce_differs',           redeem({ code_verifier: 'v'.repeat(43) })],
  ['dpop_missing',           async (s) => s.strict.redeem(await s.code(s.strict, await s.strict.pushed()))],
  ['release_key_missing',    async (s) => s.harbor.redeem((await s.code(s.harbor)).split('~')[0] ?? '')],
];

describe('the output says in one word of ours why an agency’s server was refused (ZONE-3)', () => {
  test.each(mistakes)('%s', async (word, attempt) => {
    const { status } = await attempt(stage, code);
    expect(lines.filter((line) => line.startsWith('agency-refused')).at(-1)).toBe(
      `agency-refused status=${status} reason=${word}`,
    );
  });

  test('keys_unanswered, of an agency whose address for its keys does not answer', async () => {
    await unheard.raw.redeem(code);
    expect(lines).toContain('agency-refused status=401 reason=keys_unanswered');
  });

  test('code_used, and what came is in no line', async () => {
    const again = await stage.code(stage.harbor);
    await stage.harbor.redeem(again);
    await stage.harbor.redeem(again);
    expect(lines.at(-1)).toMatch(/^agency-refused status=400 reason=(code_used|code_ended)$/);
    expect(lines.join(' ')).not.toContain(again.split('~')[0]);
  });

  test('and nothing of what was taken', async () => {
    expect((await stage.harbor.redeem(code)).status).toBe(200);
    expect(lines).toEqual([]);
  });
});

test('each word is one that a mistake met, or comes of a moment', () => {
  const ofMoments = [
    'secret',
    'keys_unanswered',
    'code_expired',
    'code_used',
    'code_ended',
    'release_gone',
  ];
  const met = mistakes.map(([word]) => word);
  expect([...new Set([...met, ...ofMoments])].toSorted()).toEqual([...requestRefusals].toSorted());
});
