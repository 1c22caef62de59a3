import type { FieldErrors } from './error-summary.tsx';

export type Problem = {
  readonly errors: FieldErrors;
  /** Another form was sent meanwhile: it says whose answer it is. */
  readonly isLate: boolean;
  /** The person is led to it: it takes the focus. */
  readonly leads: boolean;
};
type Show = (problem: Problem) => void;

export const noProblem: Problem = { errors: [], isLate: false, leads: false };

/** Of the forms on a page, the one that the person is at: it waits for its answer, or its problem has the focus. */
let leading: Show | undefined;
/** Problems that came while another form led, and that nobody was led to yet. */
const beside = new Map<Show, FieldErrors>();

/**
 * On a page of several forms one problem leads at most, and none is read as the answer to another form. One that comes late stands at its
 * own form until it is seen: the person is led to it once what leads went well.
 */
export const onlyProblem = {
  /** Takes away what led, here or in another form: who goes on has read it. */
  sent(show: Show): void {
    if (leading !== show) leading?.(noProblem);
    beside.delete(show);
    leading = show;
    show(noProblem);
  },

  /** Shows what is wrong, or nothing. */
  answered(show: Show, errors: FieldErrors): void {
    const isLate = leading !== show;
    if (errors.length === 0) {
      if (!isLate) leadOn();
    } else if (isLate && leading !== undefined) {
      beside.set(show, errors);
      show({ errors, isLate, leads: false });
    } else {
      leading = show;
      show({ errors, isLate, leads: true });
    }
  },

  /** The form is not on the page any more, and with it what it was about. */
  gone(show: Show): void {
    beside.delete(show);
    if (leading === show) leadOn();
  },
};

function leadOn(): void {
  leading = undefined;
  const [next] = beside;
  if (next === undefined) return;
  const [show, errors] = next;
  beside.delete(show);
  leading = show;
  show({ errors, isLate: true, leads: true });
}
