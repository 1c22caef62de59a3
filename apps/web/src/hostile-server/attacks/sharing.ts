import { harbor } from '../../testing/installation.ts';
import { refused } from '../../testing/pretend-bff.ts';
import { answering, elsewhere, type Attack } from '../attack.ts';
import { bygone, lantern } from '../world.ts';

const during = 'sharing';
const misshapen = { during, refusedAs: 'internal_error', malformed: true } as const;
const unlisted = {
  during,
  refusedAs: 'the registry does not list this address',
  stoppedBy:
    'The key’s half goes only to an address that the signed registry lists for this agency (AGENCY-3)',
} as const;

const secretOfSealed = {
  ...unlisted,
  during: 'sharing, sealed',
  stoppedBy:
    'The secret goes only to an address that the signed registry lists for this agency (AGENCY-54)',
} as const;

const withNothingElse =
  'An address has what the signed registry lists, the answer, each part of it once, and nothing else (AGENCY-54)';

const halving = {
  gain: 'Whether one of a thousand values is right, by what the yes holds: a birth date in fifteen of them',
  stoppedBy: 'A question that names more values than an agency has a use for is none (AGENCY-30)',
} as const;

const askedOnCondition = (byName: Readonly<Record<string, unknown>>) =>
  answering('readInteraction', ({ honest }) => ({ ...honest, byName }));
const dayOf = (at: number) => new Date(at * 24 * 60 * 60_000).toISOString().slice(0, 10);

const ledTo = (location: string) => answering('resume', () => ({ location }));

