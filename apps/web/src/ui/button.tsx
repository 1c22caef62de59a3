import type { ReactNode } from 'react';

const looks = {
  primary: 'usa-button',
  outline: 'usa-button usa-button--outline',
  plain: 'usa-button usa-button--unstyled',
} as const;

type Props = {
  readonly children: ReactNode;
  readonly variant?: keyof typeof looks;
  readonly type?: 'submit' | 'button';
  readonly onClick?: () => void;
  /** The button keeps its name and place while it works; a second press does nothing. */
  readonly busy?: boolean;
};

export function Button({
  children,
  variant = 'primary',
  type = 'submit',
  onClick,
  busy = false,
}: Props) {
  return (
    <button
      type={type}
      className={looks[variant]}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {children}
    </button>
  );
}
