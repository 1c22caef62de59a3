import type { Provider } from 'oidc-provider';
import type { consentOperations } from '@signet/contracts/consent';
import { ok } from '@signet/contracts/result';
import type { AccountId } from '@signet/contracts/ids';
import { dueBeforeSharing, secondFactorsOf } from '../accounts.ts';
import { refuse } from '../http/refusal.ts';
import type { Call, Verb } from '../http/mount-operation.ts';
import { isStillThere, type Session } from '../http/session.ts';
import {
  authenticationMethods,
  unmetRequirement,
  type AuthenticationLevel,
  type ServiceLevel,
} from '../oidc/assurance.ts';
import { signInPrompts } from '../oidc/prompts.ts';
import { findInteraction, resumePath, type Interaction } from './interaction.ts';

/** The signed-in person answers the agency's request. A sign-in that is too old for it does not count: sign in again. */
export function completeLogin(engine: Provider): Verb<typeof consentOperations.completeLogin> {
  return async (bff, _input, call) => {
    const found = await findInteraction(engine, bff, call);
    if (!found.ok) return found;
    const { interaction } = found.value;
    const login = loginOf(call.session, 'urn:acr.login.gov:auth-only');
    if (login === undefined || login.ts < signInNotBefore(interaction, bff.now())) {
      return refuse('signed_out');
    }
    if (call.session === undefined || !isStillThere(bff.db, call.session))
      return refuse('signed_out');
    const due = dueBeforeSharing(bff, login.accountId);
    if (due !== undefined) return refuse(due);
    const unmet = unmetRequirement(interaction.params['acr_values'], login.amr);
    // Whoever has a passkey can still sign in with it.
    if (unmet === 'passkey' && secondFactorsOf(bff, login.accountId).includes('passkey'))
      return refuse('signed_out');
    if (unmet !== undefined) return ok({ resume: await endUnmet(engine, call) });
    if (isSomebodyElse(interaction, login.accountId))
      return ok({ resume: await endElse(engine, call) });
    const answered = Object.fromEntries(signInPrompts.map((prompt) => [prompt, {}]));
    const returnTo = await engine.interactionResult(call.node.incoming, call.node.outgoing, {
      ...answered,
      login,
    });
    return ok({ resume: resumePath(returnTo) });
  };
}

/** OpenID Connect Core Error Code `unmet_authentication_requirements` 1.0: the agency asked for what cannot be had here. */
const endUnmet = (engine: Provider, call: Call) =>
  endWith(engine, call, {
    error: 'unmet_authentication_requirements',
    error_description: 'The level that was asked for cannot be reached.',
  });

/** OpenID Connect Core §5.5.1, §3.1.2.1: the agency asked for one person, and it is another who signed in. */
const endElse = (engine: Provider, call: Call) =>
  endWith(engine, call, {
    error: 'login_required',
    error_description: 'Somebody else signed in than the request is about.',
  });

async function endWith(
  engine: Provider,
  { node }: Call,
  error: { readonly error: string; readonly error_description: string },
): Promise<string> {
  return resumePath(await engine.interactionResult(node.incoming, node.outgoing, error));
}

/** The engine already saw this very account, and asks again because it is not the one that `sub` or `id_token_hint` names. */
function isSomebodyElse({ prompt, session }: Interaction, accountId: AccountId): boolean {
  const aboutOne = ['claims_id_token_sub_value', 'id_token_hint'];
  return (
    session?.accountId === accountId && prompt.reasons.some((reason) => aboutOne.includes(reason))
  );
}

/** How the person signed in, as the engine's session keeps it. */
export function loginOf(session: Session | undefined, acr: ServiceLevel | AuthenticationLevel) {
  if (session?.accountId == null || session.signedInAt === null) return undefined;
  return {
    accountId: session.accountId,
    acr,
    amr: authenticationMethods(session.methods),
    ts: Math.floor(session.signedInAt / 1_000),
    remember: false,
  };
}

/**
 * `prompt=login` and `max_age` (OpenID Connect Core §3.1.2.1) ask for a fresh sign-in; for an age one is fresh that came after the request,
 * however long it took to answer it. In seconds.
 */
function signInNotBefore({ params, iat }: Interaction, now: number): number {
  const { prompt, max_age: maxAge } = params;
  const again = typeof prompt === 'string' && prompt.split(' ').includes('login') ? iat : 0;
  const within = maxAge === undefined ? 0 : Math.min(iat, Math.floor(now / 1_000) - Number(maxAge));
  return Math.max(again, within);
}
