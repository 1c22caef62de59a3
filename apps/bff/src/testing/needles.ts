/** Shorter text stands in random bytes, numbers and identifiers by chance. */
const enough = 8;
/** A name of this length is still no chance as it is; in base64 it may be. */
const enoughAsItIs = 6;

/**
 * How a claim could stand somewhere, by its own value or, where that is too short to mean something (a state, a ZIP code, a yes), with
 * its name: as JSON has it, as a disclosure of an SD-JWT has it, or as a form has it. Each as it is, in base64, in hex and in a URL.
 */
export function needlesOf(name: string, value: unknown): readonly string[] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([member, one]) => needlesOf(member, one));
  const json = JSON.stringify(value);
  const text = String(value);
  const named = [`"${name}":${json}`, `"${name}": ${json}`, `"${name}",${json}`, `${name}=${text}`];
  const alone = typeof value === 'string' ? [...new Set([text, json.slice(1, -1)])] : [];
  return [
    ...named.flatMap((one) => spellings(one)),
    ...alone.filter(({ length }) => length >= enoughAsItIs),
    ...alone.flatMap((one) => spellings(one)),
  ];
}

function spellings(text: string): string[] {
  const all = [
    text,
    Buffer.from(text).toString('hex'),
    encodeURIComponent(text),
    ...inBase64(text, 'base64'),
    ...inBase64(text, 'base64url'),
  ];
  return [...new Set(all)].filter(({ length }) => length >= enough);
}

/** At each of three offsets, and only the characters that do not depend on what stands around the text. */
export function inBase64(text: string, alphabet: 'base64' | 'base64url' = 'base64url'): string[] {
  return [0, 1, 2]
    .map((before) => {
      const bytes = Buffer.from('\0'.repeat(before) + text);
      const certain = Math.floor((bytes.length * 8) / 6);
      return bytes.toString(alphabet).slice(Math.ceil((before * 8) / 6), certain);
    })
    .filter(({ length }) => length >= enough);
}
