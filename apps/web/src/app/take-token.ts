/** AUTH-9: the token of a letter's link, taken out of the address before anything else happens; empty when there is none. */
export function takeToken(): string {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
  history.replaceState(null, '', location.pathname);
  return token;
}
