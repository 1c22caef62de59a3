import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ApplicationState, ResumableStep } from '@signet/contracts/proofing';
import { opened, sealedReply } from '../hostile-server/proofing.ts';
import { installation, registryKey, signRegistry } from '../testing/installation.ts';
import { applicationId, attributes, phone, ssn, valuesIn } from '../testing/person.ts';
import { pretendBff, refused, type Answers } from '../testing/pretend-bff.ts';
import { newVault, writeElsewhere } from '../testing/stored-vault.ts';
import { holdVault, lock } from '../vault/this-tab.ts';
import { keepDraft } from '../testing/keep-draft.ts';
import { changeDraft, keepAnswered, readDraft, type Draft } from './draft.ts';
import { cleared } from './steps.ts';
import { settle, takeStep } from './take-step.ts';

const ticket = 'aa..bb.cc.dd';
const next = 'ee..ff.gg.hh';
const draft: Draft = { applicationId, agreed: true, ticket, attributes, ssn };
const bySms = { ...draft, phone, channel: 'sms' as const };
const nothing = { ok: true, value: undefined };
const sent = { result: 'sent', expiresAt: '2031-03-09T10:00:00.000Z' };

let place: Awaited<ReturnType<typeof installation>>;
let jws: string;
let vault: Awaited<ReturnType<typeof newVault>>;

beforeAll(async () => {
  const key = await registryKey();
  vi.stubGlobal('__REGISTRY_KEY__', key.publicKey);
  place = await installation();
  jws = await signRegistry(key, place.registry);
});
beforeEach(async () => {
  vault = await newVault();
  holdVault(vault.open, vault.kept.stored);
});
afterEach(() => lock());

type Answered = {
  readonly step: ResumableStep;
  readonly reply: string;
  readonly application: object;
};

/** Proofing that answers with an outcome and, if it went well, a ticket; and a bff that keeps the answer, and may lose it on its way. */
function network(
  outcome: object,
  { lost = false, state = 'code-sent' as ApplicationState, with: more = {} as Answers } = {},
) {
  const application = {
    applicationId,
    state,
    agencyClientId: null,
    awaitsLetter: false,
    review: null,
    attempts: [],
  };
  let answered: Answered | null = null;
  const good = !('result' in outcome && /^(not_|retake)/.test(String(outcome.result)));
  const answers: Answers = {
    ...vault.answers,
    submitStep: async (asked: { step: ResumableStep; request: string }) => {
      const { encryption, credential } = place;
      const { step, replyKey } = await opened(asked, {
        encryption: encryption.privateKey,
        credential: credential.privateKey,
      });
      const said = { applicationId, step, outcome, ...(good ? { ticket: next } : {}) };
      const reply = await sealedReply(replyKey, said);
      answered = { step: asked.step, reply, application };
      return lost ? new Response('', { status: 502 }) : { reply, application };
    },
    readStepReply: () => ({ answered }),
    ...more,
  };
  const pretended = pretendBff(answers, { '/registry.jws': () => new Response(jws) });
  return { ...pretended, answers, answered: () => answered };
}

const sendCode = (from: Draft = draft) =>
  takeStep('send-code', { phone, channel: 'sms' }, from, {
    ...cleared('phone', from),
    phone,
    channel: 'sms',
  });

describe('a step that went well', () => {
  test('is kept with its ticket, and nothing waits any more', async () => {
    const { asked } = network(sent);
    await keepDraft(draft);
    expect(await sendCode()).toMatchObject({ ok: true, value: { outcome: sent, ticket: next } });
    expect(await readDraft()).toEqual({ ...bySms, ticket: next });
    expect(asked.map(({ operation }) => operation)).not.toContain('readStepReply');
  });

  test('takes from the answer what only it says', async () => {
    network({ result: 'accepted', attributes }, { state: 'document-examined' });
    const photographs = { front: 'a', back: 'b' };
    await keepDraft(bySms);
    await takeStep('examine-document', photographs, bySms, cleared('id', bySms));
    expect(await readDraft()).toEqual({ applicationId, agreed: true, attributes, ticket: next });
  });

  test('clears what it is about: another number takes the place of one that was confirmed (PROOF-20)', async () => {
    network(sent);
    const confirmed: Draft = { ...bySms, phoneConfirmed: true };
    await keepDraft(confirmed);
    await sendCode(confirmed);
    expect((await readDraft())?.phoneConfirmed).toBeUndefined();
  });

  test('waits for a letter beside the phone (PROOF-20)', async () => {
    network({ result: 'confirmed' }, { state: 'letter-sent' });
    await keepDraft(bySms);
    await takeStep('redeem-code', { code: '123456' }, bySms);
    expect(await readDraft()).toEqual({ ...bySms, ticket: next, phoneConfirmed: true });
  });
});

