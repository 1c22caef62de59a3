import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ApplicationState } from '@signet/contracts/proofing';
import { applicationId, attributes } from '../testing/person.ts';
import { pretendBff } from '../testing/pretend-bff.ts';
import { newVault } from '../testing/stored-vault.ts';
import { holdVault, lock } from '../vault/this-tab.ts';
import { beginAnew } from './begin-anew.ts';
import { keepDraft } from '../testing/keep-draft.ts';
import { readDraft, type Draft } from './draft.ts';

const other = 'app_00000000000000000000000002';
const draft: Draft = { applicationId, agreed: true, ticket: 'aa..bb.cc.dd', attributes };
let vault: Awaited<ReturnType<typeof newVault>>;
beforeEach(async () => {
  vault = await newVault();
  holdVault(vault.open, vault.kept.stored);
});
afterEach(() => lock());

/** A bff with an application in this state, that opens another one or answers with the one that is open. */
async function asks(state: ApplicationState, opens: string, unsealed?: 'left') {
  const application = {
    applicationId,
    state,
    agencyClientId: null,
    awaitsLetter: false,
    review: null,
    attempts: [],
  };
  const { asked } = pretendBff({
    ...vault.answers,
    readProofing: () => ({ application }),
    startProofing: () => ({ ...application, applicationId: opens }),
  });
  await keepDraft(draft);
  expect(await beginAnew(unsealed === undefined ? {} : { unsealed })).toEqual({
    ok: true,
    value: true,
  });
  const began = asked.some(({ operation }) => operation === 'startProofing');
  return { began, draft: await readDraft() };
}

test('where another application is opened, the draft of the last one goes', async () => {
  expect(await asks('duplicate', other)).toEqual({ began: true, draft: undefined });
});

test('what is open stays open: the code of a letter on its way is worth nothing without the draft (PROOF-12)', async () => {
  expect(await asks('letter-sent', applicationId)).toEqual({ began: true, draft });
});

test('what was issued and is not sealed is gone on with (PROOF-12)', async () => {
  expect(await asks('issued', other)).toEqual({ began: false, draft });
});

test('unless it is to be left, as it is not what was reviewed', async () => {
  expect(await asks('issued', other, 'left')).toEqual({ began: true, draft: undefined });
});
