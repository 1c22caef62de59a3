import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import '../styles/index.scss';
import { drop, emptyBy } from './leave.ts';
import { router } from './routes.tsx';
import { servedIn, speak } from './speak.ts';

const element = document.getElementById('root');
const root = element === null ? undefined : createRoot(element);
emptyBy(() => root?.unmount());

// A page that the browser took out of its back/forward cache must not come back with an open vault, nor with what it showed: it is
// loaded anew, but stands there for as long as no answer comes.
addEventListener('pagehide', drop);
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

if (import.meta.env.MODE === 'development')
  void import('./reload-on-change.ts').then(({ reloadOnChange }) => reloadOnChange());

const show = () =>
  root?.render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <RouterProvider router={router} />
      </I18nProvider>
    </StrictMode>,
  );

// Nothing is shown before its words are there; where they do not come it is in English, which stands beside each page.
void speak(servedIn())
  .catch(() => speak('en'))
  .then(show);
