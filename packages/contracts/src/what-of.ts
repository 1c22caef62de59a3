import type * as v from 'valibot';

/** What is wrong, without what stands there, which may be somebody's secret in the wrong place. */
export function whatOf({ type, expected, received, message }: v.BaseIssue<unknown>): string {
  if (type === 'strict_object' && expected === 'never')
    return 'is no field here. Is it misspelt, or in the wrong place?';
  if (received === 'undefined') return 'is missing';
  // Valibot's own words, which repeat it; ours do not.
  if (!/^Invalid [^:]+: (?:Expected|Received) /.test(message)) return message;
  return expected === null || type === 'regex' ? 'has another form' : `must be ${expected}`;
}
