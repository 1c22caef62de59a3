/** The bff did not say who is here; a page that needs to know cannot be shown. */
export class Unreachable extends Error {
  readonly code = 'temporarily_unavailable';
}
