/** What stands in the fragment of a letter's link, taken out of the address before anything else happens (AUTH-9). */
export function takeFragment(): URLSearchParams {
  const fragment = new URLSearchParams(location.hash.slice(1));
  history.replaceState(null, '', location.pathname);
  return fragment;
}

/** The token of the link; empty when there is none. */
export function takeToken(): string {
  return takeFragment().get('token') ?? '';
}
