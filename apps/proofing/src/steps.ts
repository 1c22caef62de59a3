import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { proofingSteps, type ProofingStep, type StepResult } from '@signet/contracts/facts';
import { stepInputs, stepOutcomes } from '@signet/contracts/proofing-wire';
import { relayRequestSchema } from '@signet/contracts/relay-wire';
import { checkInformation } from './check/check-information.ts';
import { redeemLetter } from './confirm/letter/redeem-letter.ts';
import { sendLetter } from './confirm/letter/send-letter.ts';
import { redeemCode } from './confirm/redeem-code.ts';
import { sendHandOffLink } from './examine/send-hand-off-link.ts';
import { sendCode } from './confirm/send-code.ts';
import { examineDocument } from './examine/examine-document.ts';
import { issueCredential } from './issue/issue-credential.ts';
import { topUp } from './issue/top-up.ts';
import { log } from './log.ts';
import type { Installation } from './proofing.ts';
import type { StepEnd, StepVerb } from './step.ts';
import { Refused } from './wire/refused.ts';
import { openRequest, sealReply } from './wire/sealed-request.ts';
import { signFacts } from './wire/sign-facts.ts';
import { verifyStatement } from './wire/statement.ts';
import { isOfThePerson, openTicket, sealTicket } from './wire/ticket.ts';

const verbs: { readonly [Step in ProofingStep]: StepVerb<Step> } = {
  'examine-document': examineDocument,
  'send-hand-off-link': sendHandOffLink,
  'check-information': checkInformation,
  'send-code': sendCode,
  'redeem-code': redeemCode,
  'send-letter': sendLetter,
  'redeem-letter': redeemLetter,
  issue: issueCredential,
  'top-up': topUp,
};

/**
 * Takes one step: statement → request → ticket → input → verb → ticket, reply, facts. Everything in between lives in this call
 * and is gone with it (ZONE-2).
 */
export async function takeStep(
  { openSources, ...lasting }: Installation,
  named: string,
  body: unknown,
): Promise<{ reply: string; facts: string; letter?: string }> {
  const step = proofingSteps.find((one) => one === named);
  if (step === undefined) throw new Refused('unknown_step');
  const relayed = v.safeParse(relayRequestSchema, body);
  if (!relayed.success) throw new Refused('malformed_request');

  const { keys, registry, now } = lasting;
  const statement = await verifyStatement(
    registry,
    relayed.output.statement,
    step,
    relayed.output.request,
    now(),
  );
  const request = await openRequest(keys, relayed.output.request, statement);
  const ticket =
    request.ticket === undefined ? undefined : await openTicket(keys, request.ticket, statement);
  if (ticket !== undefined && !isOfThePerson(keys, ticket, statement))
    throw new Refused('ticket_not_accepted');
  const input = v.safeParse(stepInputs[step], request.input);
  if (!input.success) throw new Refused('malformed_request');

  const begun = performance.now();
  const end = await (verbs[step] as StepVerb<ProofingStep>)(
    { ...lasting, sources: openSources() },
    input.output,
    {
      ticket,
      statement,
      ticketDigest: request.ticket === undefined ? undefined : sha256(request.ticket),
    },
  );
  const { outcome, facts, ticket: nextTicket, sealedLetter, ...forTheBff } = end;
  const result = recordedAs(outcome);
  log('step', { step, result, ms: Math.round(performance.now() - begun) });

  const { applicationId } = statement;
  const reply = await sealReply(request.replyKey, {
    applicationId,
    step,
    outcome: v.parse(stepOutcomes[step], outcome),
    ...(nextTicket === undefined ? {} : { ticket: await sealTicket(keys, nextTicket) }),
  });
  const signed = await signFacts(keys, {
    iss: 'signet-proofing',
    iat: Math.floor(now().getTime() / 1000),
    applicationId,
    step,
    requestDigest: sha256(relayed.output.request),
    result,
    facts: [...facts],
    ...forTheBff,
  });
  return {
    reply,
    facts: signed,
    ...(sealedLetter === undefined ? {} : { letter: sealedLetter }),
  };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

/** PROOF-34, PROOF-35: what the person alone is told looks to the bff, which logs and keeps it, as if no source could be asked. */
function recordedAs({ result }: StepEnd<ProofingStep>['outcome']): StepResult {
  return result === 'too_many_attempts' ? 'unavailable' : result;
}
