import { interactionPolicy } from 'oidc-provider';

/** Prompts that Login.gov's agencies send; a sign-in answers all of them. They come first, the engine's own two after. */
export const signInPrompts = ['select_account', 'create', 'login'] as const;

export function promptPolicy(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  for (const name of ['create', 'select_account']) {
    policy.add(new interactionPolicy.Prompt({ name, requestable: true }), 0);
  }
  return policy;
}
