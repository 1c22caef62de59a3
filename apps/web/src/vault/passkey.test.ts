import { beforeEach, describe, expect, test, vi } from 'vitest';
import { passkeyPrfInput } from '@signet/vault';
import { askPasskey, makePasskey, prfOf, showPasskey } from './passkey.ts';

const prf = new Uint8Array(32).fill(9);
const asked = vi.hoisted(() => ({ register: vi.fn(), use: vi.fn() }));
vi.mock('@simplewebauthn/browser', () => ({
  startRegistration: asked.register,
  startAuthentication: asked.use,
}));

const credential = (results: object | undefined) => ({
  id: 'credential',
  rawId: 'credential',
  type: 'public-key',
  response: { clientDataJSON: 'e30' },
  clientExtensionResults: results === undefined ? {} : { prf: { results } },
});
const extensionsOf = (mock: typeof asked.use) => mock.mock.lastCall?.[0].optionsJSON.extensions;

beforeEach(() => {
  asked.register.mockReset();
  asked.use.mockReset();
});

describe('a passkey’s PRF (AUTH-17)', () => {
  test.each([
    ['making', makePasskey, asked.register],
    ['using', askPasskey, asked.use],
  ])('%s one: its result is not part of what is sent', async (_how, ask, mock) => {
    mock.mockResolvedValue(credential({ first: prf.buffer }));
    const answer = await ask({ challenge: 'AAAA' });
    expect(answer?.prf).toEqual(prf);
    expect(answer?.response).toMatchObject({ id: 'credential', clientExtensionResults: {} });
    expect(JSON.stringify(answer?.response)).not.toContain('prf');
  });

  test('is asked with the compiled-in input, whatever the server asks for', async () => {
    asked.use.mockResolvedValue(credential({ first: prf }));
    const chosen = { prf: { eval: { first: new Uint8Array(32) } }, appid: 'kept' };
    await askPasskey({ challenge: 'AAAA', extensions: chosen });
    expect(extensionsOf(asked.use)).toEqual({
      appid: 'kept',
      prf: { eval: { first: await passkeyPrfInput() } },
    });
  });

  test('is not asked for where nothing is opened, whatever the server asks for', async () => {
    asked.use.mockResolvedValue(credential({ first: prf }));
    const chosen = { prf: { eval: { first: new Uint8Array(32) } } };
    const response = await showPasskey({ challenge: 'AAAA', extensions: chosen });
    expect(extensionsOf(asked.use)).toBeUndefined();
    expect(response).toMatchObject({ id: 'credential', clientExtensionResults: {} });
  });

  test.each([
    ['absent', undefined],
    ['too short', { first: new Uint8Array(16) }],
    ['too long', { first: new Uint8Array(64) }],
  ])('that is %s is no secret', async (_what, results) => {
    asked.use.mockResolvedValue(credential(results));
    expect(await askPasskey({ challenge: 'AAAA' })).toMatchObject({ prf: undefined });
  });

  test('of one passkey alone is asked with user verification and a fresh challenge', async () => {
    asked.use.mockResolvedValue(credential({ first: prf }));
    expect(await prfOf('credential')).toEqual(prf);
    const first = asked.use.mock.lastCall?.[0].optionsJSON;
    expect(first).toMatchObject({
      userVerification: 'required',
      allowCredentials: [{ id: 'credential', type: 'public-key' }],
    });
    await prfOf('credential');
    const second = asked.use.mock.lastCall?.[0].optionsJSON;
    expect(second.challenge).toMatch(/^[\w-]{43}$/);
    expect(second.challenge).not.toBe(first.challenge);
  });

  test('a person who stops is no error', async () => {
    asked.use.mockRejectedValue(new Error('cancelled'));
    asked.register.mockRejectedValue(new Error('cancelled'));
    expect(await askPasskey({})).toBeUndefined();
    expect(await showPasskey({})).toBeUndefined();
    expect(await makePasskey({})).toBeUndefined();
    expect(await prfOf('credential')).toBeUndefined();
  });
});
