/** What a file is that the system cannot read or write, and what to do: its own words name no remedy. */
// prettier-ignore
const reasons: Readonly<Record<string, string>> = {
  EISDIR:  'it is no file, but a folder or something else. Name a file, or take it away.',
  ENOTDIR: 'something above it is a file and no folder. Name another.',
  ELOOP:   'it is a link that leads back to itself. Put the file in its place.',
  EACCES:  'you may not. Run this as the user whose it is.',
  EPERM:   'you may not. Run this as the user whose it is.',
  EROFS:   'nothing can be written there. Name another place.',
  ENOSPC:  'the disk is full. Make room, and run this again.',
  ENOENT:  'there is none, or no folder for it.',
};

export function inWords({ message, code, path: where }: NodeJS.ErrnoException): string {
  if (code === undefined || where === undefined) return message;
  // A file is written beside its place first.
  return `${where.replace(/\.new$/, '')} ${whyNotRead(code)}`;
}

export function whyNotRead(code: string): string {
  return `cannot be read or written (${code}): ${reasons[code] ?? 'mend that, and run this again.'}`;
}
