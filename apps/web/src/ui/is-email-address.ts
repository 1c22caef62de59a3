/** Loosely: only the link that is sent to it proves an address. */
export function isEmailAddress(text: string): boolean {
  return /^\S+@\S+\.\S+$/.test(text);
}
