import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Application, ApplicationState } from '@signet/contracts/proofing';
import { askedBy } from '../testing/asked-by.ts';
import { holderKey } from '../testing/credential.ts';
import { harbor, origin } from '../testing/installation.ts';
import { accountId, applicationId, attributes, email } from '../testing/person.ts';
import { pretendBff, refused, type Answers } from '../testing/pretend-bff.ts';
import { newVault } from '../testing/stored-vault.ts';
import { writeCredentials, type HeldCredential } from '../vault/credentials.ts';
import { holdVault, lock } from '../vault/this-tab.ts';
import { keepDraft } from '../testing/keep-draft.ts';
import { forgetDraft, type Draft } from './draft.ts';
import { proofingRoutes } from './routes.tsx';
import { steps, type StepPath } from './steps.ts';
import { loadWizard, nextPage, openWizard } from './wizard.ts';

type StartProofing = { readonly agencyClientId?: string };

let vault: Awaited<ReturnType<typeof newVault>>;
let held: HeldCredential;

beforeAll(async () => {
  held = { credential: 'sealed.later', holderKey: await holderKey(), usedFor: null };
});
beforeEach(async () => {
  vault = await newVault();
  holdVault(vault.open, vault.kept.stored);
});
afterEach(() => lock());

const session = {
  stage: 'signed-in',
  accountId,
  email,
  secondFactors: ['totp'],
  verified: false,
  frozen: false,
  suspended: false,
  due: null,
  now: '2031-03-09T09:50:00.000Z',
  idleEndsAt: '2031-03-09T10:00:00.000Z',
  absoluteEndsAt: '2031-03-09T10:00:00.000Z',
};
const application = (state: ApplicationState): Application => ({
  applicationId,
  state,
  agencyClientId: null,
  awaitsLetter: false,
  review: null,
  attempts: [],
});
const bff = (state: ApplicationState, answers: Answers = {}) =>
  pretendBff({
    ...vault.answers,
    readSession: () => session,
    startProofing: () => application(state),
    ...answers,
  });

/** Asks for a page as the router does: the wizard it is given, or the path it is sent to. */
async function visit(path: StepPath, uid?: string) {
  const params = uid === undefined ? {} : { uid };
  const args = { params, request: new Request(`${origin}/verify/${path}`) };
  try {
    return await loadWizard(path)(args as unknown as Parameters<ReturnType<typeof loadWizard>>[0]);
  } catch (thrown) {
    if (thrown instanceof Response) return thrown.headers.get('location');
    throw thrown;
  }
}

describe('the application that is gone on with', () => {
  const draft: Draft = { applicationId, agreed: true };

  test('comes with the draft of this application', async () => {
    bff('started');
    await keepDraft(draft);
    expect(await openWizard(undefined)).toEqual({ application: application('started'), draft });
  });

  test('never comes with the draft of another one (PROOF-2)', async () => {
    bff('started');
    await keepDraft({ ...draft, applicationId: 'app_00000000000000000000000002' });
    expect((await openWizard(undefined))?.draft).toEqual({ applicationId });
  });

  test('remembers the agency whose request it is', async () => {
    const started: StartProofing[] = [];
    bff('started', {
      readInteraction: () => askedBy(harbor.clientId),
      startProofing: (input: StartProofing) => {
        started.push(input);
        return application('started');
      },
    });
    await openWizard('an-interaction');
    await openWizard(undefined);
    expect(started).toEqual([{ agencyClientId: harbor.clientId }, {}]);
  });

  test('is not there when the bff does not open one', async () => {
    bff('started', { startProofing: () => refused('temporarily_unavailable') });
    expect(await openWizard(undefined)).toBeUndefined();
  });
});

test('whoever holds a credential, and was issued another that is not sealed yet, has it sealed (PROOF-12)', async () => {
  bff('issued');
  await writeCredentials([held]);
  const draft: Draft = { applicationId, agreed: true, ticket: 'a..b.c.d', attributes };
  expect(await nextPage({ application: application('issued'), draft })).toBe('verify/saving');
});

test('whoever holds a credential goes to the recovery key, whatever the state', async () => {
  bff('issued');
  await writeCredentials([held]);
  expect(await nextPage({ application: application('issued'), draft: { applicationId } })).toBe(
    'verify/recovery-key',
  );
});

describe('a page lets in those for whom it makes sense, and takes the others to where they are', () => {
  const examined: Draft = { applicationId, agreed: true, ticket: 'a..b.c.d', attributes };
  // prettier-ignore
  test.each<[StepPath, ApplicationState, Draft, string | undefined]>([
    ['start',  'started',             { applicationId },               undefined],
    ['id',     'started',             { applicationId },               '/verify/start'],
    ['code',   'started',             { applicationId, agreed: true }, '/verify/id'],
    ['review', 'document-examined',   examined,                        '/verify/ssn'],
    ['ssn',    'document-examined',   examined,                        undefined],
    ['ssn',    'information-checked', examined,                        '/verify/phone'],
    ['id',     'address-confirmed',   examined,                        undefined],
    ['phone',  'issued',              examined,                        '/verify/saving'],
    ['id',     'issued',              { applicationId },               '/account'],
  ])('%s, when the application is %s', async (path, state, draft, sentTo) => {
    bff(state);
    await (draft.agreed === true ? keepDraft(draft) : forgetDraft());
    const answer = await visit(path);
    if (sentTo === undefined) expect(answer).toMatchObject({ draft });
    else expect(answer).toBe(sentTo);
  });

  test('within the same agency’s request (AGENCY-10)', async () => {
    bff('started');
    expect(await visit('code', 'an-interaction')).toBe('/interaction/an-interaction/verify/start');
  });

  test('not before the vault is open; the password brings the person back to this page', async () => {
    bff('started');
    lock();
    expect(await visit('id')).toBe('/unlock?to=verify%2Fid');
  });
});

test('every step has its page, and every page its step', async () => {
  const pages = proofingRoutes.map(({ path }) => path);
  // The way by a phone belongs to the step of the photographs.
  expect(pages.filter((page) => page !== 'verify/hand-off')).toEqual([
    'verify',
    ...steps.map(({ path }) => `verify/${path}`),
    'verify/recovery-key',
  ]);
  for (const { lazy } of proofingRoutes)
    expect(await (lazy as () => Promise<object>)()).toHaveProperty('Component');
});
