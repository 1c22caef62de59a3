/** The line, counted from 1, on which the value at `path` begins in a text that is valid JSON; the nearest one above it if there is none. */
export function lineOf(text: string, path: readonly (string | number)[]): number {
  let at = 0;
  let best = 0;
  let bestDepth = -1;

  const skip = () => {
    while (/\s/.test(text[at] ?? '')) at += 1;
  };
  const string = (): string => {
    const from = at;
    for (at += 1; text[at] !== '"'; at += 1) if (text[at] === '\\') at += 1;
    at += 1;
    return JSON.parse(text.slice(from, at)) as string;
  };
  const note = (place: readonly (string | number)[], from: number) => {
    const isOnTheWay = place.every((step, depth) => step === path[depth]);
    if (isOnTheWay && place.length > bestDepth) [best, bestDepth] = [from, place.length];
  };
  const value = (place: readonly (string | number)[], from: number): void => {
    note(place, from);
    if (text[at] === '"') return void string();
    if (text[at] !== '{' && text[at] !== '[') {
      while (at < text.length && !/[\s,\]}]/.test(text[at] ?? '')) at += 1;
      return;
    }
    const isObject = text[at] === '{';
    at += 1;
    skip();
    for (let index = 0; text[at] !== '}' && text[at] !== ']'; index += 1) {
      const begins = at;
      const step = isObject ? string() : index;
      skip();
      if (isObject) at += 1;
      skip();
      value([...place, step], begins);
      skip();
      if (text[at] === ',') at += 1;
      skip();
    }
    at += 1;
  };

  skip();
  value([], at);
  return text.slice(0, best).split('\n').length;
}
