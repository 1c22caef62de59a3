import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { languages } from '@signet/contracts/languages';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import '../styles/index.scss';
import { lock } from '../vault/this-tab.ts';
import { router } from './routes.tsx';
import { speak } from './speak.ts';

speak(languages[0]);

// A page that the browser took out of its back/forward cache must not come back with an open vault.
addEventListener('pagehide', () => lock());
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

if (import.meta.env.MODE === 'development')
  void import('./reload-on-change.ts').then(({ reloadOnChange }) => reloadOnChange());

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <RouterProvider router={router} />
      </I18nProvider>
    </StrictMode>,
  );
}
