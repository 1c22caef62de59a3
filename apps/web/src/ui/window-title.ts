import { useEffect } from 'react';
import { i18n } from '@lingui/core';

let page = '';
let problems = 0;

/** What the window is called: by its page, and that something is wrong as long as a problem stands there (WCAG 2.4.2). */
export const windowTitle = {
  page(title: string): void {
    page = `${title} – Signet`;
    write();
  },

  /** A problem stands, until what this answers with is called. */
  problem(): () => void {
    problems += 1;
    write();
    return () => {
      problems -= 1;
      write();
    };
  },
};

/** For as long as there is a problem in what shows it, the window says so. */
export function useProblemInTitle(isThere = true): void {
  useEffect(() => (isThere ? windowTitle.problem() : undefined), [isThere]);
}

function write(): void {
  document.title =
    problems === 0
      ? page
      : i18n._({ id: 'ui.title.problem', message: 'Error: {page}', values: { page } });
}
