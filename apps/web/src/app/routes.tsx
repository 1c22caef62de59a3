import { createBrowserRouter, type RouteObject } from 'react-router';
import { inLanguage } from './in-language.tsx';
import { handOffRoute, proofingRoutes } from '../proofing/routes.tsx';
import { loadTable } from './call.ts';
import { requireStage, requireUnlocked } from './guards.ts';
import { ErrorPage } from './error-page.tsx';
import { NotFound } from './not-found.tsx';
import { Shell } from './shell.tsx';

/** Alone in that it asks little, unless an agency sent somebody; without the rest of the table it is there the sooner. */
const signIn: RouteObject = {
  path: 'sign-in',
  lazy: () => import('../sign-in/sign-in.tsx').then(inLanguage),
};

/** Every page, once. The same journey stands at the root and within each agency's request. */
// prettier-ignore
const journey: RouteObject[] = [
  { index: true, lazy: () => import('./start.tsx') },
  { path: 'sign-up',                            lazy: () => import('../sign-up/enter-email.tsx') },
  { path: 'sign-up/check-email',                lazy: () => import('../sign-up/check-email.tsx') },
  { path: 'sign-up/confirm',                    lazy: () => import('../sign-up/confirm-email.tsx') },
  { path: 'sign-up/password',                   lazy: () => import('../sign-up/choose-password.tsx'),  loader: requireStage('sign-up') },
  { path: 'sign-up/second-step',                lazy: () => import('../sign-up/choose-second-step.tsx'), loader: requireStage('enrolling', 'signed-in') },
  { path: 'sign-up/second-step/passkey',        lazy: () => import('../sign-up/add-passkey.tsx'),      loader: requireStage('enrolling', 'signed-in') },
  { path: 'sign-up/second-step/authenticator',  lazy: () => import('../sign-up/add-totp.tsx'),         loader: requireStage('enrolling', 'signed-in') },
  { path: 'sign-up/second-step/phone',          lazy: () => import('../sign-up/add-phone.tsx'),        loader: requireStage('enrolling', 'signed-in') },
  { path: 'sign-up/another-step',               lazy: () => import('../sign-up/another-step.tsx'),     loader: requireStage('signed-in') },
  { path: 'sign-up/another-step/backup-codes',  lazy: () => import('../sign-up/add-backup-codes.tsx'), loader: requireStage('signed-in') },
  { path: 'sign-in/second-step',                lazy: () => import('../sign-in/second-step.tsx'),      loader: requireStage('first-factor') },
  { path: 'sign-in/lost',                       lazy: () => import('../sign-in/lost-second-step.tsx'),   loader: requireStage('first-factor') },
  { path: 'new-second-step',                    lazy: () => import('../sign-in/new-second-step.tsx') },
  { path: 'reset',                              lazy: () => import('../reset/reset.tsx') },
  { path: 'reset/asked',                        lazy: () => import('../reset/asked.tsx') },
  { path: 'reset/go',                           lazy: () => import('../reset/go.tsx') },
  { path: 'reset/password',                     lazy: () => import('../reset/choose-password.tsx'),    loader: requireStage('resetting') },
  { path: 'stop',                               lazy: () => import('../reset/stop.tsx') },
  { path: 'not-me',                             lazy: () => import('../reset/not-me.tsx') },
  { path: 'not-my-identity',                    lazy: () => import('../proofing/not-my-identity.tsx') },
  { path: 'proved',                             lazy: () => import('../proofing/done.tsx'),            loader: requireUnlocked },
  { path: 'letter',                             lazy: () => import('./letter-link.tsx') },
  { path: 'recover',                            lazy: () => import('../sign-in/recover.tsx') },
  { path: 'recover/password',                   lazy: () => import('../sign-in/recover-password.tsx'),  loader: requireUnlocked },
  { path: 'unlock',                             lazy: () => import('../sign-in/unlock.tsx'),           loader: requireStage('signed-in', 'enrolling') },
  { path: 'signed-out',                         lazy: () => import('../sign-in/signed-out.tsx') },
  { path: 'continue',                           lazy: () => import('../consent/continue.tsx'),         loader: requireUnlocked },
  { path: 'consent',                            lazy: () => import('../consent/consent.tsx'),          loader: requireUnlocked },
  { path: 'to-app',                             lazy: () => import('./to-app.tsx') },
  { path: 'account',                            lazy: () => import('../account/account.tsx'),          loader: requireUnlocked },
  { path: 'account/password',                   lazy: () => import('../account/change-password.tsx'),  loader: requireUnlocked },
  { path: 'account/recovery-key',               lazy: () => import('../account/new-recovery-key.tsx'), loader: requireUnlocked },
  { path: 'account/recovery',                   lazy: () => import('../account/recovery-methods.tsx'), loader: requireUnlocked },
  { path: 'account/recovery/check',             lazy: () => import('../account/check-recovery-key.tsx'), loader: requireUnlocked },
  { path: 'account/emails',                     lazy: () => import('../account/emails.tsx'),           loader: requireUnlocked },
  { path: 'account/new-locks',                  lazy: () => import('../account/new-root-key.tsx'),     loader: requireUnlocked },
  { path: 'account/second-steps',               lazy: () => import('../account/second-steps.tsx'),     loader: requireUnlocked },
  { path: 'account/second-steps/remove',        lazy: () => import('../account/remove-second-step.tsx'), loader: requireUnlocked },
  { path: 'account/second-steps/open-vault',    lazy: () => import('../account/open-vault-with.tsx'),  loader: requireUnlocked },
  { path: 'account/second-steps/passkey',       lazy: () => import('../account/add-passkey.tsx'),      loader: requireUnlocked },
  { path: 'account/second-steps/authenticator', lazy: () => import('../account/add-app.tsx'),          loader: requireUnlocked },
  { path: 'account/second-steps/phone',         lazy: () => import('../account/add-phone.tsx'),        loader: requireUnlocked },
  { path: 'account/second-steps/backup-codes',  lazy: () => import('../account/add-backup-codes.tsx'), loader: requireUnlocked },
  { path: 'account/sessions',                   lazy: () => import('../account/sessions.tsx'),         loader: requireUnlocked },
  { path: 'account/activity',                   lazy: () => import('../account/activity.tsx'),         loader: requireUnlocked },
  { path: 'account/agencies',                   lazy: () => import('../consent/connected-agencies.tsx'), loader: requireUnlocked },
  { path: 'account/identity',                   lazy: () => import('../account/identity-record.tsx'),  loader: requireUnlocked },
  { path: 'account/prove-anew',                 lazy: () => import('../proofing/prove-anew.tsx'),      loader: requireUnlocked },
  { path: 'account/letters',                    lazy: () => import('../account/letters.tsx'),          loader: requireUnlocked },
  { path: 'account/delete',                     lazy: () => import('../account/delete-account.tsx'),   loader: requireUnlocked },
  { path: 'confirm-address',                    lazy: () => import('../account/confirm-address.tsx') },
  { path: 'deleted',                            lazy: () => import('../account/deleted.tsx') },
  ...proofingRoutes,
];

/** A page comes with the whole table of what may be asked of the bff, loaded at the same time: its first question waits for nothing. */
function withTable(route: RouteObject): RouteObject {
  const { lazy, children } = route;
  if (children !== undefined) return { ...route, children: children.map(withTable) };
  if (typeof lazy !== 'function') return route;
  return {
    ...route,
    lazy: () => {
      // Where it fails, the question that needs it says so.
      loadTable().catch(() => undefined);
      return lazy().then(inLanguage);
    },
  };
}

const pages = journey.map(withTable);

export const router = createBrowserRouter([
  {
    Component: Shell,
    children: [
      {
        ErrorBoundary: ErrorPage,
        HydrateFallback: () => null,
        children: [
          { path: '/', children: [signIn, ...pages, withTable(handOffRoute)] },
          { path: '/interaction/:uid', children: [withTable(signIn), ...pages] },
          { path: '*', Component: NotFound },
        ],
      },
    ],
  },
]);
