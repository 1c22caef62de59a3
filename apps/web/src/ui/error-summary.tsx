import { useEffect, useRef } from 'react';
import { Trans } from '@lingui/react/macro';
import { windowTitle } from './window-title.ts';

export type FieldErrors = readonly { readonly field?: string; readonly message: string }[];

/** What is wrong, first thing on the page, with a link to each field. It takes the focus whenever it changes. */
export function ErrorSummary({ errors }: { readonly errors: FieldErrors }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (errors.length === 0) return;
    box.current?.focus();
  }, [errors]);
  const stands = errors.length > 0;
  useEffect(() => (stands ? windowTitle.problem() : undefined), [stands]);
  if (!stands) return null;
  return (
    <div ref={box} className="signet-problem" role="alert" tabIndex={-1}>
      <h2>
        <Trans id="ui.problem">There is a problem</Trans>
      </h2>
      <ul>
        {errors.map(({ field, message }) => (
          <li key={message}>
            {field === undefined ? (
              message
            ) : (
              <a href={`#field-${field}`} onClick={(event) => focusField(event, field)}>
                {message}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function focusField(event: { preventDefault(): void }, field: string): void {
  event.preventDefault();
  document.getElementById(`field-${field}`)?.focus();
}
