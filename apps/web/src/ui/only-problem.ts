import type { FieldErrors } from './error-summary.tsx';

type Show = (errors: FieldErrors) => void;

/** Of the forms on a page, the one that was sent last, until it went well. */
let last: Show | undefined;

/** On a page of several forms one problem stands at most, and none that would be read as the answer to another form. */
export const onlyProblem = {
  /** Takes away what stood, here or in another form. */
  sent(show: Show): void {
    if (last !== show) last?.([]);
    last = show;
    show([]);
  },

  /** Shows what is wrong, or nothing, unless a form that was sent later waits for its answer, or has a problem standing. */
  answered(show: Show, errors: FieldErrors): void {
    if (last !== undefined && last !== show) return;
    last = errors.length === 0 ? undefined : show;
    show(errors);
  },
};
