import type { ReactNode } from 'react';

export function Checkbox({
  name,
  children,
  defaultChecked = false,
}: {
  readonly name: string;
  readonly children: ReactNode;
  readonly defaultChecked?: boolean;
}) {
  return (
    <label className="signet-choice">
      <input id={`field-${name}`} type="checkbox" name={name} defaultChecked={defaultChecked} />
      <span>{children}</span>
    </label>
  );
}