export const sharing: readonly Attack[] = [
  {
    during,
    name: 'A presentation asked for in the name of another agency',
    gain: 'What was agreed for one agency, usable at another',
    stoppedBy: 'The audience must be the agency that the screen names (AGENCY-4)',
    refusedAs: 'the request is for another agency',
    answer: answering('readInteraction', ({ honest }) => ({
      ...honest,
      keyBinding: { ...honest.keyBinding, audience: lantern.clientId },
    })),
  },
  {
    during,
    name: 'An agency that nobody registered',
    gain: 'A person’s claims for whoever the server likes',
    stoppedBy: 'Only agencies of the signed registry can ask (WEB-5)',
    refusedAs: 'agency_unknown',
    answer: answering('readInteraction', ({ honest }) => ({
      ...honest,
      clientId: 'urn:test:nobody',
      keyBinding: { ...honest.keyBinding, audience: 'urn:test:nobody' },
    })),
  },
  {
    during,
    name: 'A time two days ahead',
    gain: 'A presentation signed for a day that has not come',
    stoppedBy: 'Beyond a day the browser goes by neither clock, and says so (AGENCY-4)',
    refusedAs: 'clock_wrong',
    answer: answering('readInteraction', ({ honest }) => ({
      ...honest,
      keyBinding: {
        ...honest.keyBinding,
        now: new Date(Date.now() + 2 * 24 * 60 * 60_000).toISOString(),
      },
    })),
  },
  {
    during,
    name: 'An agency whose agreement is over',
    gain: 'Claims for an agency that may have none any more',
    stoppedBy: 'The dates stand in the signed registry, and the browser reads them (AGENCY-42)',
    refusedAs: 'agreement_over',
    answer: answering('readInteraction', ({ honest }) => ({
      ...honest,
      clientId: bygone.clientId,
      keyBinding: { ...honest.keyBinding, audience: bygone.clientId },
    })),
  },
  {
    ...misshapen,
    name: 'A name and a purpose of the server’s choosing on the consent screen',
    gain: 'A yes to something else than what is asked; HTML in the page',
    stoppedBy: 'The answer has no place for them: both come from the signed registry (AGENCY-1)',
    answer: answering('readInteraction', ({ honest }) => ({
      ...honest,
      agency: { name: '<b>Your bank</b>', purpose: 'To keep your account open' },
    })),
  },
  {
    ...misshapen,
    name: 'A claim that does not exist',
    gain: 'A way to name a record of the vault that is no claim',
    stoppedBy: 'Claims are a closed list',
    answer: answering('readInteraction', ({ honest }) => ({
      ...honest,
      requestedClaims: [...honest.requestedClaims, 'recovery_key'],
    })),
  },
  {
    ...misshapen,
    ...halving,
    name: 'A condition that halves what a claim can be',
    answer: askedOnCondition({
      birthdate: { values: Array.from({ length: 1_000 }, (_none, at) => dayOf(at)) },
    }),
  },
  {
    ...misshapen,
    ...halving,
    name: 'The same, as a thousand requests of one value each',
    answer: askedOnCondition({
      verified_claims: Array.from({ length: 1_000 }, (_none, at) => ({
        verification: { trust_framework: null },
        claims: { birthdate: { value: dayOf(at) } },
      })),
    }),
  },
  {
    during,
    name: 'The note which agency saw which copy, refused',
    gain: 'The same copy shown to two agencies, which can then match the person',
    stoppedBy: 'Nothing is shown before the note is kept',
    refusedAs: 'temporarily_unavailable',
    answer: answering('writeRecord', () => refused('temporarily_unavailable')),
  },
  {
    ...misshapen,
    name: 'After the yes, a way on that leads to another site',
    gain: 'The address that the key’s half goes to, chosen by that site',
    stoppedBy: 'The way on is a path of one form on this origin',
    answer: answering('grantConsent', () => ({
      resume: '//signet.example.test.evil.example/openid_connect/authorize/an-interaction',
    })),
  },
  {
    ...misshapen,
    name: 'After the yes, a way on through another operation',
    gain: 'The person’s session made to ask for something',
    stoppedBy: 'The way on is a path of one form on this origin',
    answer: answering('grantConsent', () => ({ resume: '/api/session/end' })),
  },
  {
    ...unlisted,
    name: 'The person sent to the attacker’s site with the key’s half',
    gain: 'The key to the release that it stores: every claim in it',
    answer: ledTo('https://evil.example/callback?code=C&state=s'),
  },
  {
    ...unlisted,
    name: 'The person sent to a look-alike of the agency',
    gain: 'The same',
    answer: ledTo('https://harbor.example.test.evil.example/callback?code=C&state=s'),
  },
  {
    ...unlisted,
    name: 'The person sent to another registered agency',
    gain: 'Claims agreed for one agency, opened by another',
    answer: ledTo(`${lantern.redirectUris[0]}?code=C&state=s`),
  },
  {
    ...unlisted,
    name: 'The person sent to another page of the agency',
    gain: 'The key’s half by way of an open redirection or a log there',
    answer: ledTo(`${harbor.homepage}/leave?to=https://evil.example/&code=C`),
  },
  {
    ...unlisted,
    name: 'The person sent there without TLS',
    gain: 'The key’s half, readable on the way',
    answer: ledTo('http://harbor.example.test/callback?code=C&state=s'),
  },
  {
    ...unlisted,
    name: 'The person sent back to the server itself',
    gain: 'The key’s half in the server’s own log',
    answer: ledTo('https://signet.example.test/account?code=C&state=s'),
  },
  {
    during,
    name: 'The person sent back to the request that they answered',
    gain: 'The key’s half in the server’s own log',
    stoppedBy:
      'A request that is asked anew is over for the page: the key’s half goes nowhere (AGENCY-3)',
    refusedAs: 'interaction_gone',
    answer: ledTo('https://signet.example.test/interaction/an-interaction?code=C&state=s'),
  },
  {
    ...unlisted,
    name: 'The person sent to an app that the agency did not register',
    gain: 'The key’s half in an app of the attacker’s',
    answer: ledTo('com.example.evil:/callback?code=C&state=s'),
  },
  {
    ...unlisted,
    name: 'A script for an address',
    gain: 'Code in the page that holds the open vault',
    answer: ledTo('javascript:alert(1)//callback?code=C'),
  },
  {
    during,
    name: 'The way on led to a look-alike that relays',
    gain: 'The next address chosen there',
    stoppedBy: 'The browser follows no redirection',
    refusedAs: 'no_answer',
    answer: answering('resume', ({ honest }) => elsewhere(honest)),
  },
  {
    ...secretOfSealed,
    name: 'With sealed delivery: the person sent to the attacker’s site',
    gain: 'The secret with which a login of the attacker’s own takes what is shared',
    answer: ledTo('https://evil.example/callback?code=C&state=s'),
  },
  {
    ...secretOfSealed,
    name: 'With sealed delivery: the person sent to another registered agency',
    gain: 'The secret, read there',
    answer: ledTo(`${lantern.redirectUris[0]}?code=C&state=s`),
  },
  {
    ...secretOfSealed,
    name: 'With sealed delivery: the person sent back to the server itself',
    gain: 'The secret in the server’s own log',
    answer: ledTo('https://signet.example.test/account?code=C&state=s'),
  },
  {
    ...secretOfSealed,
    name: 'With sealed delivery: the person sent to the agency, told to hand them on to the attacker’s site',
    gain: 'The secret, where the agency’s page goes where its address says',
    stoppedBy: withNothingElse,
    answer: ledTo('https://cedar.example.test/callback?code=C&state=s&next=https://evil.example/'),
  },
  {
    ...secretOfSealed,
    name: 'With sealed delivery: the person sent to the agency with an accomplice’s code and secret',
    gain: 'The person in the accomplice’s login, where they go on as in their own',
    stoppedBy: withNothingElse,
    answer: ledTo('https://cedar.example.test/callback?code=C&state=s&release_secret=T'),
  },
  {
    during: 'sharing, sealed',
    name: 'With sealed delivery: the person sent back to a request, as if it were asked anew',
    gain: 'The secret in the server’s own log',
    stoppedBy:
      'A request that is asked anew is over for the page: the secret goes nowhere (AGENCY-54)',
    refusedAs: 'interaction_gone',
    answer: ledTo('https://signet.example.test/interaction/an-interaction?code=C&state=s'),
  },
];
