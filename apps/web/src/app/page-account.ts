import { accountOfKeys } from '../vault/this-tab.ts';

/**
 * Whose page this is: of the account whose keys are in this tab, or that was signed in to when the page first asked. It stays that until
 * the page is replaced or somebody signs in on it, for the session of the browser may become another's meanwhile (AUTH-8).
 */
let learnt: string | undefined;

export function pageAccount(): string | undefined {
  return accountOfKeys() ?? learnt;
}

/** Somebody signs in or up on this page. */
export function forgetPageAccount(): void {
  learnt = undefined;
}

type Whose = { readonly stage: string; readonly accountId?: string };

/** Whether a session goes with this page. Where nothing is known yet, the page is of whoever is signed in. */
export function goesWithPage({ accountId }: Whose): boolean {
  // Before the second factor the bff does not say whose it is; nobody who has keys of an open vault is there.
  if (accountId === undefined) return true;
  const known = pageAccount();
  learnt ??= accountId;
  return known === undefined || known === accountId;
}
