import type { FieldErrors } from './error-summary.tsx';

type Show = (errors: FieldErrors) => void;

/** Of the forms on a page, the one whose problem stands. */
let shown: Show | undefined;

/** Shows what is wrong, or nothing any more, in one form, and takes away what stood in another: it would be read as the answer to this. */
export function showOnly(show: Show, errors: FieldErrors): void {
  if (shown !== show) shown?.([]);
  shown = show;
  show(errors);
}
