import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { i18n } from '@lingui/core';
import { StepIndicator } from './step-indicator.tsx';
import { windowTitle } from './window-title.ts';

let visited = false;
/** Of the page that was named last. */
let language = '';

type Props = {
  readonly title: string;
  readonly children: ReactNode;
  /** Where in a longer journey this page stands. */
  readonly phase?: { readonly steps: readonly string[]; readonly current: number };
};

/**
 * One screen: names the window, and after a move within the app puts the focus on its heading, as a new page would, for whoever
 * has a keyboard only (WEB-6). Before the screen is painted: later it could take the focus from whoever was quick.
 */
export function Page({ title, children, phase }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    windowTitle.page(title);
    // The same page in another language is no move: the focus stays where it was chosen (LANG-1).
    if (visited && language === i18n.locale) heading.current?.focus();
    visited = true;
    language = i18n.locale;
  }, [title]);
  return (
    <main id="main" className="signet-main" tabIndex={-1}>
      {phase !== undefined && <StepIndicator {...phase} />}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </main>
  );
}
