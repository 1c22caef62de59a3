import type { ReactNode } from 'react';
import { useProblemInTitle } from './window-title.ts';

/** What went wrong beside any form: read out where it comes up, and in the window's title while it stands there. */
export function Problem({ children }: { readonly children: ReactNode }) {
  useProblemInTitle();
  return <p role="alert">{children}</p>;
}
