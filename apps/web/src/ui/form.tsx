import { type ReactNode, useRef, useState } from 'react';
import { useLingui } from '@lingui/react/macro';
import { ErrorSummary, type FieldErrors } from './error-summary.tsx';
import { onlyProblem } from './only-problem.ts';
import { Waiting } from './waiting.tsx';

type Props = {
  /** Reads the fields and acts; answers with what is wrong, or nothing. It runs once at a time. */
  readonly onSubmit: (fields: FormData) => Promise<FieldErrors | void>;
  /** Shown while the submission takes longer than a second. */
  readonly waiting: string;
  readonly children: (state: {
    readonly busy: boolean;
    readonly errorOf: (field: string) => string | undefined;
  }) => ReactNode;
};

/** A native form: what is typed stays typed, errors come back as a summary and beside their fields. */
export function Form({ onSubmit, waiting, children }: Props) {
  const { t } = useLingui();
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<FieldErrors>([]);
  const running = useRef(false);

  const submit = async (form: HTMLFormElement) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    onlyProblem.sent(setErrors);
    try {
      onlyProblem.answered(setErrors, (await onSubmit(new FormData(form))) ?? []);
    } catch {
      onlyProblem.answered(setErrors, [
        {
          message: t({
            id: 'ui.failed',
            message: 'Something went wrong. Nothing was lost. Try again.',
          }),
        },
      ]);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return (
    <form
      noValidate
      method="post"
      aria-busy={busy}
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      <ErrorSummary errors={errors} />
      {children({ busy, errorOf: (field) => errors.find((one) => one.field === field)?.message })}
      {busy && <Waiting text={waiting} />}
    </form>
  );
}

/** One text field of a form, as a string. */
export function textOf(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
}
