import type { ReactNode } from 'react';

export function Checkbox({
  name,
  children,
  defaultChecked = false,
  hint,
}: {
  readonly name: string;
  readonly children: ReactNode;
  readonly defaultChecked?: boolean;
  readonly hint?: string;
}) {
  const id = `field-${name}`;
  return (
    <>
      <label className="signet-choice">
        <input
          id={id}
          type="checkbox"
          name={name}
          defaultChecked={defaultChecked}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        />
        <span>{children}</span>
      </label>
      {hint !== undefined && (
        <div id={`${id}-hint`} className="signet-field__hint">
          {hint}
        </div>
      )}
    </>
  );
}
