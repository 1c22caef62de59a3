import type { Provider } from 'oidc-provider';
import type { consentOperations } from '@signet/contracts/consent';
import { ok } from '@signet/contracts/result';
import type { Verb } from '../http/mount-operation.ts';
import { findInteraction } from './interaction.ts';
import { keyBindingNonce } from './key-binding-nonce.ts';

export function readInteraction(engine: Provider): Verb<typeof consentOperations.readInteraction> {
  return async (bff, _input, call) => {
    const found = await findInteraction(engine, bff.registry, call);
    if (!found.ok) return found;
    const { interaction, agency, asked } = found.value;
    return ok({
      prompt: interaction.prompt.name === 'consent' ? 'consent' : 'login',
      clientId: agency.clientId,
      requestedClaims: [...asked.claims],
      keyBinding: { audience: agency.clientId, nonce: keyBindingNonce(bff, agency, interaction) },
    });
  };
}
