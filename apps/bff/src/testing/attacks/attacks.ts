import { SignJWT } from 'jose';
import { sessions } from '../../db/schema.ts';
import type { RawAgency } from '../raw-agency.ts';
import type { Stage } from './stage.ts';

/**
 * AGENCY-32. How a refusal looks: `page` is our own page, with no way back to wherever the request wanted to go; `told …` is an error at
 * the agency's registered address, without a code; a status with an error code is the answer of an endpoint; `silence` is an
 * answer in which nothing of the attacker's is found; `nowhere` says that nothing stands there.
 */
type Refusal =
  | 'page'
  | `told ${string}`
  | `${400 | 401 | 410 | 422} ${string}`
  | 'silence'
  | 'nowhere';
type Attack = readonly [
  attack: string,
  refusal: Refusal,
  attempt: (stage: Stage, code: string) => Promise<Response>,
];

const evil = 'http://evil.example.test/callback';
const now = () => Math.floor(Date.now() / 1_000);
const ask = (changes: Parameters<RawAgency['request']>[0]) => (stage: Stage) =>
  stage.ask(stage.harbor.authorizationUrl(changes));
const to = (redirect: string | readonly string[] | undefined) => ask({ redirect_uri: redirect });
const redeem = (changes: Parameters<RawAgency['request']>[0]) => (stage: Stage, code: string) =>
  stage.harbor.redeem(code, changes);
const asserting =
  (claims: object, header: object = {}) =>
  async (stage: Stage, code: string) =>
    stage.harbor.redeem(code, {
      client_assertion: await stage.harbor.assertion(claims as never, header as never),
    });
const nobody = { client_assertion: undefined, client_assertion_type: undefined };
const object =
  (claims: object, header: object = {}) =>
  async (stage: Stage) =>
    stage.ask(
      stage.harbor.authorizationUrl({
        request: await stage.harbor.requestObject(claims as never, header as never),
      }),
    );
const unsigned = (claims: object) =>
  `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`;
/** By nobody, and nested deeper than what goes through it by recursion can follow. */
const deep = (stage: Stage, client: string, member: string, opening: string, closing: string) => {
  const nested = `${opening.repeat(5_000)}0${closing.repeat(5_000)}`;
  const payload = `{"client_id":"${client}","iss":"${client}","aud":"${stage.house.issuer}","${member}":{"x":${nested}}}`;
  return `${Buffer.from('{"alg":"ES256"}').toString('base64url')}.${Buffer.from(payload).toString('base64url')}.AA`;
};
const deepHeader = (stage: Stage, client: string) => {
  const header = `{"alg":"ES256","x":${'['.repeat(5_000)}0${']'.repeat(5_000)}}`;
  const payload = `{"client_id":"${client}","iss":"${client}","aud":"${stage.house.issuer}"}`;
  return `${Buffer.from(header).toString('base64url')}.${Buffer.from(payload).toString('base64url')}.AA`;
};
const withSecret = (claims: object, secret: string) =>
  new SignJWT(claims as never)
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret));
const basic = (id: string) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:secret`).toString('base64')}`,
});

const asking = (verified: object) => JSON.stringify({ userinfo: { verified_claims: verified } });
const signIn = { acr_values: 'urn:acr.login.gov:auth-only', scope: 'openid email' };
const signedOfLoginGov = async ({ certified }: Stage, claims: object = {}) =>
  certified.authorizationUrl({ request: await certified.requestObject({ ...signIn, ...claims }) });

const spelled = (end: string) => (stage: Stage) =>
  stage.harbor.authorizationUrl({ prompt: 'none' }).replace(/authorize(?=\?)/, end);

