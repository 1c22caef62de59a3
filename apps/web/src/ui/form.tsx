import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLingui } from '@lingui/react/macro';
import { ErrorSummary, type FieldErrors } from './error-summary.tsx';
import { noProblem, onlyProblem } from './only-problem.ts';
import { Waiting } from './waiting.tsx';

type Props = {
  /** Reads the fields and acts; answers with what is wrong, or nothing. It runs once at a time. */
  readonly onSubmit: (fields: FormData) => Promise<FieldErrors | void>;
  /** Shown while the submission takes longer than a second. */
  readonly waiting: string;
  readonly children: (state: FormState) => ReactNode;
};

export type FormState = {
  readonly busy: boolean;
  readonly errorOf: (field: string) => string | undefined;
  /** What was wrong with this field is gone with what stood there. */
  readonly replaced: (field: string) => void;
};

/** A native form: what is typed stays typed, errors come back as a summary and beside their fields. */
export function Form({ onSubmit, waiting, children }: Props) {
  const { t, i18n } = useLingui();
  const [busy, setBusy] = useState(false);
  const [{ errors, isLate, leads }, show] = useState(noProblem);
  const [pressed, setPressed] = useState<string>();
  const running = useRef(false);
  const isHere = useRef(false);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
      onlyProblem.gone(show);
    };
  }, []);

  const language = useRef(i18n.locale);
  useEffect(() => {
    if (language.current === i18n.locale) return;
    language.current = i18n.locale;
    // What was wrong was said in the language before; it is said anew when the form is sent again.
    onlyProblem.gone(show);
    show(noProblem);
  }, [i18n.locale]);

  const answer = (found: FieldErrors) => {
    if (isHere.current) onlyProblem.answered(show, found);
  };
  const replaced = (field: string) =>
    show(({ errors: before, isLate: wasLate }) => ({
      errors: before.filter((one) => one.field !== field),
      isLate: wasLate,
      // What is left keeps nobody from what they do.
      leads: false,
    }));
  const errorOf = (field: string) => errors.find((one) => one.field === field)?.message;
  const submit = async (form: HTMLFormElement, { submitter }: SubmitEvent) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setPressed(submitter?.textContent ?? undefined);
    onlyProblem.sent(show);
    try {
      answer((await onSubmit(new FormData(form))) ?? []);
    } catch {
      answer([
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
        void submit(event.currentTarget, event.nativeEvent as SubmitEvent);
      }}
    >
      <ErrorSummary errors={errors} leads={leads} answerTo={isLate ? pressed : undefined} />
      {children({ busy, errorOf, replaced })}
      {busy && <Waiting text={waiting} />}
    </form>
  );
}

/** One text field of a form, as a string. */
export function textOf(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
}
