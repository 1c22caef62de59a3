/** The vault holds a record of a shape that this page does not know: a page of a newer release wrote it. */
export class PageOutdatedError extends Error {
  readonly code = 'page_outdated';
}
