import { errors, interactionPolicy } from 'oidc-provider';
import type { Registry } from '@signet/contracts/registry';
import { findAgency } from '../agencies/find-agency.ts';
import type { Bff } from '../bff.ts';

/** AGENCY-44: prompts that Login.gov's agencies send; a sign-in answers all of them. They come first, the engine's own two after. */
export const signInPrompts = ['select_account', 'create', 'login'] as const;

export function promptPolicy({ registry }: Pick<Bff, 'registry'>): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.get('login')?.checks.add(sealedNeedsNonce(registry));
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
