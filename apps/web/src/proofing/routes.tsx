import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router';
import { requireUnlocked } from '../app/guards.ts';
import type { StepPath } from './steps.ts';

type Page = () => Promise<{ readonly Component: ComponentType }>;

/** A page of the wizard and what decides whether it makes sense now, fetched together: neither weighs on the way in. */
function step(path: StepPath, page: Page) {
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

/** The page of each row of `steps.ts`, which says when it makes sense. */
// prettier-ignore
const pages: Record<StepPath, Page> = {
  'start':         () => import('./before-start.tsx'),
  'id':            () => import('./photograph-id.tsx'),
  'ssn':           () => import('./enter-ssn.tsx'),
  'address':       () => import('./enter-address.tsx'),
  'review':        () => import('./review.tsx'),
  'other-account': () => import('./other-account.tsx'),
  'letter':        () => import('./ask-letter.tsx'),
  'letter-code':   () => import('./enter-letter-code.tsx'),
  'phone':         () => import('./enter-phone.tsx'),
  'code':          () => import('./enter-code.tsx'),
  'letter-sent':   () => import('./letter-sent.tsx'),
  'saving':        () => import('./saving.tsx'),
  'in-review':     () => import('./in-review.tsx'),
};

/** The wizard, under `verify`: a route for each row of its table, and what stands beside them. */
// prettier-ignore
export const proofingRoutes: RouteObject[] = [
  { path: 'verify',              lazy: () => import('./resume.tsx'),       loader: requireUnlocked },
  ...Object.entries(pages).map(([path, page]) => ({ path: `verify/${path}`, lazy: step(path as StepPath, page) })),
  { path: 'verify/hand-off',     lazy: step('id', () => import('./hand-off/computer.tsx')) },
  { path: 'verify/recovery-key', lazy: () => import('./recovery-key.tsx'), loader: requireUnlocked },
];
