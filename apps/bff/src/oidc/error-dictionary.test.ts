import { readFileSync } from 'node:fs';
import path from 'node:path';
import { errors } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestRefusals } from '../audit/request-refusals.ts';
import { attacks } from '../testing/attacks/attacks.ts';
import { createBrowser } from '../testing/browser.ts';
import { setStage, type Stage } from '../testing/attacks/stage.ts';

// What agencies read of errors (docs/agencies/errors.md) against the errors that there are.

const text = readFileSync(
  path.resolve(import.meta.dirname, '../../../../docs/agencies/errors.md'),
  'utf8',
);

/** The codes in the first column of a section’s tables. */
function documented(section: string): readonly string[] {
  const [, body = ''] = text.split(new RegExp(`^## ${section}.*$`, 'm'));
  const [tables = ''] = body.split(/^## /m);
  return [...tables.matchAll(/^\| ((?:\d{3} )?`[^|]+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([a-z_]{4,})`/g)].flatMap(([, code = '']) =>
      code === 'error' ? [] : [code],
    ),
  );
}

const sections = {
  redirect: documented('At your redirect address'),
  page: documented('On a page of Signet'),
  token: documented('From the token endpoint'),
  userinfo: documented('From userinfo'),
  signals: documented('From where security signals'),
};

/** Errors that the engine has and that nobody gets from it here, because what gives them is switched off or has no place. */
// prettier-ignore
const never: Readonly<Record<string, string>> = {
  authorization_pending:            'device flow and CIBA are off',
  slow_down:                        'device flow and CIBA are off',
  expired_token:                    'device flow and CIBA are off',
  transaction_failed:               'CIBA is off',
  expired_login_hint_token:         'CIBA is off',
  invalid_binding_message:          'CIBA is off',
  invalid_user_code:                'CIBA is off',
  missing_user_code:                'CIBA is off',
  unknown_user_id:                  'CIBA is off',
  invalid_authorization_details:    'rich authorization requests are off',
  invalid_target:                   'resource indicators are off',
  invalid_client_metadata:          'registration is off; the registry is checked when it is signed',
  invalid_software_statement:       'registration is off',
  unapproved_software_statement:    'registration is off',
  unsupported_token_type:           'revocation and introspection are off',
  request_not_supported:            'request objects are taken',
  use_dpop_nonce:                   'no nonces are given out',
  invalid_client_attestation:       'attestation of clients is off',
  use_attestation_challenge:        'attestation of clients is off',
  use_fresh_attestation:            'attestation of clients is off',
  credential_request_denied:        'it issues no credentials',
  invalid_credential_request:       'it issues no credentials',
  invalid_nonce:                    'it issues no credentials',
  invalid_proof:                    'it issues no credentials',
  unknown_credential_configuration: 'it issues no credentials',
  unknown_credential_identifier:    'it issues no credentials',
};

/** By name; what the engine gives for a fault of its own has no class. */
const ofEngine = [
  ...Object.entries(errors as unknown as Record<string, new (words: string) => { error?: string }>)
    .filter(([name]) => !['OIDCProviderError', 'CustomOIDCProviderError'].includes(name))
    .map(([, Kind]) => new Kind('because').error ?? ''),
  'server_error',
];

describe('the dictionary of errors', () => {
  test('has every error of the engine that can be had here, and no other', () => {
    const given = new Set(ofEngine.filter((code) => !Object.hasOwn(never, code)));
    const { signals: _own, ...ofProvider } = sections;
    expect([...new Set(Object.values(ofProvider).flat())].toSorted()).toEqual(
      [...given].toSorted(),
    );
    for (const code of Object.keys(never)) expect(ofEngine).toContain(code);
  });

  test('has each where the table of attacks met it', () => {
    const met = Object.values(attacks).flatMap((rows) => rows.map(([, refusal]) => refusal));
    expect(met.length).toBeGreaterThan(80);
    for (const refusal of met) {
      const [how = '', code = ''] = refusal.split(' ');
      if (how === 'told') expect(sections.redirect).toContain(code);
      // What a page of ours asks of our own server is no agency’s business.
      if (how === '401') expect([...sections.token, ...sections.userinfo]).toContain(code);
      // Where a request is pushed its errors come from there.
      if (how === '400') expect([...sections.token, ...sections.redirect]).toContain(code);
    }
  });

  test('has every word that the output says of a refusal, and no other', () => {
    expect(documented('Why your server was refused')).toEqual([...requestRefusals]);
  });

  test('has every answer to a signal', () => {
    const source = readFileSync(
      path.resolve(import.meta.dirname, '../signals/receive-signal.ts'),
      'utf8',
    );
    const union = source.slice(source.indexOf('type SignalRefusal'));
    const codes = [...union.slice(0, union.indexOf(';')).matchAll(/'(\w+)'/g)].map(
      ([, code = '']) => code,
    );
    expect(codes.length).toBeGreaterThan(3);
    expect([...sections.signals].toSorted()).toEqual(codes.toSorted());
  });
});

describe('what it says of them is so', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(() => stage.close());

  const toldOf = (response: Response) =>
    new URL(response.headers.get('location') ?? '', stage.house.issuer).searchParams.get('error');
  const pageOf = async (response: Response) =>
    /<code>(\w+)<\/code>/.exec(await response.text())?.[1];
  const harbor = (changes: Parameters<Stage['harbor']['request']>[0]) =>
    stage.ask(stage.harbor.authorizationUrl(changes));

  test('invalid_scope is of characters; a scope that is not known is left out', async () => {
    expect(toldOf(await harbor({ scope: 'openid "quoted"' }))).toBe('invalid_scope');
    expect(toldOf(await harbor({ scope: 'openid unheard:of' }))).toBeNull();
  });

  test('unsupported_response_type is of one that nobody has; of others invalid_request, behind # where it brings a token', async () => {
    expect(toldOf(await harbor({ response_type: 'none' }))).toBe('unsupported_response_type');
    expect(toldOf(await harbor({ response_type: undefined }))).toBe('invalid_request');
    for (const kind of ['token', 'id_token', 'code id_token']) {
      const answer = await harbor({ response_type: kind });
      expect(answer.headers.get('location')).toContain('#error=invalid_request&');
    }
  });

  test('at the end of a session', async () => {
    const end = (query: string) =>
      createBrowser(stage.house.issuer).send(
        `/openid_connect/logout?client_id=urn:test:harbor&${query}`,
        { headers: { accept: 'text/html' } },
      );
    const elsewhere = 'post_logout_redirect_uri=http%3A%2F%2Fevil.example.test';
    expect(await pageOf(await end(elsewhere))).toBe('invalid_request');
    expect(await pageOf(await end('id_token_hint=x.y.z'))).toBe('invalid_request');
  });

  test('insufficient_scope is of a token without openid', async () => {
    const redeem = async (changes: Parameters<Stage['harbor']['request']>[0]) => {
      const code = await stage.code(stage.harbor, stage.harbor.authorizationUrl(changes));
      const tokens = (await (await stage.harbor.redeem(code)).json()) as { access_token: string };
      return tokens.access_token;
    };
    const plain = await redeem({ scope: 'profile:name', nonce: undefined });
    const without = await stage.harbor.userinfo({ authorization: `Bearer ${plain}` });
    expect(without.status).toBe(403);
    expect(await without.json()).toMatchObject({ error: 'insufficient_scope' });
  });

  test('userinfo says of no token that it is invalid_token, and of two that the request is wrong', async () => {
    const none = await stage.harbor.userinfo({});
    expect([none.status, await none.json()]).toEqual([
      401,
      { error: 'invalid_token', error_description: 'no access token provided' },
    ]);
    const token = await stage.boundToken();
    const two = await stage.harbor.post(
      stage.harbor.endpoint('userinfo'),
      { access_token: token },
      { authorization: `Bearer ${token}` },
    );
    expect([two.status, await two.json()]).toMatchObject([400, { error: 'invalid_request' }]);
  });

  test('a proof with a nonce is invalid_dpop_proof: none is ever asked for', async () => {
    const code = await stage.code(stage.strict, await stage.strict.pushed());
    const dpop = await stage.strict.dpop(stage.own, { nonce: 'a-nonce' });
    const answer = await stage.strict.redeem(code, {}, { dpop });
    expect(answer.headers.has('dpop-nonce')).toBe(false);
    expect(await answer.json()).toMatchObject({ error: 'invalid_dpop_proof' });
  });

  test('what is shown on a page of Signet', async () => {
    expect(await pageOf(await harbor({ client_id: 'urn:test:nobody' }))).toBe('invalid_client');
    expect(await pageOf(await harbor({ redirect_uri: 'http://evil.example.test/' }))).toBe(
      'invalid_redirect_uri',
    );
    expect(await pageOf(await harbor({ redirect_uri: undefined }))).toBe('invalid_request');
    const lost = await stage.ask(`${stage.house.issuer}/openid_connect/authorize/nothing`);
    const page = await lost.text();
    expect(page).toContain('it was begun in another browser');
    expect(page).toContain('<code>invalid_request</code>');
    const pushed = new URL(await stage.strict.pushed());
    const name = pushed.searchParams.get('request_uri') ?? '';
    pushed.searchParams.set('request_uri', name.replace(/[^:]+$/, 'A'.repeat(43)));
    expect(await pageOf(await stage.ask(pushed.href))).toBe('invalid_request_uri');
  });
});
