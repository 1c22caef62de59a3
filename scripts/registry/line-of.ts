export type Place = readonly (string | number)[];

/** The line, counted from 1, on which the value at `path` begins in a text that is valid JSON; the nearest one above it if there is none. */
export function lineOf(text: string, path: Place): number {
  let best = 0;
  let bestDepth = -1;
  walk(text, (place, from) => {
    const isOnTheWay = place.every((step, depth) => step === path[depth]);
    if (isOnTheWay && place.length > bestDepth) [best, bestDepth] = [from, place.length];
  });
  return lineAt(text, best);
}

/** Of a member that one object has twice, the later one: a reader meets both, and a parser takes the last (RFC 8259 §4). */
export function memberTwice(
  text: string,
): { readonly name: string; readonly line: number } | undefined {
  const seen = new Set<string>();
  let found: { readonly name: string; readonly line: number } | undefined;
  walk(text, (place, from) => {
    const key = JSON.stringify(place);
    if (seen.has(key)) found ??= { name: place.join('.'), line: lineAt(text, from) };
    seen.add(key);
  });
  return found;
}

const lineAt = (text: string, at: number) => text.slice(0, at).split('\n').length;

/** Shows every value of a text that is valid JSON, with where it, or the name before it, begins. */
function walk(text: string, note: (place: Place, from: number) => void): void {
  let at = 0;
  const skip = () => {
    while (/\s/.test(text[at] ?? '')) at += 1;
  };
  const string = (): string => {
    const from = at;
    for (at += 1; text[at] !== '"'; at += 1) if (text[at] === '\\') at += 1;
    at += 1;
    return JSON.parse(text.slice(from, at)) as string;
  };
  const value = (place: Place, from: number): void => {
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
}
