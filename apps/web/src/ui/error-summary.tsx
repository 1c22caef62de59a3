import { useEffect, useRef } from 'react';
import { Trans } from '@lingui/react/macro';
import { useProblemInTitle } from './window-title.ts';

export type FieldErrors = readonly { readonly field?: string; readonly message: string }[];

type Props = {
  readonly errors: FieldErrors;
  /** It takes the focus, whenever it changes. */
  readonly leads?: boolean;
  /** What was pressed, where something else was pressed since. */
  readonly answerTo?: string | undefined;
};

/** What is wrong, first thing in its form, with a link to each field. */
export function ErrorSummary({ errors, leads = true, answerTo }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (errors.length > 0 && leads) box.current?.focus();
  }, [errors, leads]);
  const stands = errors.length > 0;
  useProblemInTitle(stands);
  if (!stands) return null;
  return (
    <div ref={box} className="signet-problem" role="alert" tabIndex={-1}>
      <h2>
        {answerTo === undefined ? (
          <Trans id="ui.problem">There is a problem</Trans>
        ) : (
          <Trans id="ui.problem.late">“{answerTo}” did not work</Trans>
        )}
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
