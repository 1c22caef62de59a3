import type { Provider } from 'oidc-provider';
import type { consentOperations } from '@signet/contracts/consent';
import type { AccountId } from '@signet/contracts/ids';
import { ok } from '@signet/contracts/result';
import { recordEvent } from '../audit/record-event.ts';
import { refuse } from '../http/refusal.ts';
import type { Verb } from '../http/mount-operation.ts';
import { askAgain, takeAnswerBack } from './connections.ts';
import { findAny, resumePath } from './interaction.ts';

/**
 * "No" needs no account: whoever stands before the question may decline it. Where a sign-in ended before that, the request still knows whose
 * question it was. Whoever says it in their place, with their browser's cookie, has them asked once more, and they read that it was said.
 */
export function refuseConsent(engine: Provider): Verb<typeof consentOperations.refuseConsent> {
  return async (bff, _input, call) => {
    const found = await findAny(engine, bff, call);
    if (!found.ok) return refuse('interaction_gone');
    const { agency, interaction } = found.value;
    const whose =
      call.session?.accountId ?? (interaction.session?.accountId as AccountId | undefined);
    const waiting = interaction.result?.consent?.grantId;
    const returnTo = await engine.interactionResult(call.node.incoming, call.node.outgoing, {
      error: 'access_denied',
      error_description: 'The person did not agree to share.',
    });
    bff.db.transaction((tx) => {
      if (waiting !== undefined) takeAnswerBack(tx, waiting);
      if (whose !== undefined) askAgain(tx, whose, agency.clientId);
      recordEvent(tx, bff.now(), 'consent.refused', whose ?? null, {
        clientId: agency.clientId,
      });
    });
    return ok({ resume: resumePath(returnTo) });
  };
}
