import type { ReactNode } from 'react';

type Props = {
  readonly kind: 'info' | 'warning' | 'error' | 'success';
  readonly heading?: string;
  readonly children: ReactNode;
};

export function Alert({ kind, heading, children }: Props) {
  return (
    <section className={`usa-alert usa-alert--${kind}`} aria-label={heading}>
      <div className="usa-alert__body">
        {heading !== undefined && <h2 className="usa-alert__heading">{heading}</h2>}
        <div className="usa-alert__text">{children}</div>
      </div>
    </section>
  );
}
