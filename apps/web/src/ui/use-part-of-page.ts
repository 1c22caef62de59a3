import { useEffect, useRef } from 'react';

/**
 * The same page goes on with something else, and what had the focus went with what stood there: as after a move within the app, it goes to
 * the page's heading (WEB-6).
 */
export function usePartOfPage(part: boolean): void {
  const before = useRef(part);
  useEffect(() => {
    if (before.current !== part && document.activeElement === document.body)
      document.querySelector('h1')?.focus();
    before.current = part;
  }, [part]);
}
