let code = '';

/** The code of a letter whose square was scanned, from the address to the page that asks for it; in this tab only, and until it counted. */
export const scannedCode = {
  /** Out of the fragment before anything else happens: no server sees it, and the history does not keep it. */
  take(): void {
    const found = /^#([0-9A-Za-z-]{10,11})$/.exec(location.hash)?.[1];
    if (found !== undefined) code = found;
    history.replaceState(null, '', location.pathname);
  },
  read: (): string => code,
  forget: (): void => void (code = ''),
};
