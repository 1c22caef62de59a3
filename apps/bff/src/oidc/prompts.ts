import { errors, interactionPolicy } from 'oidc-provider';
import { agreementHolds } from '@signet/contracts/agency';
import type { Registry } from '@signet/contracts/registry';
import { findAgency } from '../agencies/find-agency.ts';
import type { Bff } from '../bff.ts';
import { unmetRequirement } from './assurance.ts';
import { agreementOver } from './require-agreement.ts';

/** AGENCY-44: prompts that Login.gov's agencies send; a sign-in answers all of them. They come first, the engine's own two after. */
export const signInPrompts = ['select_account', 'create', 'login'] as const;

export function promptPolicy({
  registry,
  now,
}: Pick<Bff, 'registry' | 'now'>): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.get('login')?.checks.add(sealedNeedsNonce(registry));
  policy.get('login')?.checks.add(agreementStillHolds(registry, now));
  for (const check of levelStillMet()) policy.get('login')?.checks.add(check);
  for (const name of ['create', 'select_account']) {
    policy.add(new interactionPolicy.Prompt({ name, requestable: true }), 0);
  }
  return policy;
}

/** AGENCY-22: the agency alone can see that a sealed release is for this request, and it sees it by its own nonce. */
function sealedNeedsNonce(registry: Registry): interactionPolicy.Check {
  return new interactionPolicy.Check(
    'nonce_missing',
    'an agency with sealed delivery must send a nonce',
    ({ oidc }) => {
      const agency = findAgency(registry, oidc.client?.clientId);
      const { nonce } = oidc.params ?? {};
      if (agency?.delivery === 'sealed' && (typeof nonce !== 'string' || nonce.length < 22))
        throw new errors.InvalidRequest('sealed delivery needs a nonce of at least 22 characters');
      return interactionPolicy.Check.NO_NEED_TO_PROMPT;
    },
  );
}

/** AGENCY-42: the agreement may end between the request and the answer that the engine goes on with. */
function agreementStillHolds(registry: Registry, now: () => number): interactionPolicy.Check {
  return new interactionPolicy.Check('agreement_over', agreementOver, ({ oidc }) => {
    const agency = findAgency(registry, oidc.client?.clientId);
    if (agency !== undefined && !agreementHolds(agency, now()))
      throw new errors.UnauthorizedClient(agreementOver);
    return interactionPolicy.Check.NO_NEED_TO_PROMPT;
  });
}

/**
 * AGENCY-44: whoever is signed in already is asked again where they signed in by less than is required; with `prompt=none` the agency
 * learns whether that would help. A sign-in that just answered was looked at then (complete-login.ts).
 */
function levelStillMet(): interactionPolicy.Check[] {
  const stands = (what: 'passkey' | 'level', error: string) =>
    new interactionPolicy.Check(
      `${what}_missing`,
      'the sign-in at hand is not of the level that was asked for',
      error,
      ({ oidc }) =>
        oidc.session?.accountId !== undefined &&
        oidc.result?.login === undefined &&
        unmetRequirement(oidc.params?.['acr_values'], oidc.session.amr ?? []) === what,
    );
  return [
    stands('passkey', 'login_required'),
    stands('level', 'unmet_authentication_requirements'),
  ];
}
