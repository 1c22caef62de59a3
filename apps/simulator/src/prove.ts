import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ProofingStep } from '@signet/contracts/facts';
import { firstDocument } from '@signet/contracts/policy/documents';
import type { StepInput, StepOutcome } from '@signet/contracts/proofing-wire';
import type { Registry } from '@signet/contracts/registry';
import { failed, ok, type Result } from '@signet/contracts/result';
import type { Browser } from './browser.ts';
import { holderKeys, type Copy } from './copies.ts';
import type { Outbox } from './outbox.ts';
import type { Person } from './people.ts';
import { sealRequest } from './seal-request.ts';

/** The step at which somebody stops who cannot prove who they are, and the word of Signet for it. */
export type NotProved = { readonly type: string; readonly step: ProofingStep };

export type Means = {
  readonly browser: Browser;
  readonly outbox: Outbox;
  readonly registry: Registry;
  /** The folder of photographs. */
  readonly cards: string;
};

/** The way by phone, as its pages lead: card, number, code, credential. Stops where one of them does not let the person on. */
export async function prove(
  { browser, outbox, registry, cards }: Means,
  person: Person,
  agencyClientId: string,
): Promise<Result<readonly Copy[], NotProved>> {
  const { applicationId } = await browser.must('startProofing', { agencyClientId });
  let ticket: string | undefined;

  async function take<Step extends ProofingStep>(
    step: Step,
    input: StepInput<Step>,
    good: StepOutcome<Step>['result'],
  ): Promise<Result<StepOutcome<Step>, NotProved>> {
    const sealed = await sealRequest(registry, { applicationId, step }, input, ticket);
    const relayed = await browser.ask('submitStep', { step, request: sealed.request });
    if (!relayed.ok) return failed({ type: relayed.error.code, step });
    const reply = await sealed.open(relayed.value.reply);
    ticket = reply.ticket ?? ticket;
    if (reply.outcome.result === good) return ok(reply.outcome);
    const { result, reason } = { reason: undefined, ...reply.outcome };
    return failed({ type: typeof reason === 'string' ? reason : result, step });
  }

  const photograph = async (side: string) =>
    (await readFile(path.join(cards, person.id, `${side}.jpg`))).toString('base64url');
  const card = {
    evidence: firstDocument,
    front: await photograph('front'),
    back: await photograph('back'),
  };
  const examined = await take('examine-document', card, 'accepted');
  if (!examined.ok) return examined;

  const ssn = person.ssn.replaceAll('-', '');
  const checked = await take('check-information', { ssn }, 'matched');
  if (!checked.ok) return checked;

  const { phone } = person;
  const codeCame = await outbox.listen(phone, /\b(\d{6})\b/);
  const sent = await take('send-code', { phone, channel: 'sms' }, 'sent');
  if (!sent.ok) return sent;
  const confirmed = await take('redeem-code', { code: await codeCame() }, 'confirmed');
  if (!confirmed.ok) return confirmed;

  const holders = await holderKeys();
  const issued = await take('issue', { holderKeys: holders.jwks }, 'issued');
  if (!issued.ok) return issued;
  const { credentials } = issued.value as StepOutcome<'issue'> & { result: 'issued' };
  return ok(holders.copiesOf(credentials));
}
