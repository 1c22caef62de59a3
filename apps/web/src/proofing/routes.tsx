import type { RouteObject } from 'react-router';
import { requireUnlocked } from '../app/guards.ts';
import { loadWizard } from './wizard.ts';

/** The pages of the wizard, under `verify`; `steps.ts` says when each makes sense. */
// prettier-ignore
export const proofingRoutes: RouteObject[] = [
  { path: 'verify',              lazy: () => import('./resume.tsx'),        loader: requireUnlocked },
  { path: 'verify/start',        lazy: () => import('./before-start.tsx'),  loader: loadWizard('start') },
  { path: 'verify/id',           lazy: () => import('./photograph-id.tsx'), loader: loadWizard('id') },
  { path: 'verify/ssn',          lazy: () => import('./enter-ssn.tsx'),     loader: loadWizard('ssn') },
  { path: 'verify/review',       lazy: () => import('./review.tsx'),        loader: loadWizard('review') },
  { path: 'verify/phone',        lazy: () => import('./enter-phone.tsx'),   loader: loadWizard('phone') },
  { path: 'verify/code',         lazy: () => import('./enter-code.tsx'),    loader: loadWizard('code') },
  { path: 'verify/saving',       lazy: () => import('./saving.tsx'),        loader: loadWizard('saving') },
  { path: 'verify/recovery-key', lazy: () => import('./recovery-key.tsx'),  loader: requireUnlocked },
];
