import { useCallback, useEffect, useRef } from 'react';
import { openStudio, type Studio } from './studio.ts';

/** A studio for as long as the page stands, opened when it is first needed. */
export function useStudio(): () => Studio {
  const opened = useRef<Studio>(undefined);
  useEffect(
    () => () => {
      opened.current?.end();
      opened.current = undefined;
    },
    [],
  );
  return useCallback(() => (opened.current ??= openStudio()), []);
}
