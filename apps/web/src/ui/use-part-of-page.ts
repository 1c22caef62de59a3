import { useEffect, useRef } from 'react';

/**
 * The same page goes on with something else, and what had the focus went with what stood there: as after a move within the app, it goes to
 * the page's heading, or to the place where it goes on (WEB-6).
 */
export function usePartOfPage<Part extends boolean | number | string | undefined>(
  part: Part,
  place: (part: Part, before: Part) => HTMLElement | null | undefined = heading,
): void {
  const before = useRef(part);
  useEffect(() => {
    if (before.current !== part && document.activeElement === document.body)
      place(part, before.current)?.focus();
    before.current = part;
    // Where it is does not change with how it is found.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [part]);
}

const heading = () => document.querySelector('h1');
