import { createHash } from 'node:crypto';
import { compactVerify, importJWK, type CryptoKey } from 'jose';
import * as v from 'valibot';
import { credential } from '@signet/contracts/claims';
import type { StatusReference } from '@signet/contracts/credential-status';
import {
  factsTokenType,
  signedFactsSchema,
  type ProofingStep,
  type SignedFacts,
} from '@signet/contracts/facts';
import type { StepInput, StepOutcome } from '@signet/contracts/proofing-wire';
import { stepsAboutOnePerson } from '@signet/contracts/relay-wire';
import type { Registry } from '@signet/contracts/registry';
import type { ProofingKeys } from '../keys/proofing-keys.ts';
import type { Statement } from '../wire/statement.ts';
import { allFactsAt, ids, type Place } from './applicant.ts';
import { newReplyKey, openReply, sealRequest } from './browser.ts';
import { ssn } from './person.ts';
import { signStatement } from './relay.ts';

type Callee = {
  readonly origin: string;
  readonly clock: { readonly at: number };
  readonly registry: Registry;
  readonly relayKey: CryptoKey;
  readonly keys: Pick<ProofingKeys, 'ssnIndex'>;
};

type With = Partial<Place> & {
  readonly ticket?: string | undefined;
  readonly confirmation?: SignedFacts['confirmation'];
  /** Places in a status list; the bff gives enough for a batch, unless a test says otherwise. */
  readonly statuses?: readonly StatusReference[];
  /** Until the notice of proofing was sent. */
  readonly noticeLink?: string;
  /** What the bff says of a letter: its name before it is made, or what was kept of it. */
  readonly newLetter?: { readonly letterId: string; readonly serial: string };
  /** On a step about one person, whose information matched last; null where the bff does not say. */
  readonly ssnIndex?: string | null;
  readonly review?: Statement['review'];
  /** While the identity is frozen. */
  readonly disowned?: true;
  /** Since when the person counts as verified; null where the bff does not say. */
  readonly verifiedAt?: string | null;
  /** On a top-up, the place of the copy that the bff calls valid; null where it calls none so. */
  readonly shown?: StatusReference | null;
  readonly letter?: Pick<NonNullable<SignedFacts['letter']>, 'letterId' | 'codeHash' | 'expiresAt'>;
};

/** Browser and bff in one: seals, states, posts, and believes nothing that is not as the contract says. */
export function createCaller({ origin, clock, registry, relayKey, keys }: Callee) {
  const post = (step: string, body: string) =>
    fetch(`${origin}/steps/${step}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
  const state = (request: string, changes: Readonly<Record<string, unknown>> = {}, how = {}) =>
    signStatement({ key: relayKey, at: clock.at, request }, changes, how);

  /** Facts as the bff would believe them: signed, of the right type, and nothing but what the contract knows. */
  async function believe(signed: string): Promise<SignedFacts> {
    const key = await importJWK({ ...registry.proofing.factsKey }, 'ES256');
    const { payload, protectedHeader } = await compactVerify(signed, key, {
      algorithms: ['ES256'],
    });
    if (protectedHeader.typ !== factsTokenType) throw new Error('not facts');
    return v.parse(signedFactsSchema, JSON.parse(new TextDecoder().decode(payload)));
  }

  /** One step as browser and bff take it together. */
  async function take<Step extends ProofingStep>(
    step: Step,
    input: StepInput<Step>,
    {
      ticket,
      confirmation,
      noticeLink,
      newLetter,
      letter,
      review,
      disowned,
      verifiedAt = allFactsAt,
      shown = freeStatuses()[0] ?? null,
      ssnIndex = keys.ssnIndex(ssn),
      statuses = freeStatuses(),
      ...elsewhere
    }: With = {},
  ) {
    const place = { ...ids, ...elsewhere, step };
    const replyKey = newReplyKey();
    const request = await sealRequest(registry.proofing.encryptionKey, {
      applicationId: place.applicationId,
      step,
      replyKey,
      ...(ticket === undefined ? {} : { ticket }),
      input,
    });
    const statement = await state(request, {
      ...place,
      ...(ssnIndex !== null && stepsAboutOnePerson.some((one) => one === step) ? { ssnIndex } : {}),
      ...(review === undefined ? {} : { review }),
      ...(disowned === undefined ? {} : { disowned }),
      ...(step === 'top-up' && verifiedAt !== null ? { verifiedAt } : {}),
      ...(step === 'top-up' && shown !== null ? { shown } : {}),
      ...(confirmation === undefined ? {} : { confirmation }),
      ...(statuses.length > 0 && (step === 'issue' || step === 'top-up') ? { statuses } : {}),
      ...(noticeLink === undefined ? {} : { noticeLink }),
      ...(newLetter === undefined ? {} : { newLetter }),
      ...(letter === undefined ? {} : { letter }),
    });
    const response = await post(step, JSON.stringify({ statement, request }));
    const text = await response.text();
    if (response.status !== 200) return refused(response.status, text);
    const relayed = JSON.parse(text) as { reply: string; facts: string; letter?: string };
    const reply = await openReply(replyKey, relayed.reply);
    return {
      status: 200,
      code: undefined,
      text,
      relayed,
      reply,
      outcome: reply.outcome as StepOutcome<Step>,
      ticket: reply.ticket,
      facts: await believe(relayed.facts),
      requestDigest: createHash('sha256').update(request).digest('base64url'),
    };
  }

  return { post, state, take };
}

function freeStatuses(): StatusReference[] {
  const uri = 'https://signet.example.test/credential-status/1';
  return Array.from({ length: credential.copies }, (_none, at) => ({
    status_list: { idx: at * 17, uri },
  }));
}

/** A refusal has the members of a success, all of them empty, so that a test reads one shape. */
function refused(status: number, text: string) {
  const { code } = JSON.parse(text) as { code: string };
  return {
    status,
    code,
    text,
    relayed: undefined,
    reply: undefined,
    outcome: undefined,
    ticket: undefined,
    facts: undefined,
    requestDigest: undefined,
  };
}
