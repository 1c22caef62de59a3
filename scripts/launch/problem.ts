/** Something a person at the terminal can mend; its message is printed as it is, and the exit code is 1. */
export class LaunchProblem extends Error {
  readonly code = 'launch_problem';
}

/**
 * What is said of anything that stops a launch. An error that nobody foresaw is named, with its place; its own words might quote
 * the file that it stumbled over, and that file might be a key.
 */
export function sentenceOf(cause: unknown): string {
  if (cause instanceof LaunchProblem) return cause.message;
  if (!(cause instanceof Error)) return 'something unforeseen went wrong.';
  const { code } = cause as NodeJS.ErrnoException;
  const place = /^ +at .*$/m.exec(
    cause.stack?.replace(`${cause.name}: ${cause.message}`, '') ?? '',
  );
  const named = [cause.name, code, place?.[0].trim()].filter((part) => part !== undefined);
  return `something unforeseen went wrong (${named.join(', ')}).`;
}
