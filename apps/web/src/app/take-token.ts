/** What stands in the fragment of a letter's link, taken out of the address before anything else happens (AUTH-9). */
export function takeFragment(): URLSearchParams {
  const fragment = new URLSearchParams(location.hash.slice(1));
  history.replaceState(null, '', location.pathname);
  return fragment;
}

/**
 * Tells the token of the page's link, empty when there is none, and of every further link that is pasted into the same tab: that changes
 * the fragment only and loads nothing.
 */
export function whenLinked(tell: (token: string) => void): () => void {
  const take = () => tell(takeFragment().get('token') ?? '');
  take();
  addEventListener('hashchange', take);
  return () => removeEventListener('hashchange', take);
}