// prettier-ignore
export const attacks: Readonly<Record<string, readonly Attack[]>> = {
  'an address that is not registered': [
    ['on another host',                      'page', to(evil)],
    ['with a slash more',                    'page', to('http://harbor.agency.test/callback/')],
    ['with a path more',                     'page', to('http://harbor.agency.test/callback/x')],
    ['with a query',                         'page', to('http://harbor.agency.test/callback?next=http://evil.example.test')],
    ['with a fragment',                      'page', to('http://harbor.agency.test/callback#x')],
    ['with the host as a user name',         'page', to('http://harbor.agency.test@evil.example.test/callback')],
    ['with a user name',                     'page', to('http://x:y@harbor.agency.test/callback')],
    ['on a host that begins alike',          'page', to('http://harbor.agency.test.evil.example.test/callback')],
    ['on a host below',                      'page', to('http://x.harbor.agency.test/callback')],
    ['of another scheme',                    'page', to('https://harbor.agency.test/callback')],
    ['of a scheme that runs',                'page', to('javascript:alert(1)//harbor.agency.test/callback')],
    ['of an app’s scheme',                   'page', to('com.example.harbor:/callback')],
    ['of an app’s scheme with the host',     'page', to('com.example.harbor://harbor.agency.test/callback')],
    ['of data',                              'page', to('data:text/html,<script>alert(1)</script>')],
    ['on another port',                      'page', to('http://harbor.agency.test:8080/callback')],
    ['in other case',                        'page', to('http://harbor.agency.test/Callback')],
    ['through a parent folder',              'page', to('http://harbor.agency.test/callback/../evil')],
    ['through an encoded parent folder',     'page', to('http://harbor.agency.test/callback/%2e%2e/evil')],
    ['with a backslash',                     'page', to('http://harbor.agency.test\\@evil.example.test/callback')],
    ['with a line break',                    'page', to('http://harbor.agency.test/callback\r\nlocation: http://evil.example.test')],
    ['with a space behind',                  'page', to('http://harbor.agency.test/callback ')],
    ['with a letter that looks alike',       'page', to('http://hаrbor.agency.test/callback')],
    ['of another agency',                    'page', to('http://lantern.agency.test/callback')],
    ['that is empty',                        'page', to('')],
    ['that is missing',                      'page', to(undefined)],
    ['beside the registered one',            'page', to(['http://harbor.agency.test/callback', evil])],
  ],
  'a request that says too little or too much': [
    ['of nobody',                            'page', ask({ client_id: 'urn:test:nobody' })],
    ['of two agencies',                      'page', ask({ client_id: ['urn:test:harbor', 'urn:test:lantern'] })],
    ['for a token at once',                  'told invalid_request', ask({ response_type: 'token' })],
    ['for an ID token at once',              'told invalid_request', ask({ response_type: 'id_token' })],
    ['for both',                             'told invalid_request', ask({ response_type: 'code id_token' })],
    ['for nothing',                          'told unsupported_response_type', ask({ response_type: 'none' })],
    ['for something unsaid',                 'told invalid_request', ask({ response_type: undefined })],
    ['with two states',                      'told invalid_request', ask({ state: ['one', 'two'] })],
    ['with a request elsewhere',             'told request_uri_not_supported', ask({ request_uri: 'http://evil.example.test/request' })],
    ['that registers a client',              'told registration_not_supported', ask({ registration: '{}' })],
    ['with claims that are no JSON',         'told invalid_request', ask({ claims: '{' })],
    ['for verified claims, none of them',    'told invalid_request', ask({ claims: '{"userinfo":{"verified_claims":{"verification":{},"claims":{}}}}' })],
    ['for verified claims, a list of none',  'told invalid_request', ask({ claims: '{"userinfo":{"verified_claims":[]}}' })],
    ['for verified claims in a list of its own, and no other', 'told invalid_request', ask({ claims: '{"userinfo":{"verified_claims":{"list":[{"verification":{},"claims":{"given_name":null}}]}}}' })],
    ['for a subject that is a text',         'told invalid_request', ask({ claims: '{"id_token":{"sub":"x"}}' })],
    ['for a subject that is a number',       'told invalid_request', ask({ claims: '{"id_token":{"sub":-1}}' })],
    ['for an age in a list',                 'told invalid_request', ask({ claims: '{"id_token":{"auth_time":[null]}}' })],
    ['for a level that is a text',           'told invalid_request', ask({ claims: '{"id_token":{"acr":"x"}}' })],
    ['for a level by a number',              'told invalid_request', ask({ claims: '{"id_token":{"acr":{"value":5}}}' })],
    ['for a wish, and nothing less',         'told unmet_authentication_requirements', ask({ claims: '{"id_token":{"acr":{"essential":true,"value":"urn:acr.login.gov:verified-facial-match-preferred"}}}' })],
    ['without a person, when there is none', 'told login_required', ask({ prompt: 'none' })],
    ['with and without a person',            'told invalid_request', ask({ prompt: 'none login' })],
    ['with an age that is none',             'told invalid_request', ask({ max_age: '-1' })],
    ['with a hint that is no ID token',      'told invalid_request', ask({ id_token_hint: 'x.y.z' })],
    ['with an answer in a fragment',         'told invalid_request', ask({ response_mode: 'fragment' })],
    ['with a signed answer',                 'told unsupported_response_mode', ask({ response_mode: 'query.jwt' })],
    ['of Login.gov with a short state',      'told invalid_request', (s) => s.ask(s.certified.authorizationUrl({ state: 'short', acr_values: 'urn:acr.login.gov:auth-only' }))],
    ['of Login.gov with a short nonce',      'told invalid_request', (s) => s.ask(s.certified.authorizationUrl({ nonce: 'short', acr_values: 'urn:acr.login.gov:auth-only' }))],
    ['of Login.gov without a level',         'told invalid_request', (s) => s.ask(s.certified.authorizationUrl())],
    ['of Login.gov with a misspelt level',   'told invalid_request', (s) => s.ask(s.certified.authorizationUrl({ acr_values: 'urn:acr.login.gov:Verified' }))],
    ['of Login.gov with neither key nor PKCE', 'told invalid_request', (s) => s.ask(s.keyless.authorizationUrl({ acr_values: 'urn:acr.login.gov:auth-only', code_challenge: undefined, code_challenge_method: undefined }))],
  ],
  'PKCE': [
    ['left out',                             'told invalid_request', ask({ code_challenge: undefined, code_challenge_method: undefined })],
    ['in the clear',                         'told invalid_request', ask({ code_challenge_method: 'plain' })],
    ['by no method',                         'told invalid_request', ask({ code_challenge_method: undefined })],
    ['without a challenge',                  'told invalid_request', ask({ code_challenge: undefined })],
    ['with a short challenge',               'told invalid_request', ask({ code_challenge: 'short' })],
    ['with a long challenge',                'told invalid_request', ask({ code_challenge: 'x'.repeat(129) })],
    ['with two challenges',                  'told invalid_request', ask({ code_challenge: ['x'.repeat(43), 'y'.repeat(43)] })],
    ['without a verifier',                   '400 invalid_grant',   redeem({ code_verifier: undefined })],
    ['with another verifier',                '400 invalid_grant',   redeem({ code_verifier: 'v'.repeat(43) })],
    ['with a short verifier',                '400 invalid_request', redeem({ code_verifier: 'short' })],
    ['with the challenge for a verifier',    '400 invalid_grant',   (s, code) => s.harbor.redeem(code, { code_verifier: String(s.harbor.request()['code_challenge']) })],
  ],
  'a code': [
    ['that was invented',                    '400 invalid_grant',   (s) => s.harbor.redeem('x'.repeat(43))],
    ['of another agency',                    '400 invalid_grant',   async (s, code) => s.lantern.redeem(code, { redirect_uri: s.harbor.redirectUri, code_verifier: s.harbor.verifier })],
    ['of another agency, without a key',     '400 invalid_grant',   (s, code) => s.keyless.post(s.keyless.endpoint('token'), { grant_type: 'authorization_code', code, client_id: 'urn:test:keyless', redirect_uri: s.harbor.redirectUri, code_verifier: s.harbor.verifier })],
    ['that is missing',                      '400 invalid_request', redeem({ code: undefined })],
    ['that comes twice',                     '400 invalid_request', (s, code) => s.harbor.redeem(code, { code: [code, 'x'] })],
    ['for another address',                  '400 invalid_grant',   redeem({ redirect_uri: evil })],
    ['for no address',                       '400 invalid_request', redeem({ redirect_uri: undefined })],
    ['as a refresh token',                   '400 unsupported_grant_type', (s, code) => s.harbor.redeem(code, { grant_type: 'refresh_token', refresh_token: code })],
    ['as an agency’s own',                   '400 unsupported_grant_type', redeem({ grant_type: 'client_credentials' })],
    ['as a password',                        '400 unsupported_grant_type', redeem({ grant_type: 'password' })],
    ['as a device',                          '400 unsupported_grant_type', redeem({ grant_type: 'urn:ietf:params:oauth:grant-type:device_code' })],
    ['without its second half',              '400 invalid_grant',   async (s) => s.harbor.redeem((await s.code(s.harbor)).split('~')[0] ?? '')],
    ['with another second half',             '400 invalid_grant',   async (s) => s.harbor.redeem(`${(await s.code(s.harbor)).split('~')[0]}~${Buffer.alloc(32).toString('base64url')}`)],
    ['shown again',                          '400 invalid_grant',   async (s) => { const code = await s.code(s.harbor); await s.harbor.redeem(code); return s.harbor.redeem(code); }],
    ['shown again, with nothing sealed behind it', '400 invalid_grant', async (s) => { const code = await s.code(s.harbor, s.harbor.authorizationUrl(signIn)); await s.harbor.redeem(code); return s.harbor.redeem(code); }],
  ],
  'an agency that is not itself': [
    ['without a word',                       '400 invalid_request', redeem(nobody)],
    ['by name alone',                        '401 invalid_client',  redeem({ ...nobody, client_id: 'urn:test:harbor' })],
    ['by a secret in the body',              '400 invalid_request', redeem({ ...nobody, client_secret: 'secret' })],
    ['by a secret in the header',            '401 invalid_client',  (s, code) => s.harbor.redeem(code, nobody, basic('urn:test:harbor'))],
    ['by secret and assertion',              '400 invalid_request', (s, code) => s.harbor.redeem(code, {}, basic('urn:test:harbor'))],
    ['by another key',                       '401 invalid_client',  async (s, code) => s.harbor.redeem(code, { client_assertion: await s.harbor.assertion({}, {}, s.stranger.privateKey) })],
    ['by a key that it brings along',        '401 invalid_client',  async (s, code) => s.harbor.redeem(code, { client_assertion: await s.harbor.assertion({}, { jwk: s.stranger.jwk }, s.stranger.privateKey) })],
    ['by a key elsewhere',                   '401 invalid_client',  async (s, code) => s.harbor.redeem(code, { client_assertion: await s.harbor.assertion({}, { jku: 'http://evil.example.test/keys' }, s.stranger.privateKey) })],
    ['by the name of no key',                '401 invalid_client',  asserting({}, { kid: 'nobody' })],
    ['by no signature',                      '401 invalid_client',  (s, code) => s.harbor.redeem(code, { client_assertion: unsigned({ iss: 'urn:test:harbor', sub: 'urn:test:harbor', aud: s.house.issuer, jti: 'x', exp: now() + 60 }) })],
    ['by its public key as a secret',        '401 invalid_client',  async (s, code) => s.harbor.redeem(code, { client_assertion: await withSecret({ iss: 'urn:test:harbor', sub: 'urn:test:harbor', aud: s.house.issuer, jti: 'y', exp: now() + 60 }, JSON.stringify(s.harbor.agency.jwks?.keys[0])) })],
    ['by an assertion that has ended',       '401 invalid_client',  asserting({ exp: now() - 60 })],
    ['by one that has not begun',            '401 invalid_client',  asserting({ nbf: now() + 3_600 })],
    ['by one that lasts for days',           '401 invalid_client',  asserting({ exp: now() + 100_000 })],
    ['by one without end',                   '401 invalid_client',  asserting({ exp: undefined })],
    ['by one without a number',              '401 invalid_client',  asserting({ jti: undefined })],
    ['by one for nobody',                    '401 invalid_client',  asserting({ aud: undefined })],
    ['by one for somebody else',             '401 invalid_client',  asserting({ aud: 'http://evil.example.test' })],
    ['by one of somebody else',              '401 invalid_client',  asserting({ iss: 'urn:test:lantern' })],
    ['by one about somebody else',           '401 invalid_client',  asserting({ sub: 'urn:test:lantern' })],
    ['by one of another agency',             '400 invalid_request', async (s, code) => s.harbor.redeem(code, { client_id: 'urn:test:harbor', client_assertion: await s.lantern.assertion() })],
    ['by one shown before',                  '401 invalid_client',  async (s, code) => { const client_assertion = await s.harbor.assertion(); await s.harbor.redeem('x'.repeat(43), { client_assertion }); return s.harbor.redeem(code, { client_assertion }); }],
    ['by a request that it signed',          '401 invalid_client',  async (s, code) => s.harbor.redeem(code, { client_assertion: await s.harbor.requestObject({ sub: 'urn:test:harbor', jti: 'of-a-request' }) })],
    ['by what it signed for something else', '401 invalid_client',  asserting({}, { typ: 'secevent+jwt' })],
    ['of Login.gov by a request that it signed', '401 invalid_client', async (s) => s.certified.redeem(await s.code(s.certified, s.certified.authorizationUrl(signIn)), { client_assertion: await s.certified.requestObject({ sub: 'urn:test:certified' }) })],
    ['from a page of its own, with a key',   '400 invalid_request', (s, code) => s.harbor.redeem(code, {}, { origin: 'http://harbor.agency.test' })],
    ['of Login.gov from a page of its own, with a key', '400 invalid_request', async (s) => s.certified.redeem(await s.code(s.certified, s.certified.authorizationUrl(signIn)), {}, { origin: 'http://certified.agency.test' })],
    ['of Login.gov from a page elsewhere',   '400 invalid_request', async (s) => s.keyless.redeem(await s.code(s.keyless, s.keyless.authorizationUrl(signIn)), {}, { origin: 'http://evil.example.test' })],
    ['of Login.gov from a page without an origin', '400 invalid_request', async (s) => s.keyless.redeem(await s.code(s.keyless, s.keyless.authorizationUrl(signIn)), {}, { origin: 'null' })],
    ['by one of another kind',               '400 invalid_request', redeem({ client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' })],
    ['by two at once',                       '400 invalid_request', async (s, code) => s.harbor.redeem(code, { client_assertion: [await s.harbor.assertion(), await s.harbor.assertion()] })],
    ['of FAPI, for the endpoint',            '401 invalid_client',  async (s) => s.strict.push({ client_assertion: await s.strict.assertion({ aud: s.strict.endpoint('token') }) })],
    ['of FAPI, for a list',                  '401 invalid_client',  async (s) => s.strict.push({ client_assertion: await s.strict.assertion({ aud: [s.house.issuer] }) })],
    ['of FAPI, by RS256',                    '401 invalid_client',  async (s) => s.strict.push({ client_assertion: await s.strict.assertion({}, { alg: 'RS256', kid: 'rsa' }, s.rsaKey) })],
    ['of FAPI, by a long assertion',         '401 invalid_client',  async (s) => s.strict.push({ client_assertion: await s.strict.assertion({ exp: now() + 3_000 }) })],
  ],
  'a request object': [
    ['of another agency inside',             'told invalid_request_object', object({ client_id: 'urn:test:lantern' })],
    ['by another agency',                    'told invalid_request_object', object({ iss: 'urn:test:lantern' })],
    ['for another provider',                 'told invalid_request_object', object({ aud: 'http://evil.example.test' })],
    ['that has ended',                       'told invalid_request_object', object({ exp: now() - 60 })],
    ['without an end',                       'told invalid_request_object', object({ exp: undefined })],
    ['that ends in a year',                  'told invalid_request_object', object({ exp: now() + 365 * 86_400 })],
    ['that ends in words',                   'told invalid_request_object', object({ exp: 'never' })],
    ['that is a client assertion',           'told invalid_request_object', object({ sub: 'urn:test:harbor', jti: 'of-an-assertion' }, { typ: 'client-authentication+jwt' })],
    ['that is signed for something else',    'told invalid_request_object', object({}, { typ: 'secevent+jwt' })],
    ['for another kind of answer',           'told invalid_request_object', object({ response_type: 'id_token' })],
    ['inside of another',                    'told invalid_request_object', object({ request: 'x.y.z' })],
    ['with a request elsewhere',             'told invalid_request_object', object({ request_uri: 'http://evil.example.test' })],
    ['signed by somebody else',              'told invalid_request_object', async (s) => s.ask(s.harbor.authorizationUrl({ request: await s.harbor.requestObject({}, {}, s.stranger.privateKey) }))],
    ['signed by nobody',                     'told invalid_request_object', (s) => s.ask(s.harbor.authorizationUrl({ request: unsigned(s.harbor.request()) }))],
    ['of what no text can be made of',       'told invalid_request_object', object({ scope: { toString: 1 } })],
    ['of such, in a list',                   'told invalid_request_object', object({ scope: [{ toString: 1 }] })],
    ['of such, by nobody',                   'told invalid_request_object', (s) => s.ask(s.harbor.authorizationUrl({ request: unsigned({ ...s.harbor.request(), max_age: { toString: 1 } }) }))],
    ['whose header is nested thousands deep', 'told invalid_request_object', (s) => s.ask(s.harbor.authorizationUrl({ request: deepHeader(s, 'urn:test:harbor') }))],
    ['nested thousands deep, by nobody',     'told invalid_request_object', (s) => s.ask(s.harbor.authorizationUrl({ request: deep(s, 'urn:test:harbor', 'claims', '[', ']') }))],
    ['to another address',                   'page', object({ redirect_uri: evil })],
    ['of Login.gov with a short state',      'told invalid_request', async (s) => s.ask(await signedOfLoginGov(s, { state: 'short' }))],
    ['of Login.gov, with another verifier',  '400 invalid_grant', async (s) => s.certified.redeem(await s.code(s.certified, await signedOfLoginGov(s)), { code_verifier: 'v'.repeat(43) })],
  ],
  'a pushed request': [
    ['of nobody',                            '400 invalid_request', (s) => s.strict.push({ ...nobody, client_id: undefined })],
    ['by name alone',                        '401 invalid_client',  (s) => s.strict.push(nobody)],
    ['to another address',                   '400 invalid_request', (s) => s.strict.push({ redirect_uri: evil })],
    ['without PKCE',                         '400 invalid_request', (s) => s.strict.push({ code_challenge: undefined, code_challenge_method: undefined })],
    ['that is signed, without an end',       '400 invalid_request_object', async (s) => s.harbor.post(s.harbor.endpoint('par'), { client_id: 'urn:test:harbor', ...(await s.harbor.authentication()), request: await s.harbor.requestObject({ exp: undefined }) })],
    ['that is signed, and ended seconds ago', '400 invalid_request_object', async (s) => s.harbor.post(s.harbor.endpoint('par'), { client_id: 'urn:test:harbor', ...(await s.harbor.authentication()), request: await s.harbor.requestObject({ exp: now() - 5 }) })],
    ['that names another',                   '400 request_uri_not_supported', (s) => s.strict.push({ request_uri: 'urn:ietf:params:oauth:request_uri:x' })],
    ['that FAPI’s client did not push',      'told invalid_request', (s) => s.ask(s.strict.authorizationUrl())],
    ['of what no text can be made of',       '400 invalid_request_object', async (s) => s.strict.push({ request: await s.strict.requestObject({ scope: { toString: 1 } }) })],
    ['of such, by nobody',                   '400 invalid_request_object', (s) => s.keyless.push({ request: unsigned({ ...s.keyless.request(), max_age: { toString: 1 } }) })],
    ['nested thousands deep, by nobody',     '400 invalid_request_object', (s) => s.keyless.push({ request: deep(s, 'urn:test:keyless', 'claims', '[', ']') })],
    ['so in its header',                     '400 invalid_request_object', (s) => s.keyless.push({ request: deepHeader(s, 'urn:test:keyless') })],
    ['so in what is no parameter',           '400 invalid_request_object', (s) => s.keyless.push({ request: deep(s, 'urn:test:keyless', 'x', '{"":', '}') })],
    ['that was invented',                    'page', (s) => s.ask(`${s.house.issuer}/openid_connect/authorize?client_id=urn:test:strict&request_uri=urn:ietf:params:oauth:request_uri:x`)],
    ['of another agency',                    'page', async (s) => s.ask((await s.strict.pushed()).replace('strict', 'harbor'))],
    ['for lists of verified claims, one empty', '400 invalid_request', (s) => s.strict.push({ claims: asking([{ verification: {}, claims: { given_name: null } }, { verification: {}, claims: {} }]) })],
    ['for such a list in our own wrapping',  '400 invalid_request', (s) => s.strict.push({ claims: asking({ list: [{ verification: {}, claims: { given_name: null } }] }) })],
    ['of Login.gov with a short state',      '400 invalid_request', (s) => s.certified.push({ state: 'short', ...signIn })],
    ['of Login.gov without a level',         '400 invalid_request', (s) => s.certified.push()],
    ['of Login.gov with neither key nor PKCE', '400 invalid_request', (s) => s.keyless.push({ ...signIn, code_challenge: undefined, code_challenge_method: undefined })],
    ['of Login.gov by another key',          '401 invalid_client',  async (s) => s.certified.push({ ...signIn, client_assertion: await s.certified.assertion({ jti: undefined }, {}, s.stranger.privateKey) })],
    ['of Login.gov, with another verifier',  '400 invalid_grant',   async (s) => s.certified.redeem(await s.code(s.certified, await s.certified.pushed(signIn)), { code_verifier: 'v'.repeat(43) })],
    ['of Login.gov, with no verifier',       '400 invalid_grant',   async (s) => s.certified.redeem(await s.code(s.certified, await s.certified.pushed(signIn)), { code_verifier: undefined })],
  ],
  'a proof of possession': [
    ['left out by FAPI’s client',            '400 invalid_grant',      (s, code) => s.strict.redeem(code)],
    ['for another method',                   '400 invalid_dpop_proof', (s, code) => s.proved(code, { htm: 'GET' })],
    ['for another address',                  '400 invalid_dpop_proof', (s, code) => s.proved(code, { htu: 'http://evil.example.test/token' })],
    ['that is old',                          '400 invalid_dpop_proof', (s, code) => s.proved(code, { iat: now() - 600 })],
    ['of tomorrow',                          '400 invalid_dpop_proof', (s, code) => s.proved(code, { iat: now() + 86_400 })],
    ['without a number',                     '400 invalid_dpop_proof', (s, code) => s.proved(code, { jti: undefined })],
    ['of another type',                      '400 invalid_dpop_proof', (s, code) => s.proved(code, {}, { typ: 'jwt' })],
    ['with the private key in it',           '400 invalid_dpop_proof', async (s, code) => s.proved(code, {}, { jwk: s.stranger.jwk && { ...s.stranger.jwk, d: 'AA' } })],
    ['with another key than it is signed by', '400 invalid_dpop_proof', (s, code) => s.proved(code, {}, { jwk: s.stranger.jwk })],
    ['whose token is shown as a bearer’s',   '401 invalid_token', async (s) => s.strict.userinfo({ authorization: `Bearer ${await s.boundToken()}` })],
    ['by the key of a thief',                '401 invalid_token', async (s) => { const token = await s.boundToken(); return s.strict.userinfo({ authorization: `DPoP ${token}`, dpop: await s.strict.dpop(s.other, { htm: 'GET', htu: s.strict.endpoint('userinfo') }, {}, token) }); }],
    ['of another token',                     '401 invalid_dpop_proof', async (s) => s.strict.userinfo({ authorization: `DPoP ${await s.boundToken()}`, dpop: await s.strict.dpop(s.own, { htm: 'GET', htu: s.strict.endpoint('userinfo') }, {}, 'x') })],
    ['of no token',                          '401 invalid_dpop_proof', async (s) => s.strict.userinfo({ authorization: `DPoP ${await s.boundToken()}`, dpop: await s.strict.dpop(s.own, { htm: 'GET', htu: s.strict.endpoint('userinfo') }) })],
    ['shown again',                          '401 invalid_token', async (s) => { const token = await s.boundToken(); const dpop = await s.strict.dpop(s.own, { htm: 'GET', htu: s.strict.endpoint('userinfo') }, {}, token); const headers = { authorization: `DPoP ${token}`, dpop }; await s.strict.userinfo(headers); return s.strict.userinfo(headers); }],
  ],
  'a token': [
    ['that was invented',                    '401 invalid_token',   (s) => s.harbor.userinfo({ authorization: `Bearer ${'x'.repeat(43)}` })],
    ['that is a code',                       '401 invalid_token',   (s, code) => s.harbor.userinfo({ authorization: `Bearer ${code}` })],
    ['in the query',                         '400 invalid_request', (s) => fetch(`${s.harbor.endpoint('userinfo')}?access_token=${'x'.repeat(43)}`)],
  ],
  'a Host that lies': [
    ['at discovery',                         'silence', (s) => s.poisoned('/.well-known/openid-configuration')],
    ['at the authorization endpoint',        'silence', (s) => s.poisoned('/openid_connect/authorize', s.harbor.request())],
    ['at the error page',                    'silence', (s) => s.poisoned('/openid_connect/authorize', { client_id: 'nobody' })],
    ['at the sign-out',                      'silence', (s) => s.poisoned('/openid_connect/logout')],
  ],
  'a path that is nearly one': [
    ['of requests, in other case, for who signed out', 'nowhere', async (s) => { const visit = await s.visit(); await visit.share(s.harbor.authorizationUrl()); s.house.bff.db.delete(sessions).run(); return visit.browser.send(spelled('AUTHORIZE')(s)); }],
    ['of requests, in capitals at the front', 'nowhere', (s) => s.ask(spelled('authorize')(s).replace('/openid_connect', '/openid_Connect'))],
    ['of requests, with a slash behind',     'nowhere', (s) => s.ask(spelled('authorize/')(s))],
    ['of requests, with a letter encoded',   'nowhere', (s) => s.ask(spelled('%61uthorize')(s))],
    ['of requests, by POST',                 'nowhere', (s) => s.harbor.post(`${s.house.issuer}/openid_connect/Authorize`, s.harbor.request())],
    ['of an answer, in other case',          'nowhere', async (s) => { const visit = await s.visit(); const uid = await visit.arrive(s.harbor.authorizationUrl()); return visit.browser.send(`${s.house.issuer}/openid_connect/Authorize/${uid}`); }],
    ['of tokens, in other case',             'nowhere', (s, code) => s.harbor.post(`${s.house.issuer}/api/openid_connect/Token`, { grant_type: 'authorization_code', code })],
    ['of pushed requests, in other case',    'nowhere', async (s) => s.harbor.post(`${s.house.issuer}/api/openid_connect/PAR`, { ...s.harbor.request(), ...(await s.harbor.authentication()) })],
    ['of signing out, in other case',        'nowhere', (s) => s.ask(`${s.house.issuer}/openid_connect/Logout`)],
    ['of confirming it, with a slash behind', 'nowhere', (s) => s.harbor.post(`${s.house.issuer}/openid_connect/logout/confirm/`, { logout: 'yes' })],
    ['of discovery, in other case',          'nowhere', (s) => fetch(`${s.house.issuer}/.well-known/OpenID-Configuration`)],
  ],
  'a tab': [
    ['that reads the other’s question',      '410 interaction_gone', async (s) => { const visit = await s.visit(); const uid = await visit.arrive(s.harbor.authorizationUrl()); const other = await s.visit(); await other.arrive(s.lantern.authorizationUrl()); return other.browser.send(`/interaction/${uid}/api/details`); }],
    ['that answers for a stranger',          '410 interaction_gone', async (s) => { const visit = await s.visit(); const uid = await visit.arrive(s.harbor.authorizationUrl()); return (await s.visit()).browser.post(`/interaction/${uid}/api/refuse`); }],
    ['that agrees before it is asked',       '410 interaction_gone', async (s) => { const visit = await s.visit(); const uid = await visit.arrive(s.harbor.authorizationUrl()); return visit.browser.post(`/interaction/${uid}/api/consent`, { claims: ['given_name', 'family_name'] }); }],
    ['that agrees to more than was asked',   '422 release_not_accepted', async (s) => { const visit = await s.visit(); const uid = await visit.login(await visit.arrive(s.harbor.authorizationUrl())); return visit.browser.post(`/interaction/${uid}/api/consent`, { claims: ['given_name', 'family_name', 'social_security_number'], release: 'a.b.c.d.e' }); }],
  ],
  'a presentation': [
    ['signed by somebody else',              '400 invalid_grant', (s) => s.forged({ issue: { signingKey: s.stranger.privateKey } })],
    ['of another account',                   '400 invalid_grant', (s) => s.forged({ issue: { accountId: 'sub_00000000000000000000000000' } })],
    ['for another agency',                   '400 invalid_grant', (s) => s.forged({ show: { audience: 'urn:test:lantern' } })],
    ['for another request',                  '400 invalid_grant', (s) => s.forged({ show: { nonce: 'of-another-request' } })],
    ['bound long ago',                       '400 invalid_grant', (s) => s.forged({ show: { issuedAt: now() - 1_000 } })],
    ['bound in an hour',                     '400 invalid_grant', (s) => s.forged({ show: { issuedAt: now() + 3_600 } })],
    ['bound to nobody',                      '400 invalid_grant', (s) => s.forged({ tamper: (shown) => shown.slice(0, shown.lastIndexOf('~') + 1) })],
    ['that lost a value on the way',         '400 invalid_grant', (s) => s.forged({ tamper: (shown) => shown.split('~').toSpliced(1, 1).join('~') })],
    ['of an identity that was suspended since', '400 invalid_grant', (s) => s.forged({ suspended: true })],
    ['bound by another key',                 '400 invalid_grant', (s) => s.forged({ show: { holder: s.stranger.privateKey } })],
    ['that shows more than was agreed to',   '400 invalid_grant', (s) => s.forged({ show: { disclose: ['given_name', 'family_name', 'birthdate', 'account'] } })],
    ['that shows less',                      '400 invalid_grant', (s) => s.forged({ show: { disclose: ['given_name', 'account'] } })],
  ],
};
