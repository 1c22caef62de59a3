import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router';
import { requireUnlocked } from '../app/guards.ts';
import type { StepPath } from './steps.ts';

/** A page of the wizard and what decides whether it makes sense now, fetched together: neither weighs on the way in. */
function step(path: StepPath, page: () => Promise<{ readonly Component: ComponentType }>) {
  return async () => {
    const [{ Component }, { loadWizard }] = await Promise.all([page(), import('./wizard.ts')]);
    return { Component, loader: loadWizard(path) };
  };
}

/** For the phone of somebody who is proving who they are at a computer; it stands outside of every journey. */
export const handOffRoute: RouteObject = {
  path: 'hand-off',
  lazy: () => import('./hand-off/phone.tsx'),
};

/** The pages of the wizard, under `verify`; `steps.ts` says when each makes sense. */
// prettier-ignore
export const proofingRoutes: RouteObject[] = [
  { path: 'verify',              lazy: () => import('./resume.tsx'),                         loader: requireUnlocked },
  { path: 'verify/start',        lazy: step('start',  () => import('./before-start.tsx')) },
  { path: 'verify/id',           lazy: step('id',     () => import('./photograph-id.tsx')) },
  { path: 'verify/hand-off',     lazy: step('id',     () => import('./hand-off/computer.tsx')) },
  { path: 'verify/ssn',          lazy: step('ssn',    () => import('./enter-ssn.tsx')) },
  { path: 'verify/address', lazy: step('address', () => import('./enter-address.tsx')) },
  { path: 'verify/review',       lazy: step('review', () => import('./review.tsx')) },
  { path: 'verify/other-account', lazy: step('other-account', () => import('./other-account.tsx')) },
  { path: 'verify/letter',       lazy: step('letter', () => import('./ask-letter.tsx')) },
  { path: 'verify/letter-code',  lazy: step('letter-code', () => import('./enter-letter-code.tsx')) },
  { path: 'verify/phone',        lazy: step('phone',  () => import('./enter-phone.tsx')) },
  { path: 'verify/code',         lazy: step('code',   () => import('./enter-code.tsx')) },
  { path: 'verify/letter-sent',  lazy: step('letter-sent', () => import('./letter-sent.tsx')) },
  { path: 'verify/saving',       lazy: step('saving', () => import('./saving.tsx')) },
  { path: 'verify/in-review',    lazy: step('in-review', () => import('./in-review.tsx')) },
  { path: 'verify/recovery-key', lazy: () => import('./recovery-key.tsx'),                   loader: requireUnlocked },
];
