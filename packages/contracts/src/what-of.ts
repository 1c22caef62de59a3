import type * as v from 'valibot';

export const isNoField = 'is no field here: it is misspelt, or in the wrong place';

/** What is wrong, without what stands there, which may be somebody's secret in the wrong place. */
export function whatOf(issue: v.BaseIssue<unknown>): string {
  const { type, input, expected, received, message } = issue;
  if (type === 'strict_object' && expected === 'never') return isNoField;
  if (received === 'undefined') return 'is missing';
  // Valibot's own words, which repeat it; ours do not.
  if (!/^Invalid [^:]+: (?:Expected|Received) /.test(message)) return message;
  if (type === 'min_length' || type === 'max_length') return lengthOf(issue);
  if (expected !== null && type !== 'regex') return `must be ${inWords(expected)}`;
  return input === '' ? 'is empty' : 'has another form';
}

function lengthOf({ type, input, requirement }: v.BaseIssue<unknown>): string {
  if (type === 'min_length' && requirement === 1) return 'is empty';
  const limit = String(requirement);
  const of = Array.isArray(input) ? 'entries' : 'characters';
  return type === 'min_length' ? `has less than ${limit} ${of}` : `has more than ${limit} ${of}`;
}

/** What JSON calls it, or what may stand there. */
// prettier-ignore
const kinds: Readonly<Record<string, string>> = {
  Object:  'an object, { … }',
  Array:   'a list, [ … ]',
  string:  'text, "…"',
  boolean: 'true or false',
  number:  'a number',
};

function inWords(expected: string): string {
  if (/^\(.* \| .*\)$/.test(expected))
    return `one of ${expected.slice(1, -1).replaceAll(' | ', ', ')}`;
  return kinds[expected] ?? expected;
}
