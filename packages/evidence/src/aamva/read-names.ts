export type Names = {
  readonly familyName: string | undefined;
  readonly givenName: string | undefined;
  readonly middleName: string | undefined;
  readonly suffix: string | undefined;
};

type Elements = (id: string) => string | undefined;

/**
 * Names as the versions of the standard write them: DCS with DAC and DAD (since version 4), DCS with DCT (2 and 3), DAB with
 * DAC and DAD, or all in DAA as LAST,FIRST,MIDDLE,SUFFIX (version 1).
 */
export function readNames(element: Elements): Names {
  const full = element('DAA');
  const [fullFamily, fullGiven, fullMiddle, fullSuffix] = full === undefined ? [] : splitFull(full);
  const [sharedGiven, sharedMiddle] = splitGiven(element('DCT'));
  return {
    familyName: element('DCS') ?? element('DAB') ?? fullFamily,
    givenName: element('DAC') ?? sharedGiven ?? fullGiven,
    middleName:
      element('DAD') ?? (element('DAC') === undefined ? (sharedMiddle ?? fullMiddle) : undefined),
    suffix: element('DCU') ?? element('DAE') ?? fullSuffix,
  };
}

/**
 * `LAST,FIRST,MIDDLE,SUFFIX`, sometimes with given names that only a blank separates; without any comma it is the name as it
 * is spoken, first to last (Pennsylvania's version 1 cards).
 */
function splitFull(full: string): (string | undefined)[] {
  if (!full.includes(',')) {
    const words = full.split(' ');
    const middle = words.slice(1, -1).join(' ');
    return [words.at(-1), words[0], middle === '' ? undefined : middle, undefined];
  }
  const [family, given, middle, suffix] = full.split(',').map((part) => part.trim() || undefined);
  if (middle === undefined && given !== undefined) return [family, ...splitGiven(given), suffix];
  return [family, given, middle, suffix];
}

/** Given names that share an element: a comma separates first and middle, else the first blank does. */
function splitGiven(text: string | undefined): [string | undefined, string | undefined] {
  if (text === undefined) return [undefined, undefined];
  const at = text.search(/[, ]/);
  if (at === -1) return [text, undefined];
  const middle = text
    .slice(at + 1)
    .replaceAll(',', ' ')
    .trim();
  return [text.slice(0, at), middle === '' ? undefined : middle];
}
