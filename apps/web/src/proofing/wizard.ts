import { redirect, type LoaderFunctionArgs } from 'react-router';
import type { Application } from '@signet/contracts/proofing';
import { call } from '../app/call.ts';
import { requireUnlocked } from '../app/guards.ts';
import { journeyPath } from '../app/journey.ts';
import { credentialsIn } from '../vault/credentials.ts';
import { readDraft, type Draft } from './draft.ts';
import { settle } from './take-step.ts';
import { isOpen, resumeAt, type StepPath } from './steps.ts';

export type Wizard = { readonly application: Application; readonly draft: Draft };

/** Opens or goes on with the application, beside what the vault holds of it. */
export async function openWizard(uid: string | undefined): Promise<Wizard | undefined> {
  const asking = uid === undefined ? undefined : await call('readInteraction', {}, { uid });
  const agencyClientId = asking?.ok === true ? { agencyClientId: asking.value.clientId } : {};
  // First what a lost answer makes known, so that it and the state of the application agree.
  if (!(await settle()).ok) return undefined;
  const started = await call('startProofing', agencyClientId);
  if (!started.ok) return undefined;
  const application = started.value;
  const kept = await readDraft();
  const draft =
    kept?.applicationId === application.applicationId
      ? kept
      : { applicationId: application.applicationId };
  return { application, draft };
}

/** Where to go on: the recovery key after everything, as a draft with a ticket is of what is not sealed yet; else the furthest page that makes sense, and never back to a page that does not. */
export async function nextPage({ application, draft }: Wizard): Promise<string> {
  const isSealed = application.state === 'issued' && draft.ticket === undefined;
  if (isSealed && (await credentialsIn()).length > 0) return 'verify/recovery-key';
  const page = resumeAt(application, draft);
  return page === undefined ? 'account' : `verify/${page}`;
}

/** Keeps a page of the wizard to those for whom it makes sense now; others are taken to where they are. */
export function loadWizard(path: StepPath) {
  return async (args: LoaderFunctionArgs): Promise<Wizard> => {
    await requireUnlocked(args);
    const { uid } = args.params;
    const wizard = await openWizard(uid);
    if (wizard === undefined) throw new Error('proofing could not be opened');
    if (!isOpen(path, wizard.application, wizard.draft))
      throw redirect(journeyPath(uid, await nextPage(wizard)));
    return wizard;
  };
}
