import type { Provider } from 'oidc-provider';
import type { consentOperations } from '@signet/contracts/consent';
import type { AccountId } from '@signet/contracts/ids';
import { accountHeader } from '@signet/contracts/operation';
import { ok } from '@signet/contracts/result';
import { recordEvent } from '../audit/record-event.ts';
import { refuse } from '../http/refusal.ts';
import type { Call, Verb } from '../http/mount-operation.ts';
import { askAgain, takeAnswerBack } from './connections.ts';
import { askedPerson, findAny, resumePath, signedInAs, type Interaction } from './interaction.ts';

const refusal = {
  error: 'access_denied',
  error_description: 'The person did not agree to share.',
} as const;

/** "No" needs no account: whoever stands before the request may decline it, and goes back to the agency. */
export function refuseConsent(engine: Provider): Verb<typeof consentOperations.refuseConsent> {
  return async (bff, _input, call) => {
    const found = await findAny(engine, bff, call);
    if (!found.ok) return refuse('interaction_gone');
    const { agency, interaction } = found.value;
    const whose = whoseNo(interaction, call);
    const waiting = interaction.result?.consent?.grantId;
    const { incoming, outgoing } = call.node;
    const before = interaction.result?.['saidBy'];
    const saidBy = whose === undefined ? (before ?? 'nobody') : 'person';
    const returnTo = await engine.interactionResult(incoming, outgoing, { ...refusal, saidBy });
    bff.db.transaction((tx) => {
      if (waiting !== undefined) takeAnswerBack(tx, waiting);
      if (whose !== undefined) askAgain(tx, whose, agency.clientId);
      // AGENCY-51: said again, by whomever, it is the same, but for who was asked where it was nobody's before.
      if (saidBy === before) return;
      recordEvent(tx, bff.now(), 'consent.refused', whose ?? null, {
        clientId: agency.clientId,
      });
    });
    return ok({ resume: resumePath(returnTo) });
  };
}

/**
 * AGENCY-40: a "no" counts for who was asked, also where their sign-in has ended meanwhile: whoever says it in their place, with their browser's
 * cookie, has them asked once more, and they read that it was said. By the page or the sign-in of somebody else it is nobody's. Who leaves
 * before anybody was asked is whoever is signed in.
 */
function whoseNo(interaction: Interaction, { node, session }: Call): AccountId | undefined {
  const here = signedInAs(session);
  const asked = interaction.prompt.name === 'consent' ? askedPerson(interaction) : here;
  const says = node.incoming.headers[accountHeader] ?? here;
  return says === undefined || says === asked ? asked : undefined;
}