describe('an answer that never arrived (PROOF-38)', () => {
  const lose = async () => {
    const lossy = network(sent, { lost: true });
    await keepDraft(draft);
    expect((await sendCode()).ok).toBe(false);
    return lossy;
  };

  test('is fetched and taken over the next time, and nothing of it is readable on its way', async () => {
    const { bodies } = await lose();
    expect((await readDraft())?.ticket).toBe(ticket);
    expect(await settle()).toMatchObject({
      ok: true,
      value: { step: 'send-code', answer: { ticket: next } },
    });
    expect(await readDraft()).toEqual({ ...bySms, ticket: next });
    expect(valuesIn(bodies())).toEqual([]);
    expect(await settle()).toEqual(nothing);
  });

  test('is the answer of whoever presses the button once more', async () => {
    const { asked } = await lose();
    expect(await sendCode()).toMatchObject({ ok: true, value: { ticket: next } });
    expect(asked.filter(({ operation }) => operation === 'submitStep')).toHaveLength(1);
  });

  test('comes before another step', async () => {
    await lose();
    const code = takeStep('redeem-code', { code: '123456' }, draft);
    expect(await code).toMatchObject({ error: { code: 'vault_moved_on' } });
    expect((await readDraft())?.ticket).toBe(next);
  });

  test('is not overlooked because the look for it failed', async () => {
    await lose();
    network(sent, { with: { readStepReply: () => refused('temporarily_unavailable') } });
    expect(await sendCode()).toMatchObject({ error: { code: 'temporarily_unavailable' } });
    expect((await readDraft())?.pending).toHaveLength(1);
  });

  test('may still be under way when the button is pressed again: it is opened by its own key', async () => {
    // Nobody answered yet.
    const { answered } = network(sent, {
      lost: true,
      with: { readStepReply: () => ({ answered: null }) },
    });
    await keepDraft(draft);
    expect((await sendCode()).ok).toBe(false);
    const first = answered();
    let asked = 0;
    network(sent, {
      with: {
        readStepReply: () => ({ answered: (asked += 1) > 1 ? first : null }),
        submitStep: () => refused('wrong_step'),
      },
    });
    expect(await sendCode()).toMatchObject({ ok: true, value: { ticket: next } });
    expect(await readDraft()).toEqual({ ...bySms, ticket: next });
  });

  test('does not take the place of what another browser made of it meanwhile (VAULT-9)', async () => {
    const further = { ...bySms, ticket: 'ii..jj.kk.ll' };
    const honest = network(sent);
    await keepDraft(draft);
    const { answers } = honest;
    network(sent, {
      with: {
        submitStep: async (...asked: Parameters<NonNullable<Answers['submitStep']>>) => {
          await writeElsewhere(vault, 'proofing-draft', JSON.stringify(further));
          return answers.submitStep?.(...asked);
        },
      },
    });
    expect(await sendCode()).toMatchObject({ error: { code: 'vault_moved_on' } });
    expect(await readDraft()).toEqual(further);
  });

  test('is let be when it was a no: the step is taken anew', async () => {
    network({ result: 'not_matched' }, { lost: true });
    await keepDraft(draft);
    await sendCode();
    expect(await settle()).toEqual(nothing);
    expect(await readDraft()).toMatchObject(draft);
    network(sent);
    expect(await sendCode()).toMatchObject({ ok: true, value: { ticket: next } });
  });

  test.each<[string, (reply: string) => object | null]>([
    ['there is none', () => null],
    ['it is of another step', (reply) => ({ step: 'redeem-code', reply })],
    ['it answers what was asked before', () => ({ step: 'send-code', reply: 'aa.bb.cc.dd.ee' })],
  ])('is none when %s', async (_what, answered) => {
    const { asked } = await lose();
    const body = asked.findLast(({ operation }) => operation === 'submitStep');
    expect(body).toBeDefined();
    const application = {
      applicationId,
      state: 'code-sent',
      agencyClientId: null,
      awaitsLetter: false,
      review: null,
      attempts: [],
    };
    const found = answered('aa.bb.cc.dd.ee');
    network(sent, {
      with: { readStepReply: () => ({ answered: found && { ...found, application } }) },
    });
    expect(await settle()).toEqual(nothing);
    expect((await readDraft())?.ticket).toBe(ticket);
  });
});

describe('what was read of a draft and changed (VAULT-9)', () => {
  test('is kept', async () => {
    network(sent);
    await keepDraft(draft);
    expect(await changeDraft(draft, { ...draft, ssn: '900110002' })).toMatchObject({ ok: true });
    expect((await readDraft())?.ssn).toBe('900110002');
  });

  test('does not take the place of what another tab made known meanwhile', async () => {
    network(sent);
    await keepDraft(draft);
    await writeElsewhere(vault, 'proofing-draft', JSON.stringify({ ...draft, ticket: next }));
    expect(await changeDraft(draft, { ...draft, ssn: '900110002' })).toMatchObject({
      error: { code: 'vault_moved_on' },
    });
    expect(await readDraft()).toEqual({ ...draft, ticket: next });
  });

  test('and a late answer does not take the place of another application’s', async () => {
    network(sent);
    const another = { ...draft, applicationId: 'app_00000000000000000000000002' as const };
    await keepDraft(another);
    expect(await keepAnswered({ ...draft, ticket: next }, 'k'.repeat(43))).toMatchObject({
      ok: false,
    });
    expect(await readDraft()).toEqual(another);
  });

  test('leaves a step that waits for its answer', async () => {
    network(sent, { lost: true });
    await keepDraft(draft);
    await sendCode();
    const { pending } = (await readDraft()) ?? {};
    await changeDraft(draft, { ...draft, agreed: true });
    expect(await readDraft()).toEqual({ ...draft, pending });
  });
});
