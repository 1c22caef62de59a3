import { type ReactNode, useEffect, useRef } from 'react';
import { useProblemInTitle } from './window-title.ts';

type Props = {
  readonly kind: 'info' | 'warning' | 'error' | 'success';
  readonly heading?: string;
  /**
   * It answers what the person just did: it takes the focus, so that nobody misses it. Where several answers stand here one after the other, each
   * is an object of its own.
   */
  readonly answer?: boolean | object;
  readonly children: ReactNode;
};

export function Alert({ kind, heading, answer = false, children }: Props) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (answer !== false) box.current?.focus();
  }, [answer]);
  useProblemInTitle(kind === 'error');
  return (
    <section
      ref={box}
      tabIndex={answer === false ? undefined : -1}
      className={`usa-alert usa-alert--${kind}`}
      aria-label={heading}
    >
      <div className="usa-alert__body">
        {heading !== undefined && <h2 className="usa-alert__heading">{heading}</h2>}
        <div className="usa-alert__text">{children}</div>
      </div>
    </section>
  );
}
