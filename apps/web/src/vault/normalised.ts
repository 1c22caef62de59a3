/** How a password is written before anything is computed from it: the same letters, however a keyboard composes them. */
export function normalised(password: string): string {
  return password.normalize('NFC');
}

/** What counts when a password is compared with words: not its capitals, nor the spaces, hyphens, dots and underscores in it. */
export function comparable(text: string): string {
  return normalised(text)
    .toLowerCase()
    .replaceAll(/[\s._-]/g, '');
}
