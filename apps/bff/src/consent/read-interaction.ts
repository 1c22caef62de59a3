import type { Provider } from 'oidc-provider';
import * as v from 'valibot';
import type { consentOperations } from '@signet/contracts/consent';
import { isAppAddress } from '@signet/contracts/app-address';
import type { AccountId } from '@signet/contracts/ids';
import { ok } from '@signet/contracts/result';
import { emailAddress } from '@signet/contracts/text';
import { isVerified } from '../accounts.ts';
import type { Bff } from '../bff.ts';
import type { Verb } from '../http/mount-operation.ts';
import { requiresVerified } from '../oidc/assurance.ts';
import { countsFor } from '../oidc/verified-within.ts';
import { askedPerson, findInteraction, signedInAs, type Interaction } from './interaction.ts';
import { keyBindingNonce } from './key-binding-nonce.ts';

export function readInteraction(engine: Provider): Verb<typeof consentOperations.readInteraction> {
  return async (bff, _input, call) => {
    const found = await findInteraction(engine, bff, call);
    if (!found.ok) return found;
    const { interaction, agency, asked } = found.value;
    const person = signedInAs(call.session);
    const asks = askedPerson(interaction);
    // A question to somebody else is nobody's here: who is signed in now takes the request over, and is asked by a question of their own.
    const isTheirs = person === undefined || person === asks;
    const prompt = asks !== undefined && isTheirs ? 'consent' : 'login';
    return ok({
      prompt,
      clientId: agency.clientId,
      requestedClaims: [...asked.claims],
      byScope: [...asked.byScope],
      byName: { ...asked.byName },
      verifiedOnly: requiresVerified(interaction.params['acr_values']),
      proveAnew: isTooOld(bff, interaction, person),
      returnsToApp: isAppAddress(String(interaction.params['redirect_uri'])),
      newHere: promptsOf(interaction).includes('create'),
      ...(asks === undefined ? hintOf(interaction) : {}),
      keyBinding: {
        audience: agency.clientId,
        nonce: keyBindingNonce(bff, agency, interaction),
        now: new Date(bff.now()).toISOString(),
      },
    });
  };
}

/** Whether what the person proved stands, and is older than the agency takes. */
function isTooOld(
  bff: Pick<Bff, 'db' | 'now'>,
  { params }: Interaction,
  accountId: AccountId | undefined,
): boolean {
  return (
    accountId !== undefined && isVerified(bff, accountId) && !countsFor(bff, params, accountId)
  );
}

function promptsOf({ params }: Interaction): readonly string[] {
  const { prompt } = params;
  return typeof prompt === 'string' ? prompt.split(' ') : [];
}

/** What is no address is no hint here (OpenID Connect Core §3.1.2.1 leaves its use to us). */
function hintOf({ params }: Interaction): { loginHint?: string } {
  const hint = v.safeParse(emailAddress, params['login_hint']);
  return hint.success ? { loginHint: hint.output } : {};
}
